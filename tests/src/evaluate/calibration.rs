//! Whether what is believed to be so probable is so often true.

use super::curve::End;

/// A bin of the reliability diagram.
#[derive(Clone, Copy, Debug)]
pub struct Bin {
    /// The least posterior of the leading cause that belongs here.
    pub from: f64,
    /// How many consultations ended here.
    pub cases: usize,
    /// The mean posterior of the leading cause.
    pub stated: f64,
    /// The share in which it is the true one.
    pub right: f64,
}

/// Where the bins begin.
const EDGES: [f64; 8] = [0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99];

/// Returns the bins that have cases, and the mean distance of stated and right over all of them.
pub fn reliability(ends: &[End]) -> (Vec<Bin>, f64) {
    let bin = |(at, &from): (usize, &f64)| {
        let to = EDGES.get(at + 1).copied().unwrap_or(f64::INFINITY);
        let inside: Vec<&End> = ends.iter().filter(|end| (from..to).contains(&end.belief.leads)).collect();
        let number = inside.len() as f64;
        let stated = inside.iter().map(|end| end.belief.leads).sum::<f64>() / number;
        let right = inside.iter().filter(|end| end.belief.right).count() as f64 / number;
        Bin { from, cases: inside.len(), stated, right }
    };
    let bins: Vec<Bin> = EDGES.iter().enumerate().map(bin).filter(|bin| bin.cases > 0).collect();
    let apart = bins.iter().map(|bin| bin.cases as f64 * (bin.stated - bin.right).abs()).sum::<f64>();
    (bins, apart / ends.len().max(1) as f64)
}
