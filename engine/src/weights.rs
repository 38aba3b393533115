//! Weights of the hypotheses: products of a prior and likelihood ratios, on one scale, and their total.
//!
//! No logarithm is taken: a product carries an exponent of its own, and the scale is that of the greatest. Every number here depends on the factors and
//! their order alone, not on what was there before, so that taking evidence back gives the same bits as never having had it.

use std::ops::Range;

/// A product is kept between 2^-256 and 2^256; what is beyond goes into an exponent, in steps of 2^512.
const MOST: f64 = from_exponent(256);
const LEAST: f64 = from_exponent(-256);
const STEP: i32 = 512;
/// How many numbers make a block, and how many blocks a row: sums have a fixed shape.
const BLOCK: usize = 16;

/// Returns 2^exponent, for an exponent between -1022 and 1023.
const fn from_exponent(exponent: i32) -> f64 {
    f64::from_bits(((1023 + exponent) as u64) << 52)
}

/// A product of numbers from 0 on that neither overflows nor vanishes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Product {
    factor: f64,
    /// In steps of 2^512.
    exponent: i32,
}

impl Product {
    pub(crate) fn new(number: f64) -> Self {
        let mut product = Self { factor: 1.0, exponent: 0 };
        product.times(number);
        product
    }

    /// Multiplies with a number below 2^600.
    pub(crate) fn times(&mut self, number: f64) {
        self.factor *= number;
        if self.factor >= MOST {
            self.factor *= from_exponent(-STEP);
            self.exponent += 1;
        } else if self.factor < LEAST && self.factor > 0.0 {
            self.factor *= from_exponent(STEP);
            self.exponent -= 1;
        }
    }

    /// Returns the product as a multiple of 2^(512 · `scale`), for a scale that is not below its own.
    pub(crate) fn at(self, scale: i32) -> f64 {
        match self.exponent - scale {
            0 => self.factor,
            // Below the least float, beside one of at least 2^-256.
            ..=-3 => 0.0,
            steps => (steps..0).fold(self.factor, |factor, _| factor * from_exponent(-STEP)),
        }
    }
}

/// How the causes of the bases are summed: each base by itself, in blocks, so that the bits do not depend on the bases beside it.
#[derive(Clone, Debug)]
pub(crate) struct Blocks {
    bases: Vec<Span>,
}

#[derive(Clone, Debug)]
struct Span {
    causes: Range<usize>,
    /// The first block of the base, and the first row of blocks.
    block: usize,
    row: usize,
}

impl Blocks {
    pub(crate) fn new(causes_of: &[Range<usize>]) -> Self {
        let (mut block, mut row) = (0, 0);
        let mut bases = Vec::new();
        for causes in causes_of {
            bases.push(Span { causes: causes.clone(), block, row });
            let blocks = causes.len().div_ceil(BLOCK);
            block += blocks;
            row += blocks.div_ceil(BLOCK);
        }
        Self { bases }
    }

    fn span(&self, cause: usize) -> &Span {
        &self.bases[self.bases.partition_point(|span| span.causes.end <= cause)]
    }
}

/// The weight of every hypothesis, and their total. The causes, then `other`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weights {
    weights: Vec<f64>,
    exponents: Vec<i32>,
    /// The greatest exponent of a weight that is not zero, and how many have it.
    scale: i32,
    at_scale: usize,
    blocks: Vec<f64>,
    rows: Vec<f64>,
    total: f64,
}

impl Weights {
    /// Returns the weights that are these products.
    pub(crate) fn of(shape: &Blocks, products: &[Product]) -> Self {
        let positive = || products.iter().filter(|product| product.factor > 0.0);
        let scale = positive().map(|product| product.exponent).max().unwrap_or(0);
        let mut weights = Self {
            weights: products.iter().map(|product| product.at(scale)).collect(),
            exponents: products.iter().map(|product| product.exponent).collect(),
            scale,
            at_scale: positive().filter(|product| product.exponent == scale).count(),
            ..Self::default()
        };
        for span in &shape.bases {
            let causes = &weights.weights[span.causes.clone()];
            weights.blocks.extend(causes.chunks(BLOCK).map(|block| block.iter().sum::<f64>()));
            let blocks = &weights.blocks[span.block..];
            weights.rows.extend(blocks.chunks(BLOCK).map(|row| row.iter().sum::<f64>()));
        }
        weights.sum(shape);
        weights
    }

    /// Returns the weights, on a common scale.
    pub(crate) fn get(&self) -> &[f64] {
        &self.weights
    }

    /// Returns the sum of the weights.
    pub(crate) fn total(&self) -> f64 {
        self.total
    }

    /// Returns the exponent of the scale.
    pub(crate) fn scale(&self) -> i32 {
        self.scale
    }

    /// Sets one weight, and returns by how much it has changed; nothing where it is beyond the scale. The sums stay as they were.
    pub(crate) fn set(&mut self, hypothesis: usize, product: Product) -> Option<f64> {
        if product.factor > 0.0 && product.exponent > self.scale {
            return None;
        }
        let (old, new) = (self.weights[hypothesis], product.at(self.scale));
        self.at_scale -= usize::from(old > 0.0 && self.exponents[hypothesis] == self.scale);
        self.at_scale += usize::from(new > 0.0 && product.exponent == self.scale);
        self.weights[hypothesis] = new;
        self.exponents[hypothesis] = product.exponent;
        Some(new - old)
    }

    /// Forms the sums again after the weights of these causes have changed, and perhaps that of `other`. Returns whether the scale is still the right one.
    pub(crate) fn resum(&mut self, shape: &Blocks, causes: impl Iterator<Item = usize> + Clone) -> bool {
        let (mut last_block, mut last_row) = (usize::MAX, usize::MAX);
        for cause in causes.clone() {
            let span = shape.span(cause);
            let within = (cause - span.causes.start) / BLOCK;
            if span.block + within != last_block {
                last_block = span.block + within;
                let start = span.causes.start + within * BLOCK;
                self.blocks[last_block] = self.weights[start..span.causes.end.min(start + BLOCK)].iter().sum();
            }
        }
        for cause in causes {
            let span = shape.span(cause);
            let within = (cause - span.causes.start) / (BLOCK * BLOCK);
            if span.row + within != last_row {
                last_row = span.row + within;
                let start = span.block + within * BLOCK;
                let end = span.block + span.causes.len().div_ceil(BLOCK);
                self.rows[last_row] = self.blocks[start..end.min(start + BLOCK)].iter().sum();
            }
        }
        self.sum(shape);
        self.at_scale > 0
    }

    fn sum(&mut self, shape: &Blocks) {
        let mut total = 0.0;
        for (index, span) in shape.bases.iter().enumerate() {
            let end = shape.bases.get(index + 1).map_or(self.rows.len(), |next| next.row);
            total += self.rows[span.row..end].iter().sum::<f64>();
        }
        self.total = total + self.weights.last().copied().unwrap_or_default();
    }
}
