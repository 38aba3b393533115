//! What a report says.

use crate::words::sentences;
use etio_kb::engine::RiskKind;

sentences! {
    /// The first line, where one cause stands out.
    verdict_diagnosed(cause: &str, percent: &str) {
        es "Lo más probable: {cause} ({percent})."
        en "Most likely: {cause} ({percent})."
    }
    /// The first line, where several causes stand out that can be at work at once.
    verdict_together(causes: &str) {
        es "Lo más probable, a la vez: {causes}."
        en "Most likely, together: {causes}."
    }
    /// A cause and how probable it is.
    with_percent(cause: &str, percent: &str) { es "{cause} ({percent})" en "{cause} ({percent})" }
    /// A probability that is known to lie between two.
    between(low: &str, high: &str) { es "entre el {low} y el {high}" en "between {low} and {high}" }
    /// That the findings do not go well together, and which goes least with the others.
    conflict(finding: &str) {
        es "Estas cosas casan mal entre sí; la que menos encaja: {finding}."
        en "These do not go well together; what fits least: {finding}."
    }
    /// The first line, where none does.
    verdict_unsure(cause: &str, percent: &str) {
        es "Aún no está claro; lo primero en que pensar: {cause} ({percent})."
        en "Not clear yet; the first to think of: {cause} ({percent})."
    }
    /// The first line, where no known cause is more probable than something unknown.
    verdict_other(percent: &str) {
        es "No lo sé; lo más probable ({percent}) es algo que esta base no conoce."
        en "I don't know: most likely ({percent}) it is something that this base does not know."
    }
    /// The first line, where something is known and no cause is.
    verdict_no_cause() {
        es "Lo reconozco, pero no sé de ninguna causa."
        en "I recognise it, but know of no cause."
    }
    /// The first line, where nothing was recognised.
    verdict_nothing() {
        es "No reconozco nada en este texto."
        en "I recognise nothing in this text."
    }
    /// What to do then.
    nothing_help(interview: &str, list: &str) {
        es "Copia el mensaje tal como aparece, o escribe `{interview}` para que te haga preguntas. `{list}` enumera lo que conozco."
        en "Copy the message as it appears, or run `{interview}` to be asked. `{list}` lists what I know."
    }
    heading_findings() { es "Lo que veo" en "What I see" }
    heading_causes() { es "Qué puede ser" en "What it may be" }
    heading_fixes() { es "Qué probar, en este orden" en "What to try, in this order" }
    /// Why a fix is not proposed that could be tried.
    not_proposed(giving_up: &str) {
        es "La conversación no lo propone: lleva más tiempo del que probablemente ahorra, porque darse por vencido cuenta como {giving_up}. Si te importa, pruébalo igualmente."
        en "The interview does not propose it: it takes longer than it is likely to save, as giving up counts as {giving_up}. If it matters to you, try it all the same."
    }
    heading_question() { es "La pregunta que más ayudaría" en "The question that would help most" }
    question_hint(command: &str) {
        es "`{command}` te la hace, y sigue desde ahí."
        en "`{command}` asks it, and goes on from there."
    }
    /// Where in the text something stands.
    place(line: u32, column: u32, excerpt: &str) {
        es "línea {line}, columna {column}: {excerpt}"
        en "line {line}, column {column}: {excerpt}"
    }
    /// That the words of the text only resemble a pattern.
    guess() {
        es "Es una suposición: las palabras solo se parecen."
        en "That is a guess: the words only resemble it."
    }
    assumption(subjects: &str) {
        es "Doy por hecho que se trata de {subjects}: el texto no lo dice."
        en "This holds if this is {subjects}: the text does not say so."
    }
    speaks_for(reasons: &str) { es "a favor: {reasons}" en "for it: {reasons}" }
    speaks_against(reasons: &str) { es "en contra: {reasons}" en "against it: {reasons}" }
    /// That a cause is frequent, whatever was found.
    frequent(percent: &str) { es "frecuente de por sí ({percent})" en "frequent anyway ({percent})" }
    /// Why a cause is where it is, where no finding speaks for it or against it.
    frequency_speaks(percent: &str) {
        es "nada habla en especial a favor ni en contra; es la causa en {percent} de los problemas de este tipo"
        en "nothing speaks for or against it in particular; it causes {percent} of problems of this sort"
    }
    /// The causes that are too improbable to be listed.
    more_causes(count: usize, percent: &str) {
        es "y otras {count}, juntas {percent}"
        en "and {count} more, together {percent}"
    }
    /// The same where several can be at work at once.
    more_causes_each(count: usize, percent: &str) {
        es "y otras {count}, cada una menos del {percent}"
        en "and {count} more, each less than {percent}"
    }
    /// That another cause accounts for what speaks for this one.
    explained_by(cause: &str) { es "ya lo explica: {cause}" en "explained away by: {cause}" }
    ruled_out() { es "descartada" en "ruled out" }
    /// What a fix costs and promises.
    cost_and_promise(takes: &str, helps: &str) {
        es "{takes}; ayuda en {helps} de los casos como este"
        en "{takes}; helps in {helps} of cases like this"
    }
    /// What a fix costs that only finds something out, or comes when all else failed.
    cost(takes: &str) { es "{takes}" en "{takes}" }
    kind_look() { es "solo averigua algo" en "only finds something out" }
    kind_workaround() { es "rodea el problema, no lo quita" en "goes round the problem, does not remove it" }
    kind_escalate() { es "lo pone en manos de otros" en "hands it to somebody else" }
    careful(risk: &str) { es "Cuidado: {risk}" en "Careful: {risk}" }
    verify(how: &str) { es "Para comprobarlo: {how}" en "To check: {how}" }
    command_shown() { es "orden (etio nunca la ejecuta):" en "command (etio never runs it):" }
    estimates() {
        es "Los porcentajes son estimaciones de quien escribió la base, no datos contados."
        en "The percentages are estimates by the authors of the base, not counted data."
    }
    other() { es "Algo que esta base no conoce" en "Something that this base does not know" }
    conditions() { es "las condiciones de esta causa" en "the conditions of this cause" }
    yes() { es "sí" en "yes" }
    no() { es "no" en "no" }
    unknown() { es "no se sabe" en "not known" }
    probably(value: &str) { es "probablemente {value}" en "probably {value}" }
    none_of_these() { es "ninguna de estas cosas" en "none of these" }
    helped() { es "ayudó" en "helped" }
    helped_partly() { es "ayudó en parte" en "helped partly" }
    did_not_help() { es "no ayudó" en "did not help" }
    not_done() { es "no se pudo hacer" en "could not be done" }
    next_complain() { es "No se ha reconocido nada: hace falta saber qué pasa." en "Nothing was recognised: it needs to know what is wrong." }
    next_ask() {
        es "La respuesta cambia qué conviene hacer, y vale lo que cuesta."
        en "The answer changes what to do, and is worth its time."
    }
    next_try(percent: &str, takes: &str) {
        es "Ayuda en {percent} de los casos como este y cuesta {takes}."
        en "It helps in {percent} of cases like this and takes {takes}."
    }
    next_try_last(takes: &str) { es "Lo demás ya no compensa; cuesta {takes}." en "Nothing else is worth its time; it takes {takes}." }
    next_solved() { es "El problema está resuelto." en "The problem is solved." }
    next_eased() { es "Se puede seguir, aunque la causa sigue ahí." en "The person can go on, though the cause is still there." }
    next_exhausted() {
        es "Ninguna pregunta y ningún arreglo compensan ya."
        en "No question and no fix is worth its time any more."
    }
}

impl crate::words::Words {
    /// Returns what a risk means.
    pub(crate) fn risk(self, kind: RiskKind) -> &'static str {
        match kind {
            RiskKind::LowersProtection => self.pick("baja la protección por un rato", "lowers protection for a while"),
            RiskKind::LosesData => self.pick("se pueden perder datos", "data may be lost"),
            RiskKind::InterruptsOthers => self.pick("interrumpe a otras personas", "interrupts other people"),
            RiskKind::CostsMoney => self.pick("cuesta dinero", "costs money"),
        }
    }
}
