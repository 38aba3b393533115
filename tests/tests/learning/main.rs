//! What is learnt from cases is what they say.

mod first;
mod overlay;
mod world;

mod sessions;
