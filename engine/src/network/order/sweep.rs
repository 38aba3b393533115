//! The order itself: leaves stripped first, then a greedy sweep over what is left.

use std::collections::VecDeque;

use super::super::shape::Component;
use super::{Cost, Order, Planner, Stage, Standing};

enum Leaf {
    Finding(usize),
    Block(usize),
}

impl Planner<'_> {
    /// Strips leaves again and again: a finding that only one group still meets is part of that group's weights, a group that
    /// still meets only one finding acts on it beforehand.
    pub(super) fn strip(&mut self, component: &Component, order: &mut Order) {
        let folds = self.effort.folds;
        let mut leaves: VecDeque<Leaf> = component.findings.iter().map(|&finding| Leaf::Finding(finding)).collect();
        if folds {
            leaves.extend(component.blocks.iter().map(|&block| Leaf::Block(block)));
        }
        while let Some(leaf) = leaves.pop_front() {
            match leaf {
                Leaf::Finding(finding) if self.stands[finding] == Standing::Outside => {
                    match self.open_blocks[finding] {
                        0 => order.stages.extend([Stage::Start { finding }, Stage::Close { finding }]),
                        1 if folds => leaves.extend(self.weights_take(finding, order).map(Leaf::Block)),
                        _ => continue,
                    }
                    self.stands[finding] = Standing::Gone;
                }
                Leaf::Block(block) if !self.done[block] => match self.open_findings[block] {
                    0 => {
                        order.stages.push(Stage::Act { block });
                        self.done[block] = true;
                    }
                    1 => leaves.extend(self.finding_takes(block, order).map(Leaf::Finding)),
                    _ => {}
                },
                _ => {}
            }
        }
    }

    /// Makes a finding part of the weights of the one group that still meets it; returns the group where it became a leaf.
    fn weights_take(&mut self, finding: usize, order: &mut Order) -> Option<usize> {
        let block = self.shape.blocks_of(finding).iter().copied().find(|&block| !self.done[block])?;
        order.locals.push((block, finding));
        self.open_findings[block] -= 1;
        (self.open_findings[block] <= 1).then_some(block)
    }

    /// Lets a group act on the one finding that it still meets; returns the finding where it became a leaf.
    fn finding_takes(&mut self, block: usize, order: &mut Order) -> Option<usize> {
        let findings = self.shape.findings(block);
        let finding = findings.iter().copied().find(|&finding| self.stands[finding] == Standing::Outside)?;
        order.stages.push(Stage::Fold { block, finding });
        self.done[block] = true;
        self.open_blocks[finding] -= 1;
        (self.open_blocks[finding] <= 1).then_some(finding)
    }

    /// Takes what is left: again and again the finding for whose closing the fewest others have to join the table.
    pub(super) fn sweep(&mut self, component: &Component, order: &mut Order, cost: &mut Cost) {
        let mut left: Vec<usize> =
            component.findings.iter().copied().filter(|&finding| self.stands[finding] != Standing::Gone).collect();
        let mut ready = VecDeque::new();
        while !left.is_empty() && !cost.is_over() {
            let cheapest = left.iter().copied().min_by_key(|&finding| (self.joining(finding), finding));
            let Some(finding) = cheapest else { break };
            while self.stands[finding] != Standing::Gone && !cost.is_over() {
                let from = order.stages.len();
                self.advance(finding, order, &mut ready);
                debug_assert!(order.stages.len() > from, "a finding that is open has a group to come");
                for &stage in &order.stages[from..] {
                    cost.add(self.shape, self.reduced, stage);
                }
            }
            left.retain(|&finding| self.stands[finding] != Standing::Gone);
        }
    }

    /// Takes one group: one whose findings have all joined, or else the one of `finding` that needs the fewest to join.
    fn advance(&mut self, finding: usize, order: &mut Order, ready: &mut VecDeque<usize>) {
        let next = ready.pop_front().or_else(|| {
            let blocks = self.shape.blocks_of(finding).iter().copied().filter(|&block| !self.done[block]);
            blocks.min_by_key(|&block| (self.open_findings[block], block))
        });
        let Some(block) = next else { return };
        for index in 0..self.shape.findings(block).len() {
            let joining = self.shape.findings(block)[index];
            if self.stands[joining] == Standing::Outside {
                self.join(joining, order, block, ready);
            }
        }
        order.stages.push(Stage::Act { block });
        self.done[block] = true;
        for index in 0..self.shape.findings(block).len() {
            let touched = self.shape.findings(block)[index];
            if self.stands[touched] == Standing::Inside {
                self.open_blocks[touched] -= 1;
                self.joins[touched] = 0;
                if self.open_blocks[touched] == 0 {
                    self.stands[touched] = Standing::Gone;
                    order.stages.push(Stage::Close { finding: touched });
                }
            }
        }
    }

    fn join(&mut self, finding: usize, order: &mut Order, taken: usize, ready: &mut VecDeque<usize>) {
        self.stands[finding] = Standing::Inside;
        order.stages.push(Stage::Start { finding });
        for &block in self.shape.blocks_of(finding) {
            if self.done[block] {
                continue;
            }
            self.open_findings[block] -= 1;
            if self.open_findings[block] == 0 && block != taken {
                ready.push_back(block);
            }
            for &near in self.shape.findings(block) {
                self.joins[near] = 0;
            }
        }
    }

    /// Returns one more than how many findings have to join the table until `finding` can leave it.
    fn joining(&mut self, finding: usize) -> usize {
        if self.joins[finding] > 0 {
            return self.joins[finding];
        }
        self.stamp += 1;
        let mut joins = 1;
        for &block in self.shape.blocks_of(finding) {
            if self.done[block] {
                continue;
            }
            for &near in self.shape.findings(block) {
                if self.stands[near] == Standing::Outside && self.stamps[near] != self.stamp {
                    self.stamps[near] = self.stamp;
                    joins += 1;
                }
            }
        }
        self.joins[finding] = joins;
        joins
    }
}
