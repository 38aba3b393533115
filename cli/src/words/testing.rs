//! What `etio test` says.

use crate::words::{Words, sentences};

sentences! {
    only_tests_are_junit() {
        es "solo los resultados de los casos se escriben como JUnit"
        en "only the results of cases are written as JUnit"
    }
    junit_remedy() {
        es "`etio test BASE --format junit`; lo demás tiene `--format json`"
        en "`etio test BASE --format junit`; everything else has `--format json`"
    }
    tested(cases: usize, failed: usize) { es "casos: {cases}; fallan: {failed}" en "cases: {cases}; failed: {failed}" }
    /// That a base has no cases, and where they would stand.
    no_cases_in_folder(folder: &str) {
        es "{folder} no tiene casos. Van en la carpeta {folder}/cases, o en {folder}/ como `NOMBRE.talk` o `NOMBRE.cases.yaml`."
        en "{folder} has no cases. They stand in the folder {folder}/cases, or in {folder}/ as `NAME.talk` or `NAME.cases.yaml`."
    }
    no_cases_beside(page: &str, talk: &str, yaml: &str) {
        es "{page} no tiene casos. Van a su lado, en {talk} o {yaml}."
        en "{page} has no cases. They stand beside it, in {talk} or {yaml}."
    }
    known_gaps(count: usize) { es "lagunas conocidas (`todo`): {count}" en "known gaps (`todo`): {count}" }
    gap_is_closed(case: &str) {
        es "{case}: ya se cumple; quita su `todo`"
        en "{case}: holds now; take its `todo` away"
    }
    differs(what: &str, expected: &str, got: &str) {
        es "{what}: se esperaba {expected}, ha salido {got}"
        en "{what}: expected {expected}, got {got}"
    }
    was_expected() { es "se esperaba:" en "expected:" }
    came_instead() { es "ha salido:  " en "got:     " }
    at_line(line: usize) { es "línea {line}: " en "line {line}: " }
    with_wording(wording: &str) { es "con «{wording}»: " en "with “{wording}”: " }
    covered_of(part: &str, exercised: usize, all: usize) {
        es "{part}: {exercised} de {all}"
        en "{part}: {exercised} of {all}"
    }
    covered_in_all(percent: &str) { es "los casos ejercitan el {percent} % de la base" en "the cases exercise {percent}% of the base" }
    heading_uncovered() { es "Lo que ningún caso ejercita" en "What no case exercises" }
    too_little_covered(least: &str) {
        es "es menos del {least} % que pide --min-coverage: añade casos que digan o esperen lo que falta"
        en "that is less than the {least}% of --min-coverage: add cases that say or expect what is missing"
    }
    too_little_noticed(least: &str) {
        es "es menos del {least} % que pide --min-noticed: añade casos que esperen otra cosa cuando cambie lo que falta"
        en "that is less than the {least}% of --min-noticed: add cases that expect something else once these change"
    }
    mutating() { es "Pruebo cambios" en "Trying changes" }
    noticed_of(what: &str, noticed: usize, all: usize) {
        es "{what}: se notan {noticed} de {all}"
        en "{what}: {noticed} of {all} noticed"
    }
    noticed_in_all(percent: &str) { es "los casos notan el {percent} % de los cambios" en "the cases notice {percent}% of the changes" }
    heading_unnoticed() { es "Cambios que ningún caso nota" en "Changes that no case notices" }
    taken_away() { es "quitado" en "taken away" }
    compared(cases: usize, changed: usize) {
        es "casos: {cases}; salen de otra manera: {changed}"
        en "cases: {cases}; come out otherwise: {changed}"
    }
    not_there() { es "no está" en "not there" }
}

impl Words {
    /// Returns what a case can expect something of, as it is told: as it is written in English, so that an author finds it.
    pub(crate) fn aspect(self, what: &str) -> String {
        let spanish = match what {
            "recognised" => "reconocido (recognised)",
            "exactly" => "reconocido a la letra (exactly)",
            "cause" => "causa (cause)",
            "causes" => "causas (causes)",
            "fix" => "arreglo (fix)",
            "fixes" => "arreglos (fixes)",
            "next" => "paso siguiente (next)",
            "verdict" => "veredicto (verdict)",
            "topic" => "tema (topic)",
            "posterior" => "probabilidad (posterior)",
            "among" => "entre lo posible (among)",
            "not-among" => "no entre lo posible (not-among)",
            "not-first" => "no en primer lugar (not-first)",
            "asks-at-most" => "preguntas como mucho (asks-at-most)",
            "silent" => "silencio (silent)",
            other => other,
        };
        self.pick(spanish, what).to_owned()
    }

    /// Returns what came, where it is no id.
    pub(crate) fn what_came(self, what: &str) -> String {
        let spanish = match what {
            "nothing" => "nada",
            "something" => "algo",
            "not there" => "que no está",
            "there" => "que está",
            "first" => "en primer lugar",
            "a name of what a base is about" => "un nombre de lo que trata una base",
            other => other,
        };
        self.pick(spanish, what).to_owned()
    }

    /// Returns what the parts of a base are called that cases exercise.
    pub(crate) fn part(self, part: &str) -> String {
        let (spanish, english) = match part {
            "cause" => ("causas", "causes"),
            "fix" => ("arreglos", "fixes"),
            "answer" => ("respuestas", "answers"),
            "pattern" => ("patrones", "patterns"),
            "rule" => ("reglas", "rules"),
            "link" => ("enlaces de causas", "links of causes"),
            "effect" => ("efectos de arreglos", "effects of fixes"),
            _ => ("temas", "topics"),
        };
        self.pick(spanish, english).to_owned()
    }

    /// Returns what sorts of changes are called.
    pub(crate) fn changed(self, what: &str) -> String {
        let (spanish, english) = match what {
            "number" => ("números", "numbers"),
            "pattern" => ("patrones", "patterns"),
            "link" => ("enlaces y efectos", "links and effects"),
            _ => ("tiempos", "times"),
        };
        self.pick(spanish, english).to_owned()
    }
}
