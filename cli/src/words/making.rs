//! What `etio new` says.

use crate::words::{Words, sentences};
use etio_kb::words::Prior;

sentences! {
    new_welcome() {
        es "Vamos a hacer una base con preguntas. No se escribe nada hasta el final; `deshacer` retira el problema que estás contando, `ayuda` dice qué puedes escribir y `salir` lo deja todo."
        en "Let us make a base by questions. Nothing is written before the end; `undo` takes back the trouble you are telling of, `help` says what you can type, `quit` leaves it all."
    }
    new_title() { es "¿De qué trata? En una línea, para quien la lea." en "What is it about? In one line, for a person to read." }
    new_title_hint() { es "por ejemplo: Problemas con la impresora" en "for example: Problems with the printer" }
    new_name() {
        es "¿Cómo se llamará la carpeta? Minúsculas sin acento, cifras y guiones."
        en "What is the folder to be called? Small letters, digits and hyphens."
    }
    new_language() { es "¿En qué idioma están sus textos? (es, en, …)" en "Which language are its texts in? (en, es, …)" }
    new_no_language(tag: &str) {
        es "`{tag}` no es un idioma: hacen falta dos o tres letras, como `es` o `en`"
        en "`{tag}` is no language: it takes two or three letters, such as `en` or `es`"
    }
    new_enter_takes(usual: &str) { es "Intro: {usual}" en "Enter: {usual}" }
    new_needed() { es "Aquí hace falta algo." en "Something is needed here." }
    new_help() {
        es "Escribe lo que se pregunta, en una línea; donde pone `Intro:`, una línea vacía toma lo que sigue. `deshacer` retira el problema que estás contando o, al empezar otro, el anterior. `salir` (o Ctrl-C) lo deja todo sin escribir nada."
        en "Type what is asked, in one line; where it says `Enter:`, an empty line takes what stands there. `undo` takes back the trouble you are telling of or, at the start of another, the one before. `quit` (or Ctrl-C) leaves it all and writes nothing."
    }
    new_one_step() { es "Hace falta al menos un paso." en "It takes at least one step." }
    new_no_such_message(number: &str) {
        es "No hay ningún mensaje con el número {number}. Si es eso lo que dice el mensaje, escribe alguna palabra más."
        en "There is no message with the number {number}. If that is what the message says, type some more of its words."
    }
    new_trouble_with(message: &str) { es "el problema con {message}" en "the trouble with {message}" }
    new_trouble_of(message: &str, cause: &str) { es "{message}, por esta causa: {cause}" en "{message}, by this cause: {cause}" }
    new_number(most: usize) { es "Un número del 1 al {most}." en "A number from 1 to {most}." }
    new_no_minutes(days: u32) {
        es "Minutos, o una unidad: `5`, `2 h`, `1 día`. {days} días como mucho."
        en "Minutes, or with a unit: `5`, `2 h`, `1 day`. {days} days at most."
    }
    new_yes_or_no() { es "Sí o no." en "Yes or no." }
    new_too_long(most: usize) {
        es "Es demasiado largo: caben {most} caracteres. Quédate con lo esencial."
        en "That is too long: {most} characters fit. Keep what matters."
    }
    new_trouble(number: usize) { es "Problema {number}" en "Trouble {number}" }
    new_message() { es "¿Qué dice el mensaje?" en "What does the message say?" }
    new_message_hint() {
        es "Copia las palabras que siempre son iguales, sin fechas ni números que cambian: con ellas se reconoce. Si no hay mensaje, lo que diría la persona."
        en "Copy the words that are always the same, without dates or numbers that change: it is recognised by them. Where there is no message, what the person would say."
    }
    new_message_or_end() {
        es "Escribe otro mensaje, o un número: ese mensaje, por otra causa. Intro: no hay más problemas."
        en "Type another message, or a number: that message, by another cause. Enter: there are no more troubles."
    }
    new_cause() { es "¿Cuál es la causa, con palabras?" en "What causes it, in words?" }
    new_cause_hint() { es "por ejemplo: La impresora está apagada" en "for example: The printer is switched off" }
    new_known_cause() {
        es "Esa causa ya está: ahora muestra también este mensaje."
        en "That cause is there already: now it shows this message too."
    }
    new_known_trouble() {
        es "Esa causa ya está con este mensaje: no cambia nada."
        en "That cause is there already with this message: nothing changes."
    }
    new_nothing_to_undo() { es "No hay nada que deshacer." en "There is nothing to undo." }
    new_give_up(fixes: &str) {
        es "Hay arreglos que tardan mucho: {fixes}. etio no propone lo que tarda más que pedir ayuda a otros, y para eso cuenta una hora si no dices otra cosa. ¿Qué puede hacer la persona cuando nada sirve?"
        en "Some fixes take long: {fixes}. etio does not propose what takes longer than getting help elsewhere, and counts an hour for that unless you say otherwise. What can a person do when nothing helps?"
    }
    new_give_up_hint() {
        es "por ejemplo: Llama al servicio técnico. Intro: nada; lo que tarda tanto no se propone."
        en "for example: Call a repair service. Enter: nothing; what takes so long is not proposed."
    }
    new_give_up_takes() {
        es "¿Cuánto tarda eso? Tiene que ser más que esos arreglos para que se propongan."
        en "How long does that take? It must be longer than these fixes for them to be proposed."
    }
    new_found(count: usize) {
        es "`etio check` avisa además de esto ({count}):"
        en "`etio check` warns of this, too ({count}):"
    }
    new_how_common() { es "¿Es frecuente esa causa?" en "How common is that cause?" }
    new_prior_is(word: &str, share: &str) { es "{word}: {share} de cada 100 problemas" en "{word}: {share} of 100 troubles" }
    new_fix() { es "¿Qué lo arregla, en una línea?" en "What helps, in one line?" }
    new_fix_hint() { es "por ejemplo: Despierta la impresora" en "for example: Wake the printer" }
    new_known_fix() { es "Ese arreglo ya está: sirve también aquí." en "That fix is there already: it helps here too." }
    new_steps() { es "¿Cómo se hace? Un paso por línea." en "How is it done? One step a line." }
    new_steps_hint() { es "Una línea vacía termina." en "An empty line ends them." }
    new_minutes() { es "¿Cuántos minutos lleva?" en "How many minutes does it take?" }
    new_how_answered(question: &str, cause: &str) {
        es "«{question}» ¿Qué contestaría quien tiene esta causa: {cause}?"
        en "“{question}” What would somebody answer who has this cause: {cause}?"
    }
    new_either() { es "ni lo uno ni lo otro: depende" en "neither: it depends" }
    new_apart(one: &str, other: &str) {
        es "{one} y {other} muestran el mismo mensaje. ¿Qué pregunta de sí o no las distingue?"
        en "{one} and {other} show the same message. Which question tells them apart, with yes or no?"
    }
    new_apart_hint() {
        es "por ejemplo: ¿Imprime desde el móvil? Intro: no sé ninguna."
        en "for example: Does it print from a phone? Enter: I know none."
    }
    new_if_yes() { es "Si la respuesta es sí, ¿cuál de las dos es?" en "If the answer is yes, which of the two is it?" }
    new_unsound() { es "Esto no puede quedar así:" en "This cannot stay as it is:" }
    new_doubtful() { es "Quizá no es lo que quieres:" en "This is perhaps not what you mean:" }
    new_keep() { es "Son solo avisos. ¿Lo dejamos así? (sí o no)" en "These are warnings only. Shall it stay so? (yes or no)" }
    new_dropped() {
        es "Este problema no se guarda; los anteriores sí. Dilo otra vez con otras palabras."
        en "This trouble is not kept; those before it are. Say it again in other words."
    }
    new_remark() {
        es "Hecha con `etio new`.\nLas palabras `usually`, `common` y demás son números estimados: cámbialas por lo que sepas."
        en "Made with `etio new`.\nWords such as `usually` and `common` are estimated numbers: change them to what you know."
    }
    new_written() { es "Hecho:" en "Done:" }
    new_tested(causes: usize, cases: usize) {
        es "Se ha leído sin errores, y sus casos se cumplen. Causas: {causes}; casos: {cases}."
        en "It was read without errors, and its cases hold. Causes: {causes}; cases: {cases}."
    }
    new_gap_cause(cause: &str, message: &str) {
        es "{cause} no es lo primero en que piensa con {message}: otra causa es más frecuente, o ninguna pregunta la distingue. El caso no lo exige."
        en "{cause} is not what it thinks of first with {message}: another cause is more common, or no question tells it apart. The case does not demand it."
    }
    new_gap_fix(cause: &str, message: &str, fix: &str) {
        es "Con {message} y {cause}, lo primero que propone es {fix}, porque promete más en menos tiempo. No tienes que hacer nada, salvo que ese orden esté mal."
        en "With {message} and {cause}, the first proposal is {fix}, because it promises more in less time. You need not do anything, unless that order is wrong."
    }
    new_next() { es "Y ahora: conversa con ella, cámbiala y compruébala." en "And now: talk to it, change it, and check it." }
    new_nothing_written() { es "no se ha escrito nada" en "nothing was written" }
    new_ended() {
        es "las respuestas se acaban antes de que la base esté completa"
        en "the answers end before the base is complete"
    }
    new_astray() {
        es "demasiadas respuestas seguidas que no responden a la pregunta"
        en "too many answers in a row that do not answer the question"
    }
    new_only_asks() { es "`etio new` hace preguntas" en "`etio new` asks questions" }
    new_pipe_answers() {
        es "quita `--no-input`; las respuestas también pueden llegar por una tubería, una por línea"
        en "leave `--no-input` out; the answers can be piped in too, one a line"
    }
    new_no_name(name: &str) {
        es "`{name}` no puede ser el nombre de una base: minúsculas sin acento, cifras y guiones"
        en "`{name}` cannot be the name of a base: small letters, digits and hyphens"
    }
    new_is_there(name: &str) { es "ya hay algo en `{name}`" en "there is something at `{name}` already" }
    new_other_name() { es "elige otro nombre: nada se sobrescribe" en "choose another name: nothing is overwritten" }
}

impl Words {
    /// Returns minutes as an author types them: in the largest unit of which they are a whole number.
    pub(crate) fn new_time(self, minutes: u32) -> String {
        match minutes {
            1_440 => self.pick("1 día", "1 day").to_owned(),
            _ if minutes.is_multiple_of(1_440) => format!("{} {}", minutes / 1_440, self.pick("días", "days")),
            121.. if minutes.is_multiple_of(60) => format!("{} h", minutes / 60),
            _ => minutes.to_string(),
        }
    }

    /// Returns how common a cause is, as the author says it and in numbers.
    pub(crate) fn new_prior(self, prior: Prior) -> String {
        let word = match prior {
            Prior::MostCommon => self.pick("lo más frecuente", "most common"),
            Prior::VeryCommon => self.pick("muy frecuente", "very common"),
            Prior::Common => self.pick("frecuente", "common"),
            Prior::Uncommon => self.pick("poco frecuente", "uncommon"),
            Prior::Rare => self.pick("rara", "rare"),
            Prior::VeryRare => self.pick("muy rara", "very rare"),
        };
        self.new_prior_is(word, &self.of_hundred(prior.probability().get()))
    }
}
