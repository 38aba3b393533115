//! The network against the enumeration of every configuration, and its properties.

mod enumerated;
mod exact;
mod intervals;
mod limits;
mod quickscore;
mod random;
