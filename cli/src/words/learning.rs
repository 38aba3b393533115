//! What learning from cases says.

use crate::words::{Words, sentences};
use etio_kb::learn::LeftOut;

sentences! {
    learnt_from(used: usize, read: usize) {
        es "Casos leídos: {read}; aprendo de {used}."
        en "Cases read: {read}; learnt from: {used}."
    }
    learn_unresolved(count: usize) {
        es "sin causa conocida, fuera: {count} (`--unresolved` los incluye)"
        en "nobody knows the cause, left out: {count} (`--unresolved` takes them in)"
    }
    learn_repeated(count: usize) {
        es "repetidos, con el mismo `id`: {count}"
        en "repeated, with the same `id`: {count}"
    }
    learn_foreign(count: usize) {
        es "no dicen nada de esta base: {count}"
        en "nothing in them is of this base: {count}"
    }
    learn_contradictory(count: usize) {
        es "se contradicen, fuera: {count}"
        en "they contradict themselves, left out: {count}"
    }
    learn_held_back(cases: &str) {
        es "Apartados para comprobarlo: {cases} casos."
        en "Held back to check: {cases} cases."
    }
    learn_before_after(loss_before: &str, loss_after: &str, first_before: &str, first_after: &str) {
        es "pérdida logarítmica {loss_before} → {loss_after}; la causa va primera en {first_before} → {first_after}"
        en "log-loss {loss_before} → {loss_after}; the cause comes first in {first_before} → {first_after}"
    }
    learn_too_few(needed: usize) {
        es "Demasiado pocos casos para apartar algunos (hacen falta {needed} apartados): nada lo comprueba."
        en "Too few cases to hold some back ({needed} held back are needed): nothing checks this."
    }
    learn_refused() {
        es "Los casos apartados salen peor que antes: no cambio nada."
        en "The held-back cases come out worse than before: nothing is changed."
    }
    learn_refused_help() {
        es "mira si los casos son de la misma clase que los que tratará la base, junta más, o usa un `--trust` mayor"
        en "see whether the cases are of the kind the base will meet, collect more, or use a greater `--trust`"
    }
    learn_changes(count: usize) { es "Números que cambian: {count}." en "Numbers that change: {count}." }
    learn_nothing_changes() { es "Ningún número cambia." en "No number changes." }
    learn_held(count: usize) {
        es "frenados, porque los casos piden más de lo que cambia una vez: {count}"
        en "held, since the cases ask for more than one run may change: {count}"
    }
    learn_unknown(findings: &str) {
        es "Lo que más veces no se sabe: {findings}."
        en "What most often is not known: {findings}."
    }
    learn_one_sided(findings: &str) {
        es "Ningún caso escrito dice que no, así que no aprendo cuántas veces lo hay: {findings}."
        en "No written case ever says no, so how often it is there cannot be learnt: {findings}."
    }
    learn_written(path: &str) { es "Escrito en {path}." en "Written to {path}." }
    learn_read_it(base: &str, path: &str) {
        es "Léelo, quédate con lo que creas y úsalo así: `etio --base {base} --base {path}`"
        en "Read it, keep what you believe, and use it so: `etio --base {base} --base {path}`"
    }
    learn_exists(path: &str) { es "{path} ya existe" en "{path} exists already" }
    learn_overwrite() {
        es "nombra otro archivo, o usa `--overwrite`"
        en "name another file, or use `--overwrite`"
    }
    learn_unwritable(path: &str, reason: &str) {
        es "{path} no se puede escribir: {reason}"
        en "{path} cannot be written: {reason}"
    }
    learn_one_base() {
        es "se aprende para una sola base cada vez"
        en "numbers are learnt for one base at a time"
    }
    learn_name_it() { es "nómbrala: `--base NOMBRE`" en "name it: `--base NAME`" }
    learn_out_of_range(option: &str) {
        es "`{option}` pide un número mayor"
        en "`{option}` takes a greater number"
    }
    learn_range_help() {
        es "`--trust` más que 0, `--least` al menos 1, `--most` más que 1"
        en "`--trust` more than 0, `--least` at least 1, `--most` more than 1"
    }
    first_made(cases: usize, causes: usize, findings: usize) {
        es "De {cases} casos: causas {causes}, hallazgos {findings}."
        en "From {cases} cases: causes {causes}, findings {findings}."
    }
    first_left_out() { es "No está en la base:" en "Not in the base:" }
    first_next(path: &str) {
        es "Compruébala con `etio check {path}`; añade después lo que la gente pega (`says`) y qué hacer (`fix`)."
        en "Check it with `etio check {path}`; then add what people paste (`says`) and what to do (`fix`)."
    }
}

impl Words {
    /// Returns why something of a table is not in the base.
    pub(crate) fn left_out(self, what: &LeftOut) -> String {
        match (self, what) {
            (Self::Spanish, LeftOut::Constant(name)) => format!("{name}: dice siempre lo mismo"),
            (Self::English, LeftOut::Constant(name)) => format!("{name}: it always says the same"),
            (Self::Spanish, LeftOut::OnlyYes(name)) => {
                format!("{name}: solo dice que sí; escribe `no` donde no lo había")
            }
            (Self::English, LeftOut::OnlyYes(name)) => {
                format!("{name}: it only says yes; write `no` where it was absent")
            }
            (Self::Spanish, LeftOut::Measured(name)) => format!("{name}: son medidas; agrúpalas en clases"),
            (Self::English, LeftOut::Measured(name)) => {
                format!("{name}: these are measurements; group them in classes")
            }
            (Self::Spanish, LeftOut::TooManyValues(name)) => format!("{name}: tiene más de 20 valores"),
            (Self::English, LeftOut::TooManyValues(name)) => format!("{name}: it has more than 20 values"),
            (Self::Spanish, LeftOut::SaysNothing(name)) => format!("{name}: no distingue unas causas de otras"),
            (Self::English, LeftOut::SaysNothing(name)) => format!("{name}: it tells no cause from another"),
            (Self::Spanish, LeftOut::TooManyContexts(name)) => {
                format!("{name}: demasiados valores para una base con varias causas a la vez")
            }
            (Self::English, LeftOut::TooManyContexts(name)) => {
                format!("{name}: too many values for a base with several causes at once")
            }
            (Self::Spanish, LeftOut::NeverHelped(name)) => format!("{name}: no ayudó en ningún caso"),
            (Self::English, LeftOut::NeverHelped(name)) => format!("{name}: it helped in no case"),
            (Self::Spanish, LeftOut::NoCause(rows)) => format!("filas sin causa: {rows}"),
            (Self::English, LeftOut::NoCause(rows)) => format!("rows without a cause: {rows}"),
        }
    }
}
