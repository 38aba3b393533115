//! An order made ready to run: where each table stands in memory, and what each group does to it.

use std::ops::Range;

use super::frontier::Touch;
use super::order::{Order, Stage};
use super::reduce::{Push, Reduced};
use super::shape::{Component, Shape};

/// A stage with its tables: `from` and `to` are where they begin, `size` is the number of states before it.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// A block acts on the table, or on the own little table of a finding.
    Act {
        block: usize,
        from: usize,
        to: usize,
        size: usize,
        entry: Option<usize>,
        touches: Range<usize>,
    },
    Start {
        finding: usize,
        from: usize,
        to: usize,
        size: usize,
        entry: Range<usize>,
    },
    Close {
        finding: usize,
        from: usize,
        to: usize,
        size: usize,
        stride: usize,
    },
}

/// A finding that is part of the weights of a block.
#[derive(Clone, Debug)]
pub(super) struct Local {
    pub(super) finding: usize,
    /// Where its little table stands.
    pub(super) entry: Range<usize>,
    /// Whether groups acted on it before, so that its worth has to be told to them.
    pub(super) folded: bool,
    /// Of each state of the block.
    pub(super) pushes: Vec<Option<Push>>,
}

/// The steps of a component.
#[derive(Clone, Debug, Default)]
pub(super) struct Program {
    pub(super) hubs: Vec<usize>,
    pub(super) steps: Vec<Step>,
    /// The touches of each member of each acting block, in the order of the steps, and where they end.
    touches: Vec<Touch>,
    touch_ends: Vec<usize>,
    /// The local findings of each block that has some, by block.
    locals: Vec<(usize, Vec<Local>)>,
    /// The findings of the component, and where their little tables stand at first.
    pub(super) entries: Vec<(usize, Range<usize>)>,
    /// Where the table, which at first is one state at 0, stands at last: one state again.
    pub(super) last: usize,
    /// How much memory the tables take, and the largest of them.
    pub(super) memory: usize,
    pub(super) largest: usize,
}

impl Program {
    pub(super) fn of(shape: &Shape, reduced: &Reduced, component: &Component, order: &Order) -> Self {
        let mut compiler = Compiler::new(shape, reduced, component, order);
        for &stage in &order.stages {
            compiler.take(stage);
        }
        let mut program = compiler.program;
        program.last = compiler.at;
        program
    }

    /// Returns the touches of the member of an acting block.
    pub(super) fn touches(&self, range: &Range<usize>, member: usize) -> &[Touch] {
        let index = range.start + member;
        let start = if index == 0 { 0 } else { self.touch_ends[index - 1] };
        &self.touches[start..self.touch_ends[index]]
    }

    pub(super) fn locals(&self, block: usize) -> &[Local] {
        match self.locals.binary_search_by_key(&block, |(block, _)| *block) {
            Ok(index) => &self.locals[index].1,
            Err(_) => &[],
        }
    }
}

struct Compiler<'a> {
    shape: &'a Shape,
    reduced: &'a Reduced,
    program: Program,
    /// Where the table stands now, and the findings in it, the nearest states first.
    at: usize,
    open: Vec<usize>,
    /// By finding of the component, in its order: where the little table stands now, and whether a group acted on it.
    entries: Vec<(usize, Range<usize>, bool)>,
    order: &'a Order,
}

impl<'a> Compiler<'a> {
    fn new(shape: &'a Shape, reduced: &'a Reduced, component: &Component, order: &'a Order) -> Self {
        let mut program = Program { hubs: order.hubs.clone(), memory: 2, largest: 2, ..Program::default() };
        for &finding in &component.findings {
            let entry = program.memory..program.memory + 2 * reduced.open[finding].states;
            program.memory = entry.end;
            program.entries.push((finding, entry));
        }
        let entries = program.entries.iter().map(|(finding, entry)| (*finding, entry.clone(), false)).collect();
        Self { shape, reduced, program, at: 0, open: Vec::new(), entries, order }
    }

    fn entry(&mut self, finding: usize) -> &mut (usize, Range<usize>, bool) {
        let index = self.entries.partition_point(|(other, ..)| *other < finding);
        &mut self.entries[index]
    }

    fn allot(&mut self, length: usize) -> usize {
        let at = self.program.memory;
        self.program.memory += length;
        self.program.largest = self.program.largest.max(length);
        at
    }

    fn size(&self) -> usize {
        self.open.iter().map(|&finding| self.reduced.open[finding].states).product()
    }

    fn take(&mut self, stage: Stage) {
        let size = self.size();
        match stage {
            Stage::Fold { block, finding } => {
                let size = self.reduced.open[finding].states;
                let to = self.allot(2 * size);
                let from = std::mem::replace(&mut self.entry(finding).1, to..to + 2 * size).start;
                self.entry(finding).2 = true;
                let touches = self.touch(block, &[finding]);
                self.program.steps.push(Step::Act { block, from, to, size, entry: Some(finding), touches });
            }
            Stage::Act { block } => {
                let (from, to) = (self.at, self.allot(2 * size));
                let open = std::mem::take(&mut self.open);
                let touches = self.touch(block, &open);
                self.open = open;
                self.at = to;
                self.program.steps.push(Step::Act { block, from, to, size, entry: None, touches });
            }
            Stage::Start { finding } => {
                let (from, to) = (self.at, self.allot(2 * size * self.reduced.open[finding].states));
                let entry = self.entry(finding).1.clone();
                self.open.push(finding);
                self.at = to;
                self.program.steps.push(Step::Start { finding, from, to, size, entry });
            }
            Stage::Close { finding } => {
                let place = self.open.iter().position(|&other| other == finding).unwrap_or(0);
                let stride = self.open[..place].iter().map(|&other| self.reduced.open[other].states).product();
                self.open.remove(place);
                let (from, to) = (self.at, self.allot(2 * self.size()));
                self.at = to;
                self.program.steps.push(Step::Close { finding, from, to, size, stride });
            }
        }
    }

    /// Notes what each member of a block does to the findings of a table, and which findings are local to the block.
    fn touch(&mut self, block: usize, open: &[usize]) -> Range<usize> {
        let start = self.program.touch_ends.len();
        let members = self.shape.blocks[block].members.clone();
        for member in members.clone() {
            let mut stride = 1;
            for &finding in open {
                let states = self.reduced.open[finding].states;
                if let Some(push) = self.push(member, finding) {
                    self.program.touches.push(Touch { stride, states, push });
                }
                stride *= states;
            }
            self.program.touch_ends.push(self.program.touches.len());
        }
        let locals: Vec<usize> =
            self.order.locals.iter().filter(|(other, _)| *other == block).map(|(_, finding)| *finding).collect();
        if !locals.is_empty() {
            let locals = locals.into_iter().map(|finding| self.local(finding, members.clone())).collect();
            let place = self.program.locals.partition_point(|(other, _)| *other < block);
            self.program.locals.insert(place, (block, locals));
        }
        start..self.program.touch_ends.len()
    }

    fn local(&mut self, finding: usize, members: Range<usize>) -> Local {
        let pushes = std::iter::once(None).chain(members.map(|member| self.push(member, finding))).collect();
        let (_, entry, folded) = self.entry(finding).clone();
        Local { finding, entry, folded, pushes }
    }

    fn push(&self, member: usize, finding: usize) -> Option<Push> {
        let arcs = &self.reduced.arcs[self.shape.members[member].arcs.clone()];
        arcs.binary_search_by_key(&finding, |arc| arc.finding).ok().map(|index| arcs[index].push)
    }
}
