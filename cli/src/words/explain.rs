//! What `etio explain` says.

use crate::words::sentences;

sentences! {
    /// A word of the language and its number.
    word_stands_for(word: &str, share: &str) { es "{word}: {share} de cada 100" en "{word}: {share} of 100" }
    likelihood_means(share: &str) {
        es "Ante un síntoma o un hecho: de cada 100 personas con la causa, {share} lo ven. En un arreglo: de cada 100 con la causa, ayuda a {share}."
        en "Before a symptom or a fact: of 100 people with the cause, {share} see it. In a fix: of 100 with the cause, it helps {share}."
    }
    prior_means(share: &str) {
        es "Tras `is`: un peso de {share}. Si las causas de la base pesan 100 en total, de cada 100 personas con un problema {share} tienen esta; si no, la parte que le toca."
        en "After `is`: a weight of {share}. Where the causes of a base weigh 100 in all, {share} of 100 people with a problem have this one; else its share of them."
    }
    is_base(id: &str) { es "base {id}" en "base {id}" }
    is_symptom(id: &str, base: &str) { es "síntoma {id} de la base {base}" en "symptom {id} of the base {base}" }
    is_fact(id: &str, base: &str) { es "hecho {id} de la base {base}" en "fact {id} of the base {base}" }
    is_kind(id: &str, base: &str) { es "clase de causas {id} de la base {base}" en "kind of causes {id} of the base {base}" }
    is_cause(id: &str, base: &str) { es "causa {id} de la base {base}" en "cause {id} of the base {base}" }
    is_fix(id: &str, base: &str) { es "arreglo {id} de la base {base}" en "fix {id} of the base {base}" }
    is_topic(id: &str, base: &str) { es "pregunta {id} de la base {base}" en "topic {id} of the base {base}" }
    is_rule(id: &str, base: &str) { es "regla {id} de la base {base}" en "rule {id} of the base {base}" }
    source(what: &str) { es "Fuente: {what}" en "Source: {what}" }
    base_counts(symptoms: usize, causes: usize, fixes: usize) {
        es "Síntomas: {symptoms}; causas: {causes}; arreglos: {fixes}"
        en "Symptoms: {symptoms}; causes: {causes}; fixes: {fixes}"
    }
    heading_causes_of_kind() { es "Sus causas" en "Its causes" }
    rule_when(condition: &str) { es "Cuando: {condition}" en "When: {condition}" }
    rule_then(conclusion: &str) { es "Entonces: {conclusion}" en "Then: {conclusion}" }
    otherwise(number: &str) {
        es "Con una causa que no lo menciona: {number}"
        en "With a cause that does not mention it: {number}"
    }
    number_of(least: f64, most: f64, unit: &str) {
        es "Un número de {least} a {most}{unit}"
        en "A number from {least} to {most}{unit}"
    }
    any_text_allowed() { es "Un texto" en "A text" }
    option_of(finding: &str) { es "Es una opción de: {finding}" en "It is an option of: {finding}" }
    asked_as(question: &str, takes: &str) { es "Se pregunta: {question} ({takes})" en "It is asked: {question} ({takes})" }
    probed_as(what: &str) { es "Con --probe se mira {what}" en "With --probe it looks at {what}" }
    not_asked_when(condition: &str) { es "No se pregunta cuando: {condition}" en "It is not asked when: {condition}" }
    applies_when(condition: &str) { es "Solo cuenta cuando: {condition}" en "It only counts when: {condition}" }
    recognised_by() { es "Se reconoce por:" en "It is recognised by:" }
    line_of_its_own(literal: &str) { es "{literal}, en una línea propia" en "{literal}, as a line of its own" }
    with_its_subject(literal: &str) {
        es "{literal}, cerca de un nombre de aquello de lo que trata la base"
        en "{literal}, near a name of what the base is about"
    }
    heading_posterior() {
        es "Si esto es todo lo que se sabe: cada causa y su probabilidad"
        en "If this is all that is known: each cause and its probability"
    }
    not_mentioned() { es "no lo menciona" en "does not mention it" }
    shows_it(number: &str) { es "lo muestra: {number}" en "shows it: {number}" }
    follows_when(rule: &str, condition: &str) {
        es "Se sigue de la regla {rule}, cuando: {condition}"
        en "It follows from the rule {rule}, when: {condition}"
    }
    /// What a weight comes to among the others.
    prior_among(share: &str) {
        es "Entre las causas que conoce la base, antes de saber nada: {share}"
        en "Among the causes that the base knows, before anything is known: {share}"
    }
    prior_is(number: &str) { es "Cómo de frecuente: {number}" en "How common: {number}" }
    of_kind(kind: &str) { es "Es de la clase: {kind}" en "It is of the kind: {kind}" }
    passes_in(time: &str) { es "La mitad de las veces pasa por sí sola en {time}" en "Half the time it passes by itself in {time}" }
    heading_links() { es "Lo que muestra" en "What it shows" }
    ruled_out_when(condition: &str) { es "Descartada cuando: {condition}" en "Ruled out when: {condition}" }
    only_when(condition: &str) { es "Solo cuando: {condition}" en "Only when: {condition}" }
    confirmed_when(condition: &str) { es "Confirmada cuando: {condition}" en "Confirmed when: {condition}" }
    heading_helps() { es "Lo que ayuda" en "What helps" }
    cures() { es "lo cura" en "cures it" }
    eases() { es "lo rodea" en "goes round it" }
    takes(promise: &str) { es "Cuesta {promise}" en "It takes {promise}" }
    heading_effects() { es "Contra qué ayuda" en "What it helps against" }
    offered_for(signs: &str) { es "Se ofrece con: {signs}" en "It is offered with: {signs}" }
    tells(finding: &str) { es "Hacerlo responde a: {finding}" en "Doing it answers: {finding}" }
    comes_after(fixes: &str) { es "Solo después de: {fixes}" en "Only after: {fixes}" }
    then_comes(fix: &str) { es "Si ayuda, sigue: {fix}" en "If it helps, next comes: {fix}" }
    is_last_resort() { es "Es el último recurso" en "It is the last resort" }
    percent_sign() { es "\u{a0}%" en "%" }
}
