//! A picture in SVG, which every browser shows: readable on light and on dark, with a title and a description for who does not see it.

use crate::commands::graph::layout::{LINE, PAD, Place, WIDTH, lay_out};
use crate::commands::graph::picture::{Arrow, Line, Picture};
use maud::{Markup, PreEscaped, html};

/// How it looks. No font is loaded and nothing is fetched.
const STYLE: &str = "\
text{font:13px system-ui,sans-serif;fill:#1a1a1a}\
.remark{font-weight:600}\
.number{font-size:11px;paint-order:stroke;stroke:#fff;stroke-width:4px}\
rect{stroke:#555;fill:#f4f4f4}\
.symptom rect{fill:#fde9d9;rx:18px}.fact rect{fill:#e3eefc;rx:18px}.rule rect{fill:#eee4f7}\
.cause rect{fill:#fbdcdc;stroke-width:2px}.fix rect{fill:#dff3e0;stroke-width:2px}\
path{fill:none;stroke:#888}.bold{stroke-width:3px}.dashed{stroke-dasharray:6 4}.dotted{stroke-dasharray:2 4}\
#head{fill:#888;stroke:none}\
.ground{fill:#fff;stroke:none}\
@media(prefers-color-scheme:dark){\
text{fill:#eee}.number{stroke:#161616}rect{stroke:#aaa;fill:#2a2a2a}.ground{fill:#161616}\
.symptom rect{fill:#4a3320}.fact rect{fill:#1f344d}.rule rect{fill:#3a2b4a}.cause rect{fill:#4d2323}.fix rect{fill:#1f4023}}";

/// Returns the picture as SVG. The same picture gives the same bytes.
pub(super) fn draw(picture: &Picture) -> String {
    let layout = lay_out(picture);
    let (width, height) = (layout.width, layout.height);
    let drawn = html! {
        svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" lang=(picture.words.language().tag())
            width=(width) height=(height) viewBox={ "0 0 " (width) " " (height) } {
            title id="title" { (picture.title) }
            desc id="desc" { (picture.description) }
            style { (PreEscaped(STYLE)) }
            defs {
                marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto" {
                    path id="head" d="M0 0L8 4L0 8Z" {}
                }
            }
            rect class="ground" width=(width) height=(height) {}
            @for arrow in &picture.arrows {
                (line(arrow, &layout.places))
            }
            @for (shape, place) in picture.shapes.iter().zip(&layout.places) {
                g class=(shape.sort.name()) {
                    title { (picture.words.graph_sort(shape.sort.name())) ": " (shape.title) " " (shape.remark) }
                    rect x=(place.x) y=(place.y) width=(WIDTH) height=(place.height) {}
                    @for (number, text) in place.lines.iter().enumerate() {
                        text x=(place.x + PAD) y=(place.y + PAD + LINE * number + 13) { (text) }
                    }
                }
            }
            @for arrow in picture.arrows.iter().filter(|arrow| !arrow.label.is_empty()) {
                @let (x, y) = middle(arrow, &layout.places);
                text class="number" x=(x) y=(y) text-anchor="middle" { (arrow.label) }
            }
        }
    };
    drawn.into_string() + "\n"
}

fn line(arrow: &Arrow, places: &[Place]) -> Markup {
    let class = match arrow.line {
        Line::Plain => "plain",
        Line::Bold => "bold",
        Line::Dashed => "dashed",
        Line::Dotted => "dotted",
    };
    let ((x1, y1), (x2, y2)) = ends(arrow, places);
    // An arrow that leads back swings out on both sides.
    let swing = if x2 > x1 { (x2 - x1) / 2 } else { 80 };
    html! {
        path class=(class) marker-end="url(#tip)"
            d={ "M" (x1) " " (y1) "C" (x1 + swing) " " (y1) " " (x2.saturating_sub(swing)) " " (y2) " " (x2) " " (y2) } {}
    }
}

/// Returns where an arrow begins and where it ends.
fn ends(arrow: &Arrow, places: &[Place]) -> ((usize, usize), (usize, usize)) {
    let (from, to) = (&places[arrow.from], &places[arrow.to]);
    ((from.x + WIDTH, from.y + from.height / 2), (to.x, to.y + to.height / 2))
}

/// Returns where the number of an arrow stands: nearer to its end, where fewer arrows cross.
fn middle(arrow: &Arrow, places: &[Place]) -> (usize, usize) {
    let ((x1, y1), (x2, y2)) = ends(arrow, places);
    ((x1 + 3 * x2) / 4, (y1 + 9 * y2) / 10 + 4)
}
