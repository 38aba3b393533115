//! Where shapes stand: in layers from left to right, ordered so that arrows cross less. Knows no form of drawing.
//!
//! Layers by the longest way to a shape, as in Sugiyama's method; the order in a layer by the middle of the neighbours, in a fixed number
//! of sweeps. The same picture gives the same places.

use crate::commands::graph::picture::{Line, Picture, Sort};
use std::collections::BTreeSet;

/// How wide a shape is, in pixels.
pub(super) const WIDTH: usize = 230;
/// How high a line of text is, in pixels.
pub(super) const LINE: usize = 17;
/// How much room is above and below the text of a shape, in pixels.
pub(super) const PAD: usize = 8;
/// How many letters fit in a line of a shape.
const LETTERS: usize = 32;
/// How many lines a shape has at most.
const MOST_LINES: usize = 4;
/// How much room is between layers, and round the picture.
const BETWEEN: usize = 110;
pub(super) const MARGIN: usize = 24;
/// How much room is between shapes of a layer.
const GAP: usize = 14;
/// How often the order in the layers is improved.
const SWEEPS: usize = 8;

/// Where a shape stands, in pixels from the left and the top.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) height: usize,
    /// The lines of its text.
    pub(super) lines: Vec<String>,
}

/// Where all shapes stand, and how large the picture is.
pub(super) struct Layout {
    pub(super) places: Vec<Place>,
    pub(super) width: usize,
    pub(super) height: usize,
}

/// Lays a picture out.
pub(super) fn lay_out(picture: &Picture) -> Layout {
    let layers = order(picture, layers(picture));
    let mut places: Vec<Place> = picture
        .shapes
        .iter()
        .map(|shape| {
            let mut lines = wrapped(&shape.title);
            if !shape.remark.is_empty() {
                lines.extend(wrapped(&shape.remark));
            }
            Place { height: lines.len() * LINE + 2 * PAD, lines, ..Place::default() }
        })
        .collect();
    let height_of = |layer: &[usize], places: &[Place]| {
        layer.iter().map(|&at| places[at].height + GAP).sum::<usize>().saturating_sub(GAP)
    };
    let tallest = layers.iter().map(|layer| height_of(layer, &places)).max().unwrap_or_default();
    for (number, layer) in layers.iter().enumerate() {
        let mut y = MARGIN + (tallest - height_of(layer, &places)) / 2;
        for &at in layer {
            places[at].x = MARGIN + number * (WIDTH + BETWEEN);
            places[at].y = y;
            y += places[at].height + GAP;
        }
    }
    let width = 2 * MARGIN + layers.len() * (WIDTH + BETWEEN) - if layers.is_empty() { 0 } else { BETWEEN };
    Layout { places, width, height: tallest + 2 * MARGIN }
}

/// Returns the shapes of each layer: findings and rules by the longest way to them, then all causes, then all fixes.
fn layers(picture: &Picture) -> Vec<Vec<usize>> {
    let count = picture.shapes.len();
    let forward: Vec<(usize, usize)> =
        picture.arrows.iter().filter(|arrow| arrow.line != Line::Dotted).map(|arrow| (arrow.from, arrow.to)).collect();
    let mut waits = vec![0_usize; count];
    let mut out_of = vec![Vec::new(); count];
    for &(from, to) in &forward {
        waits[to] += 1;
        out_of[from].push(to);
    }
    let mut layer: Vec<usize> = picture.shapes.iter().map(|shape| usize::from(shape.sort >= Sort::Symptom)).collect();
    let mut open: BTreeSet<usize> = (0..count).filter(|&at| waits[at] == 0).collect();
    while let Some(at) = open.pop_first() {
        for &to in &out_of[at] {
            layer[to] = layer[to].max(layer[at] + 1);
            waits[to] -= 1;
            if waits[to] == 0 {
                open.insert(to);
            }
        }
    }
    for sort in [Sort::Cause, Sort::Fix] {
        let before = picture.shapes.iter().zip(&layer).filter(|(shape, _)| shape.sort < sort).map(|(_, &layer)| layer);
        let own = before.max().map_or(0, |last| last + 1);
        picture
            .shapes
            .iter()
            .zip(&mut layer)
            .filter(|(shape, _)| shape.sort == sort)
            .for_each(|(_, layer)| *layer = own);
    }
    let used: Vec<usize> = layer.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    used.iter().map(|&number| (0..count).filter(|&at| layer[at] == number).collect()).collect()
}

/// Returns the layers with their shapes ordered by the middle of their neighbours.
fn order(picture: &Picture, mut layers: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let mut beside = vec![Vec::new(); picture.shapes.len()];
    for arrow in &picture.arrows {
        beside[arrow.from].push(arrow.to);
        beside[arrow.to].push(arrow.from);
    }
    // The height of each shape in its layer, from 0 to 1.
    let mut height = vec![0.5; picture.shapes.len()];
    let note = |layer: &[usize], height: &mut Vec<f64>| {
        for (at, &shape) in layer.iter().enumerate() {
            height[shape] = (at as f64 + 0.5) / layer.len() as f64;
        }
    };
    layers.iter().for_each(|layer| note(layer, &mut height));
    for sweep in 0..SWEEPS {
        let forth = sweep % 2 == 0;
        for number in 0..layers.len() {
            let number = if forth { number } else { layers.len() - 1 - number };
            let middle = |shape: &usize| {
                let heights: Vec<f64> = beside[*shape].iter().map(|&other| height[other]).collect();
                if heights.is_empty() { height[*shape] } else { heights.iter().sum::<f64>() / heights.len() as f64 }
            };
            let mut sorted: Vec<(f64, usize)> = layers[number].iter().map(|shape| (middle(shape), *shape)).collect();
            sorted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            layers[number] = sorted.into_iter().map(|(_, shape)| shape).collect();
            note(&layers[number], &mut height);
        }
    }
    layers
}

/// Returns the lines of a text that fit into a shape; what does not fit is left out, and marked.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        for piece in letters.chunks(LETTERS) {
            let piece: String = piece.iter().collect();
            match lines.last_mut() {
                Some(line) if line.chars().count() + 1 + piece.chars().count() <= LETTERS => {
                    line.push(' ');
                    line.push_str(&piece);
                }
                _ => lines.push(piece),
            }
        }
    }
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        lines[MOST_LINES - 1].push('…');
    }
    if lines.is_empty() { vec![String::new()] } else { lines }
}
