//! What the interview says.

use crate::words::sentences;

sentences! {
    welcome() {
        es "¿Qué pasa? Pega el mensaje de error o cuéntalo con tus palabras; con Intro te enseño una lista."
        en "What is wrong? Paste the error message or describe it; press Enter for a list."
    }
    welcome_hint() {
        es "En cualquier momento: `ayuda` dice qué puedes escribir, `salir` termina."
        en "At any time: `help` says what you can type, `quit` ends."
    }
    complaint_again() { es "¿Qué pasa?" en "What is wrong?" }
    complaint_list() { es "Escribe el número de lo que ves:" en "Type the number of what you see:" }
    complaint_none() {
        es "Si nada de esto encaja, describe el problema con otras palabras."
        en "If none of these fits, describe the problem in other words."
    }
    nothing_fits() {
        es "Entonces no sé qué es. Cuéntalo con otras palabras o pega el mensaje tal como aparece; si no hay más que contar, pregunta a quien mantiene el programa. `salir` termina."
        en "Then I don't know what it is. Describe it in other words, or paste the message as it appears; if there is no more to tell, ask the people behind the program. `quit` ends."
    }
    not_recognised() {
        es "No lo reconozco. Si es un mensaje, cópialo tal como aparece."
        en "I do not recognise that. If it is a message, copy it as it appears."
    }
    near_complaints() { es "¿Quieres decir algo de esto? (`lista` los enseña todos)" en "Do you mean one of these? (`list` shows all)" }
    recognised() { es "Reconozco:" en "I recognise:" }
    now_likely(cause: &str, percent: &str) {
        es "Por ahora, lo más probable: {cause} ({percent})."
        en "So far, most likely: {cause} ({percent})."
    }
    option_yes() { es "sí" en "yes" }
    option_no() { es "no" en "no" }
    option_unknown() { es "no lo sé" en "I don't know" }
    option_partly() { es "en parte" en "partly" }
    option_not_done() { es "no pude hacerlo" en "I could not do it" }
    number_range(least: f64, most: f64, unit: &str) {
        es "Un número de {least} a {most}{unit}, o `no lo sé`."
        en "A number from {least} to {most}{unit}, or `don't know`."
    }
    any_text() { es "Escribe la respuesta, o `no lo sé`." en "Type the answer, or `don't know`." }
    several_hint() {
        es "Puedes dar varios números, separados por comas; `ninguno` si no hay ninguno."
        en "You can give several numbers, separated by commas; `none` if there is none."
    }
    say_yes_no() {
        es "Responde `sí`, `no`, `probablemente sí`, `probablemente no` o `no lo sé`, o el número. `ayuda` dice qué más puedes escribir."
        en "Answer `yes`, `no`, `probably`, `probably not` or `don't know`, or the number. `help` says what else you can type."
    }
    say_option() {
        es "Responde con el número o el nombre de una opción, o `no lo sé`. `ayuda` dice qué más puedes escribir."
        en "Answer with the number or the name of an option, or `don't know`. `help` says what else you can type."
    }
    say_number() {
        es "Responde con un número, o `no lo sé`. `ayuda` dice qué más puedes escribir."
        en "Answer with a number, or `don't know`. `help` says what else you can type."
    }
    say_outcome() {
        es "Responde `sí`, `en parte`, `no` o `no pude`, o el número. `ayuda` dice qué más puedes escribir."
        en "Answer `yes`, `partly`, `no` or `could not`, or the number. `help` says what else you can type."
    }
    not_understood(line: &str) { es "No entiendo {line}." en "I do not understand {line}." }
    unknown_command(name: &str) { es "No hay ninguna orden {name}. `ayuda` las enumera." en "There is no command {name}. `help` lists them." }
    try_this(fix: &str) { es "Prueba esto: {fix}" en "Try this: {fix}" }
    hand_over(fix: &str) { es "Mejor en otras manos: {fix}" en "Better in other hands: {fix}" }
    is_it_so(what: &str) { es "{what}: ¿es así?" en "{what}: is that so?" }
    did_it_help() { es "¿Ha servido?" en "Did it help?" }
    is_it_solved() { es "¿Se ha resuelto?" en "Is it solved?" }
    solved() { es "Me alegro: resuelto." en "Good: it is solved." }
    solved_by(fix: &str) { es "Lo que ayudó: {fix}" en "What helped: {fix}" }
    solved_cause(cause: &str, percent: &str) { es "La causa más probable: {cause} ({percent})." en "The most likely cause: {cause} ({percent})." }
    eased() {
        es "Puedes seguir, pero la causa sigue ahí y puede volver."
        en "You can go on, but the cause is still there and may come back."
    }
    goes_on() {
        es "Bien: ya puedes seguir. Queda algo que merece la pena:"
        en "Good: you can go on. One more thing is worth its time:"
    }
    exhausted() {
        es "Hasta aquí llego: no sé qué más preguntar ni probar que compense."
        en "This is as far as I get: I know of nothing more to ask or to try that is worth your time."
    }
    exhausted_other() {
        es "No sé qué es: lo que has contado no encaja con nada de lo que conozco."
        en "I don't know what it is: what you told me fits nothing that I know."
    }
    passes_by_itself(cause: &str, time: &str) {
        es "Si es lo que parece, {cause}, pasa sin hacer nada: la mitad de las veces en {time}. Espera un rato y vuelve a probar."
        en "If it is what it looks like, {cause}, it passes by itself: half the time in {time}. Wait a while, then try again."
    }
    heading_not_proposed() { es "Lo que no te he propuesto:" en "What I did not propose:" }
    /// Why fixes were not proposed that could be tried.
    why_not_proposed(giving_up: &str) {
        es "Lleva más tiempo del que probablemente ahorra: darse por vencido cuenta como {giving_up}. Si te importa, pruébalo igualmente."
        en "It takes longer than it is likely to save: giving up counts as {giving_up}. If it matters to you, try it all the same."
    }
    what_is_left() { es "Lo que queda:" en "What is left:" }
    hand_to_support() { es "Esto puedes dárselo a quien te ayude:" en "You can hand this to whoever helps you:" }
    support_problem() { es "Qué se ve:" en "What is seen:" }
    support_tried() { es "Qué se ha probado:" en "What was tried:" }
    support_nothing_tried() { es "no se ha probado nada todavía" en "nothing was tried yet" }
    support_thought() { es "En qué se ha pensado:" en "What was thought of:" }
    finished() {
        es "Intro termina. También puedes escribir `cómo`, `deshacer`, `cambiar`, `guardar ARCHIVO` o `reiniciar`."
        en "Enter ends it. You can also type `how`, `undo`, `change`, `save FILE` or `restart`."
    }
    goodbye() { es "Hasta otra." en "Goodbye." }
    how_to_quit() {
        es "Para terminar escribe `salir` (o pulsa Ctrl-C otra vez)."
        en "To end, type `quit` (or press Ctrl-C again)."
    }
    outcome_unknown() {
        es "Si no sabes si ha servido, míralo otra vez: `no` si sigue igual, `no pude` si no llegaste a hacerlo."
        en "If you don't know whether it helped, look again: `no` if it is still the same, `could not` if you did not get to do it."
    }
    undone(what: &str) { es "Retirado: {what}" en "Taken back: {what}" }
    nothing_to_undo() { es "No hay nada que deshacer." en "There is nothing to undo." }
    nothing_known() { es "Todavía no sé nada." en "Nothing is known yet." }
    restarted() { es "Empezamos de nuevo." en "We begin again." }
    change_which() { es "¿Qué quieres cambiar? Escribe el número (Intro: nada)." en "What do you want to change? Type the number (Enter: nothing)." }
    change_what(what: &str) { es "Cambias: {what}" en "You change: {what}" }
    change_text() {
        es "Pega el texto correcto; `quitar` lo retira e Intro lo deja como está."
        en "Paste the right text; `remove` takes it back and Enter leaves it as it is."
    }
    unchanged() { es "Todo queda como estaba." en "Everything stays as it was." }
    no_such_statement(name: &str) { es "No hay nada que se llame {name} que puedas cambiar." en "There is nothing called {name} that you could change." }
    contradiction() { es "Eso no puede ser todo a la vez:" en "These cannot all be so:" }
    /// Which of these it would help most to take back.
    contradiction_fits_least(what: &str) { es "Lo que menos encaja con lo demás: {what}." en "What fits the rest least: {what}." }
    contradiction_help() {
        es "No he cambiado nada. Responde de otra manera, o corrige lo anterior con `cambiar`."
        en "I changed nothing. Answer differently, or correct what came before with `change`."
    }
    out_of_range(least: f64, most: f64) { es "Tiene que ser un número de {least} a {most}." en "It must be a number from {least} to {most}." }
    rejected(reason: &str) { es "No puedo anotarlo: {reason}." en "I cannot note that: {reason}." }
    text_said(signs: &str) { es "un texto con {signs}" en "a text with {signs}" }
    text_named(subjects: &str) { es "un texto que nombra {subjects}" en "a text that names {subjects}" }
    probe_said(what: &str) { es "{what} (mirado en este equipo)" en "{what} (looked at on this computer)" }
    tried_said(fix: &str, outcome: &str) { es "Probado «{fix}»: {outcome}" en "Tried “{fix}”: {outcome}" }
    follows(what: &str, rule: &str) { es "{what} (se sigue de la regla {rule})" en "{what} (follows from the rule {rule})" }
    heading_facts() { es "Lo que has contado" en "What you said" }
    heading_follows() { es "Lo que se sigue de ello" en "What follows from it" }
    why_complaint() {
        es "Sin saber qué ves no puedo pensar en ninguna causa."
        en "Without knowing what you see I cannot think of any cause."
    }
    why_try(percent: &str, takes: &str) {
        es "Lo propongo ahora porque ayuda en {percent} de los casos como este y cuesta {takes}: nada promete más por menos tiempo."
        en "I propose it now because it helps in {percent} of cases like this and takes {takes}: nothing promises more for less time."
    }
    why_try_tells(question: &str) { es "Hacerlo responde a esto: {question}" en "Doing it answers this: {question}" }
    why_try_last() { es "Lo propongo porque lo demás ya no compensa." en "I propose it because nothing else is worth its time any more." }
    why_acts_on(cause: &str, percent: &str, helps: &str) {
        es "{cause} ({percent}): ayuda en {helps} de los casos con esta causa"
        en "{cause} ({percent}): it helps {helps} of those who have it"
    }
    why_done() { es "No pregunto nada: hemos terminado." en "I ask nothing: we are done." }
    no_causes() { es "Todavía no hay causas en que pensar." en "There are no causes to think of yet." }
    no_fixes() { es "Por ahora no hay arreglos que ofrecer." en "There are no fixes to offer so far." }
    see_cause() { es "`cómo NÚMERO` explica una causa." en "`how NUMBER` explains a cause." }
    see_fix() { es "`arreglos NÚMERO` dice cómo se hace uno." en "`fixes NUMBER` says how one is done." }
    topic_without_answer() { es "De eso solo sé dónde leer más." en "I only know where to read more about that." }
    save_where() { es "Escribe `guardar` y el nombre de un archivo, por ejemplo `guardar caso.json`." en "Type `save` and the name of a file, such as `save case.json`." }
    saved(path: &str, command: &str) {
        es "Guardado en {path}. `{command}` continúa desde aquí. El texto pegado no se guarda, solo lo que se reconoció en él."
        en "Saved in {path}. `{command}` goes on from here. The pasted text is not saved, only what was recognised in it."
    }
    record_where() { es "Escribe `grabar` y el nombre de un archivo, por ejemplo `grabar impresora.talk`." en "Type `record` and the name of a file, such as `record printer.talk`." }
    recorded(path: &str, command: &str) {
        es "Grabado como caso en {path}. Del texto pegado queda solo lo que se reconoció, sin secretos. `{command}` lo ejecuta."
        en "Recorded as a case in {path}. Of the pasted text only what was recognised is kept, without secrets. `{command}` runs it."
    }
    recorded_name(title: &str) { es "grabado: {title}" en "recorded: {title}" }
    recorded_nothing() { es "nada reconocido" en "nothing recognised" }
    /// That a recorded conversation needs another name, and which.
    record_as_talk(name: &str) {
        es "Una conversación se graba en un archivo que acaba en `.talk`, por ejemplo `grabar {name}`."
        en "A conversation is recorded in a file that ends in `.talk`, such as `record {name}`."
    }
    not_a_talk(path: &str) { es "{path} ya existe y no es un archivo de casos: elige otro nombre." en "{path} is there already and is no file of cases: choose another name." }
    not_saved(path: &str, reason: &str) { es "No se ha podido guardar en {path}: {reason}" en "Could not save in {path}: {reason}" }
    not_overwritten(path: &str) { es "{path} ya existe y no es una sesión guardada de etio: elige otro nombre." en "{path} is there already and is no saved session of etio: choose another name." }
    resumed(count: usize) { es "Seguimos donde lo dejaste ({count} cosas dichas)." en "We go on where you stopped ({count} things said)." }
    resumed_changed(bases: &str) { es "La base {bases} ha cambiado desde entonces; lo he vuelto a pensar todo." en "The base {bases} has changed since; I thought everything through again." }
    resumed_lost(what: &str) { es "Ya no vale y lo he dejado fuera: {what}" en "No longer holds and was left out: {what}" }
    help_title() { es "Lo que puedes escribir" en "What you can type" }
    help_answers() {
        es "Una respuesta: un número, `sí`, `no`, `probablemente`, `no lo sé`, o el nombre de una opción."
        en "An answer: a number, `yes`, `no`, `probably`, `don't know`, or the name of an option."
    }
    help_paste() {
        es "Un mensaje de error: pégalo cuando quieras, también de varias líneas."
        en "An error message: paste it whenever you like, of several lines too."
    }
    help_topic() { es "Una pregunta: si la conozco, la respondo." en "A question: if I know it, I answer it." }
    help_commands() { es "Una orden (basta con el principio, si no hay duda; con / delante siempre es una orden):" en "A command (its beginning will do, if there is no doubt; with / before it, it is always a command):" }
    help_why() { es "por qué pregunto o propongo esto" en "why I ask or propose this" }
    help_how() { es "cómo llega una causa a su porcentaje" en "how a cause gets its percentage" }
    help_why_not() { es "qué habla en contra de una causa, y qué lo decidiría" en "what speaks against a cause, and what would decide" }
    help_what_if() { es "qué respuestas cambiarían lo que te aconsejo" en "which answers would change my advice" }
    help_undo() { es "retira lo último que dijiste" en "takes back the last thing you said" }
    help_change() { es "cambia una respuesta anterior y conserva las demás" en "changes an earlier answer and keeps the others" }
    help_facts() { es "lo que has contado" en "what you said" }
    help_causes() { es "las causas, de más a menos probable" en "the causes, the most likely first" }
    help_fixes() { es "los arreglos, en el orden en que conviene probarlos" en "the fixes, in the order in which to try them" }
    help_list() { es "todo lo que puede pasar, numerado" en "all that can be wrong, numbered" }
    help_save() { es "guarda la conversación en un archivo" en "saves the conversation in a file" }
    help_record() { es "añade la conversación a un archivo de casos, como prueba de la base" en "adds the conversation to a file of cases, as a test of the base" }
    help_restart() { es "empieza de nuevo" en "begins again" }
    help_help() { es "esta página" en "this page" }
    help_quit() { es "termina" en "ends" }
}
