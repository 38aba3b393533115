//! What explanations say: how, why, what would change the advice, and why not.

use crate::words::sentences;

sentences! {
    heading_how(cause: &str, percent: &str) { es "{cause}: {percent}" en "{cause}: {percent}" }
    how_of(of: &str) {
        es "Cuántas de cada {of} personas en tu caso tienen esta causa:"
        en "How many of {of} people in your situation have this cause:"
    }
    how_start() { es "antes de saber nada más" en "before anything else is known" }
    how_more(times: &str) {
        es "con esta causa eso pasa {times} más que con las demás"
        en "with this cause that happens {times} as often as with the others"
    }
    how_little_more() {
        es "con esta causa eso pasa algo más que con las demás"
        en "with this cause that happens a little more often than with the others"
    }
    how_less(times: &str) {
        es "con esta causa eso pasa {times} menos que con las demás"
        en "with this cause that happens {times} less often than with the others"
    }
    how_little_less() {
        es "con esta causa eso pasa algo menos que con las demás"
        en "with this cause that happens a little less often than with the others"
    }
    how_never() { es "con esta causa eso no puede pasar" en "with this cause that cannot happen" }
    how_only() { es "con ninguna otra causa puede pasar eso" en "with no other cause can that happen" }
    how_often(count: &str) { es "en {count} de cada 100 casos" en "in {count} of 100 cases" }
    about_times(times: &str) { es "unas {times} veces" en "about {times} times" }
    more_than_times(times: &str) { es "más de {times} veces" en "more than {times} times" }
    how_small(what: &str) { es "apenas influye: {what}" en "hardly matters: {what}" }
    how_small_and_more(what: &str, count: usize) {
        es "apenas influye: {what} y {count} cosas más"
        en "hardly matters: {what} and {count} more"
    }
    how_others_ruled_out() { es "otras causas quedan descartadas" en "other causes are ruled out" }
    how_rest(count: &str) {
        es "En los otros {count} casos es otra cosa."
        en "In the other {count} cases it is something else."
    }
    how_explained(cause: &str, percent: &str) {
        es "{cause} ya explica lo que habla a favor de esta causa: si se descartara, esta quedaría en {percent}."
        en "{cause} already explains what speaks for this cause: if it were ruled out, this one would have {percent}."
    }
    how_estimates() {
        es "Son estimaciones de quien escribió la base; donde hay datos contados, se dice."
        en "These are estimates by the authors of the base; where there are counted data, it says so."
    }
    is_estimate() { es "estimación" en "estimate" }
    is_counted(of: u32, cases: u32) { es "{of} de {cases} casos contados" en "{of} of {cases} counted cases" }
    is_sourced() { es "según su fuente" en "according to its source" }
    ruled_out_because(condition: &str) {
        es "descartada, porque se cumple: {condition}"
        en "ruled out, because this is so: {condition}"
    }
    ruled_out_without(condition: &str) {
        es "descartada, porque no se cumple lo que hace falta: {condition}"
        en "ruled out, because what it takes is not so: {condition}"
    }
    ruled_out_by(cause: &str) {
        es "descartada, porque está confirmado que es {cause}"
        en "ruled out, because it is confirmed to be {cause}"
    }
    and() { es "y" en "and" }
    or() { es "o" en "or" }
    not_so(what: &str) { es "no {what}" en "not {what}" }
    less_than(number: &str) { es "menos de {number}" en "less than {number}" }
    at_most(number: &str) { es "como mucho {number}" en "at most {number}" }
    at_least(number: &str) { es "al menos {number}" en "at least {number}" }
    more_than(number: &str) { es "más de {number}" en "more than {number}" }
    why_question() { es "Pregunto porque la respuesta cambia lo primero que probar:" en "I ask because the answer changes what to try first:" }
    why_question_later(fix: &str) {
        es "Lo primero que probar sigue siendo {fix}. La respuesta acerca o aleja las causas, y con ello cambia lo que viene después:"
        en "What to try first stays {fix}. The answer makes causes more or less likely, and so changes what comes after:"
    }
    why_question_no_fix() {
        es "Todavía no hay nada que probar. La respuesta acerca o aleja las causas:"
        en "There is nothing to try yet. The answer makes causes more or less likely:"
    }
    why_answer(answer: &str, percent: &str) { es "Si respondes {answer} (lo espero en {percent} de los casos):" en "If you answer {answer} (expected in {percent}):" }
    why_range(from: &str, to: &str) { es "de {from} a {to}" en "from {from} to {to}" }
    why_leader(cause: &str, percent: &str) { es "lo más probable pasa a ser: {cause} ({percent})" en "the most likely then is: {cause} ({percent})" }
    why_leader_stays(cause: &str, percent: &str) { es "lo más probable sigue siendo: {cause} ({percent})" en "the most likely is still: {cause} ({percent})" }
    why_fix(fix: &str) { es "lo primero que probar: {fix}" en "to try first: {fix}" }
    why_no_fix() { es "no habría nada que probar" en "there would be nothing to try" }
    why_try_next(step: &str) { es "Si no sirve, lo siguiente: {step}" en "If it does not help, next comes: {step}" }
    why_try_end() { es "Si no sirve, no queda nada más que compense." en "If it does not help, nothing else is worth its time." }
    expected_cost(takes: &str) {
        es "De media, desde aquí se tarda {takes} en dar con lo que ayuda o en pasárselo a alguien."
        en "From here it takes {takes} on average until something helps or somebody else takes over."
    }
    expected_cost_in_all(takes: &str) {
        es "De media, desde aquí cuesta {takes} dar con lo que ayuda o pasárselo a alguien; el dinero, el esfuerzo y los riesgos cuentan como tiempo."
        en "From here it costs {takes} on average until something helps or somebody else takes over; money, effort and risks count as time."
    }
    heading_what_if() { es "Qué cambiaría lo que te aconsejo" en "What would change my advice" }
    what_if_now(cause: &str, percent: &str) { es "Ahora mismo, lo más probable es: {cause} ({percent})" en "As things stand, the most likely is: {cause} ({percent})" }
    what_if_now_fix(fix: &str) { es "y lo primero que probar: {fix}" en "and to try first: {fix}" }
    what_if_answers() { es "Una sola de estas respuestas lo cambiaría:" en "Any single one of these answers would change that:" }
    what_if_answer(answer: &str) { es "Si respondes {answer}:" en "If you answer {answer}:" }
    what_if_more(count: usize) { es "Y también respuestas a otras {count} preguntas menos decisivas." en "And answers to {count} other questions that matter less." }
    what_if_none() {
        es "Ninguna respuesta que falte lo cambiaría por sí sola."
        en "No single answer that is still open would change that."
    }
    what_if_statements() { es "De lo que has contado, depende de esto:" en "Of what you said, it rests on this:" }
    what_if_statement(number: usize, what: &str) { es "{number}. {what}. Sin ello:" en "{number}. {what}. Without it:" }
    what_if_change() { es "`cambiar NÚMERO` lo corrige." en "`change NUMBER` corrects one." }
    what_if_untried(count: usize) {
        es "No he mirado todo: quedan {count} respuestas por probar."
        en "I did not look at everything: {count} answers were not tried."
    }
    heading_why_not(cause: &str, percent: &str, leader: &str, leads: &str) {
        es "{cause} ({percent}), frente a {leader} ({leads})"
        en "{cause} ({percent}), compared with {leader} ({leads})"
    }
    why_not_leads(cause: &str, percent: &str) {
        es "Es lo primero en que pienso: {cause} ({percent}). `cómo` dice por qué."
        en "It is the first I think of: {cause} ({percent}). `how` says why."
    }
    why_not_out_of_play(cause: &str) {
        es "{cause}: nada de lo que has contado tiene que ver con eso."
        en "{cause}: nothing that you said has to do with that."
    }
    why_not_against(what: &str) { es "Lo que más habla en contra: {what}." en "What speaks most against it: {what}." }
    why_not_times(leader: &str, times: &str) {
        es "Con {leader} eso pasa {times} más."
        en "With {leader} that happens {times} as often."
    }
    why_not_never() { es "Con esta causa eso no puede pasar." en "With this cause that cannot happen." }
    why_not_rare(of: &str, count: &str, leader: &str, leads: &str) {
        es "Lo que más habla en contra es que es menos frecuente: antes de saber nada, de cada {of} personas con un problema así tienen esto {count}, y {leader}, {leads}."
        en "What speaks most against it is that it is rarer: before anything is known, of {of} people with a problem like this {count} have it, and {leads} have {leader}."
    }
    why_not_close() { es "Casi nada habla en contra: las dos andan cerca." en "Hardly anything speaks against it: the two are close." }
    why_not_for(what: &str) { es "A su favor, en cambio: {what}." en "For it, on the other hand: {what}." }
    why_not_question(question: &str) { es "La pregunta que decidiría entre las dos: {question}" en "The question that would decide between the two: {question}" }
    why_not_question_nearer(question: &str) { es "La pregunta que más diría entre las dos: {question}" en "The question that would tell most between the two: {question}" }
    why_not_duel(answer: &str, own: &str, leader: &str) { es "{answer}: esta quedaría en {own}, la otra en {leader}" en "{answer}: this one would have {own}, the other {leader}" }
    why_not_no_question() { es "Ninguna pregunta que falte cambiaría mucho entre las dos." en "No question that is still open would change much between the two." }
    why_not_hint() { es "`por qué no NÚMERO` compara otra causa; `causas` las numera." en "`why not NUMBER` compares another cause; `causes` numbers them." }
    how_hint() { es "`cómo NÚMERO` explica otra causa; `por qué no NÚMERO` dice qué habla en contra." en "`how NUMBER` explains another cause; `why not NUMBER` says what speaks against it." }
    heading_why_this_fix(fix: &str) { es "Por qué probar: {fix}" en "Why to try: {fix}" }
    heading_why_this(question: &str) { es "Por qué preguntar: {question}" en "Why to ask: {question}" }
}
