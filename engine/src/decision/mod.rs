//! The next question, the next fix, and when to stop, as numbers: what `docs/semantics.md` calls "ask or fix".
//!
//! A [`Problem`] says what may be wrong, what can be tried and asked, and what each costs. It knows no base and no session: a session forms one from
//! its state, and a program may form its own. [`Problem::next`] decides by the best planner that fits a budget of counted work.

mod exact;
mod improve;
mod order;
mod place;
mod planner;
mod problem;
mod rule;

pub use place::{Choice, Event};
pub use planner::{Decision, Planner, Planning};
pub use problem::{Attempt, EASING, Help, Inquiry, Problem, Reply, World};
