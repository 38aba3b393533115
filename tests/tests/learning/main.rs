//! What is learnt from cases is what they say.

mod first;
mod limits;
mod overlay;
mod sessions;
mod together;
mod world;
