//! Which groups meet which open findings, and what falls apart into independent components.

use std::ops::Range;

use super::Network;
use super::reduce::Reduced;

/// A group with links to open findings.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) group: usize,
    pub(super) members: Range<usize>,
    findings: Range<usize>,
}

impl Block {
    /// Returns how many states the group has: its members with links, and all else.
    pub(super) fn states(&self) -> usize {
        self.members.len() + 1
    }
}

/// A cause with links to open findings.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) cause: usize,
    pub(super) arcs: Range<usize>,
}

/// Groups and open findings that hang together.
#[derive(Clone, Debug, Default)]
pub(super) struct Component {
    pub(super) blocks: Vec<usize>,
    pub(super) findings: Vec<usize>,
}

/// The graph of groups and open findings.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    pub(super) blocks: Vec<Block>,
    pub(super) members: Vec<Member>,
    pub(super) components: Vec<Component>,
    /// The findings of each block, ascending.
    touched: Vec<usize>,
    /// The blocks of each finding, ascending, and where they begin.
    touching: Vec<usize>,
    starts: Vec<usize>,
}

impl Shape {
    pub(super) fn of(network: &Network, reduced: &Reduced) -> Self {
        let mut shape = Self::default();
        shape.gather(network, reduced);
        shape.turn(reduced.open.len());
        shape.split(reduced.open.len());
        shape
    }

    pub(super) fn findings(&self, block: usize) -> &[usize] {
        &self.touched[self.blocks[block].findings.clone()]
    }

    pub(super) fn blocks_of(&self, finding: usize) -> &[usize] {
        &self.touching[self.starts[finding]..self.starts[finding + 1]]
    }

    /// Returns where the states of a block stand in an array of the states of all blocks.
    pub(super) fn states(&self, block: usize) -> Range<usize> {
        let members = &self.blocks[block].members;
        members.start + block..members.end + block + 1
    }

    /// Collects members and blocks from the arcs, which are in the order of causes.
    fn gather(&mut self, network: &Network, reduced: &Reduced) {
        let arcs = &reduced.arcs;
        let (mut at, mut group) = (0, 0);
        while at < arcs.len() {
            let cause = arcs[at].cause;
            while network.groups[group + 1] <= cause {
                group += 1;
            }
            let end = at + arcs[at..].iter().take_while(|arc| arc.cause == cause).count();
            let member = self.members.len();
            self.members.push(Member { cause, arcs: at..end });
            match self.blocks.last_mut() {
                Some(block) if block.group == group => block.members.end = member + 1,
                _ => self.blocks.push(Block { group, members: member..member + 1, findings: 0..0 }),
            }
            at = end;
        }
        let mut findings = Vec::new();
        for block in &mut self.blocks {
            findings.clear();
            for member in &self.members[block.members.clone()] {
                findings.extend(arcs[member.arcs.clone()].iter().map(|arc| arc.finding));
            }
            findings.sort_unstable();
            findings.dedup();
            block.findings = self.touched.len()..self.touched.len() + findings.len();
            self.touched.extend_from_slice(&findings);
        }
    }

    /// Turns the blocks' findings into the findings' blocks.
    fn turn(&mut self, open: usize) {
        self.starts = vec![0; open + 1];
        for &finding in &self.touched {
            self.starts[finding + 1] += 1;
        }
        for finding in 0..open {
            self.starts[finding + 1] += self.starts[finding];
        }
        let mut next = self.starts.clone();
        self.touching = vec![0; self.touched.len()];
        for (index, block) in self.blocks.iter().enumerate() {
            for &finding in &self.touched[block.findings.clone()] {
                self.touching[next[finding]] = index;
                next[finding] += 1;
            }
        }
    }

    fn split(&mut self, open: usize) {
        let mut seen = vec![false; open];
        let mut seen_block = vec![false; self.blocks.len()];
        for first in 0..open {
            if std::mem::replace(&mut seen[first], true) {
                continue;
            }
            let mut component = Component { blocks: Vec::new(), findings: vec![first] };
            let mut at = 0;
            while at < component.findings.len() {
                for &block in self.blocks_of(component.findings[at]) {
                    if std::mem::replace(&mut seen_block[block], true) {
                        continue;
                    }
                    component.blocks.push(block);
                    for &finding in self.findings(block) {
                        if !std::mem::replace(&mut seen[finding], true) {
                            component.findings.push(finding);
                        }
                    }
                }
                at += 1;
            }
            component.blocks.sort_unstable();
            component.findings.sort_unstable();
            self.components.push(component);
        }
    }
}
