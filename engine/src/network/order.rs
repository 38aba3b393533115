//! In which order groups and findings are taken so that few findings are open together, and which groups are hubs.

mod sweep;

use super::Effort;
use super::reduce::Reduced;
use super::shape::{Component, Shape};

/// How many groups are tried as the next hub.
const CANDIDATES: usize = 6;
/// Below this work no hub is looked for.
const SMALL: u64 = 1 << 11;

/// One step of the dynamic program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// A group acts on one finding alone, before that is started.
    Fold { block: usize, finding: usize },
    /// A finding joins the table.
    Start { finding: usize },
    /// A group acts on its findings, which stand in the table.
    Act { block: usize },
    /// A finding leaves the table with its likelihood.
    Close { finding: usize },
}

/// The order of a component, and what it costs.
#[derive(Clone, Debug, Default)]
pub(super) struct Order {
    pub(super) hubs: Vec<usize>,
    pub(super) stages: Vec<Stage>,
    /// Block and finding: findings that only one group meets besides hubs and folded groups, so that they are part of its weights.
    pub(super) locals: Vec<(usize, usize)>,
    /// Of one forward pass over all states of the hubs.
    pub(super) work: u64,
    pub(super) width: usize,
    /// The groups that neither fold nor fall apart: how many findings they bridge.
    core: Vec<(usize, usize)>,
}

/// Orders components; keeps its memory from one to the next.
pub(super) struct Planner<'a> {
    shape: &'a Shape,
    reduced: &'a Reduced,
    effort: Effort,
    /// By block: how many findings it still has to act on; whether it did.
    open_findings: Vec<usize>,
    done: Vec<bool>,
    /// By finding: how many blocks still have to act on it; where it stands.
    open_blocks: Vec<usize>,
    stands: Vec<Standing>,
    /// By finding: how many findings would have to join for closing it, 0 where that has to be counted anew.
    joins: Vec<usize>,
    stamps: Vec<u64>,
    stamp: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Outside,
    Inside,
    Gone,
}

impl<'a> Planner<'a> {
    pub(super) fn new(shape: &'a Shape, reduced: &'a Reduced, effort: Effort) -> Self {
        let (blocks, findings) = (shape.blocks.len(), reduced.open.len());
        Self {
            shape,
            reduced,
            effort,
            open_findings: vec![0; blocks],
            done: vec![false; blocks],
            open_blocks: vec![0; findings],
            stands: vec![Standing::Outside; findings],
            joins: vec![0; findings],
            stamps: vec![0; findings],
            stamp: 0,
        }
    }

    /// Returns the cheapest order found; its work is `u64::MAX` where that is past the budget.
    pub(super) fn plan(&mut self, component: &Component) -> Order {
        let mut best = self.order(component, &[]);
        let mut last = best.clone();
        while last.hubs.len() < self.effort.hubs && (self.effort.forced || best.work > SMALL) {
            let Some(next) = self.with_another_hub(component, &last) else { break };
            if self.effort.forced || next.work < best.work {
                best = next.clone();
            }
            last = next;
        }
        best
    }

    fn with_another_hub(&mut self, component: &Component, last: &Order) -> Option<Order> {
        let mut core = last.core.clone();
        core.sort_by_key(|&(bridged, block)| (usize::MAX - bridged, block));
        let mut best: Option<Order> = None;
        for &(_, block) in core.iter().take(CANDIDATES) {
            let hubs: Vec<usize> = last.hubs.iter().copied().chain([block]).collect();
            let order = self.order(component, &hubs);
            if best.as_ref().is_none_or(|best| order.work < best.work) {
                best = Some(order);
            }
        }
        best
    }

    fn order(&mut self, component: &Component, hubs: &[usize]) -> Order {
        let mut order = Order { hubs: hubs.to_vec(), ..Order::default() };
        self.begin(component, hubs);
        self.strip(component, &mut order);
        let states = hubs.iter().map(|&hub| self.shape.blocks[hub].states() as u64);
        let runs = states.fold(1, u64::saturating_mul);
        let undone = component.blocks.iter().filter(|&&block| !self.done[block]);
        order.core = undone.map(|&block| (self.open_findings[block], block)).collect();
        let mut cost = Cost { work: 0, size: 1, open: 0, width: 0, limit: self.effort.work / runs.max(1) };
        for &stage in &order.stages {
            cost.add(self.shape, self.reduced, stage);
        }
        for &(block, _) in &order.locals {
            cost.work = cost.work.saturating_add(8 * self.shape.blocks[block].states() as u64);
        }
        self.sweep(component, &mut order, &mut cost);
        order.work = if cost.is_over() { u64::MAX } else { cost.work.saturating_mul(runs) };
        order.width = cost.width;
        order
    }

    fn begin(&mut self, component: &Component, hubs: &[usize]) {
        for &block in &component.blocks {
            self.done[block] = hubs.contains(&block);
            self.open_findings[block] = self.shape.findings(block).len();
        }
        for &finding in &component.findings {
            self.open_blocks[finding] =
                self.shape.blocks_of(finding).iter().filter(|&&block| !self.done[block]).count();
            self.stands[finding] = Standing::Outside;
            self.joins[finding] = 0;
        }
    }
}

/// What an order costs so far.
struct Cost {
    work: u64,
    /// States of the table.
    size: u64,
    open: usize,
    width: usize,
    limit: u64,
}

impl Cost {
    fn add(&mut self, shape: &Shape, reduced: &Reduced, stage: Stage) {
        let states = |finding: usize| reduced.open[finding].states as u64;
        let work = match stage {
            Stage::Fold { block, finding } => states(finding).saturating_mul(Self::acting(shape, block)),
            Stage::Act { block } => self.size.saturating_mul(Self::acting(shape, block)),
            Stage::Start { finding } => {
                self.size = self.size.saturating_mul(states(finding));
                self.open += 1;
                self.width = self.width.max(self.open);
                self.size.saturating_mul(2)
            }
            Stage::Close { finding } => {
                self.size /= states(finding);
                self.open -= 1;
                self.size.saturating_mul(2 * states(finding))
            }
        };
        self.work = self.work.saturating_add(work);
    }

    /// Returns the operations of a group on each state of a table.
    fn acting(shape: &Shape, block: usize) -> u64 {
        let members = &shape.members[shape.blocks[block].members.clone()];
        let each = members.iter().map(|member| 2 * (member.arcs.len() as u64 + 2));
        each.fold(2, u64::saturating_add)
    }

    fn is_over(&self) -> bool {
        self.work > self.limit || self.size > self.limit
    }
}
