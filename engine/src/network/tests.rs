//! The network against the enumeration of every configuration, and its properties.

mod enumerated;
mod exact;
mod random;
