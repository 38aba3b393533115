//! What the commands say, and why they could not do what was asked.

use crate::words::sentences;

sentences! {
    error() { es "error: " en "error: " }
    remedy() { es "  ayuda: " en "  help: " }
    the_text() { es "el texto" en "the text" }
    unreadable(name: &str, reason: &str) { es "{name} no se puede leer: {reason}" en "{name} cannot be read: {reason}" }
    not_found() { es "no existe" en "there is no such file" }
    no_folder() { es "no existe esa carpeta" en "there is no such folder" }
    not_allowed() { es "no tienes permiso" en "you have no permission" }
    is_folder() { es "es una carpeta" en "it is a folder" }
    name_a_file() { es "nombra un archivo de texto" en "name a text file" }
    too_long(name: &str, limit: usize) { es "{name} pasa de {limit} MB" en "{name} is longer than {limit} MB" }
    shorten() {
        es "quédate con la parte donde aparece el error, por ejemplo con `tail -n 2000`"
        en "keep the part where the error stands, for example with `tail -n 2000`"
    }
    path_not_utf8(name: &str) { es "la ruta {name} no es UTF-8" en "the path {name} is not UTF-8" }
    not_utf8(name: &str, line: usize) { es "{name} no es UTF-8 (línea {line})" en "{name} is not UTF-8 (line {line})" }
    save_as_utf8() {
        es "guárdalo como UTF-8, o conviértelo: `iconv -f LATIN1 -t UTF-8 ARCHIVO`"
        en "save it as UTF-8, or convert it: `iconv -f LATIN1 -t UTF-8 FILE`"
    }
    no_text() { es "no hay ningún texto que diagnosticar" en "there is no text to diagnose" }
    give_a_text() {
        es "nombra un archivo, pásalo por una tubería o usa `--text`"
        en "name a file, pipe it in, or use `--text`"
    }
    paste_and_end(command: &str) {
        es "Pega el texto y pulsa Ctrl-D en una línea vacía. (`{command}` conversa contigo.)"
        en "Paste the text and press Ctrl-D on an empty line. (`{command}` talks it through.)"
    }
    answers_look_so() {
        es "un archivo de respuestas tiene esta forma: `answers: {{vpn: no, messages: 60}}` y `tried: {{clear-cache: no}}`"
        en "a file of answers looks like this: `answers: {{vpn: no, messages: 60}}` and `tried: {{clear-cache: no}}`"
    }
    fmt_written(changed: usize, all: usize) {
        es "páginas: {all}; cambiadas: {changed}"
        en "pages: {all}; changed: {changed}"
    }
    fmt_would(changed: usize, all: usize) {
        es "páginas: {all}; cambiarían: {changed}"
        en "pages: {all}; would change: {changed}"
    }
    man_written(pages: usize, folder: &str) {
        es "Páginas del manual escritas: {pages}, en {folder}"
        en "Pages of the manual written: {pages}, in {folder}"
    }
    fmt_no_pages() { es "ahí no hay ninguna página" en "there are no pages there" }
    fmt_name_pages() {
        es "nombra archivos o carpetas con archivos `.kb`, o `-` para lo que llega por una tubería"
        en "name files, or folders with `.kb` files, or `-` for what is piped in"
    }
    fmt_too_deep(name: &str, most: usize) {
        es "{name} está a más de {most} carpetas de profundidad"
        en "{name} is more than {most} folders deep"
    }
    check_beside(name: &str, path: &str) {
        es "Si {path} cambia la base {name} que viene con etio, comprueba las dos juntas: `etio check --base {name} {path}`"
        en "If {path} changes the base {name} that comes with etio, check both together: `etio check --base {name} {path}`"
    }
    is_file_of_cases(path: &str) { es "`{path}` es un archivo de casos y no una base" en "`{path}` is a file of cases and no base" }
    command_for_base(command: &str) { es "para la base a la que pertenece: `{command}`" en "for the base that it belongs to: `{command}`" }
    base_is_pages() {
        es "una base es un archivo `.kb` o una carpeta con archivos `.kb`; junto a ese archivo no hay ninguna"
        en "a base is a `.kb` file or a folder with `.kb` files; there is none beside this file"
    }
    /// What is looked at where nobody names a base.
    looked_at_shipped(names: &str) {
        es "Sin ruta he mirado lo que viene con etio: {names}."
        en "Without a path I looked at what comes with etio: {names}."
    }
    for_this_folder(command: &str) {
        es "Para la base de esta carpeta: `{command}`"
        en "For the base in this folder: `{command}`"
    }
    name_base_with_option(path: &str, command: &str) {
        es "`{path}` es una base; se nombra con `--base`: `{command}`"
        en "`{path}` is a base; it is named with `--base`: `{command}`"
    }
    no_session(name: &str, reason: &str) {
        es "{name} no es una sesión guardada de etio: {reason}"
        en "{name} is no saved session of etio: {reason}"
    }
    save_first() {
        es "una sesión se guarda con `guardar ARCHIVO` durante la conversación"
        en "a session is saved with `save FILE` during the interview"
    }
    no_base(name: &str) { es "no hay ninguna base `{name}`" en "there is no base `{name}`" }
    did_you_mean(name: &str) { es "¿quieres decir `{name}`?" en "do you mean `{name}`?" }
    shipped_bases(names: &str) {
        es "las que vienen con etio: {names}; o la ruta de un archivo o una carpeta"
        en "those that come with etio: {names}; or the path of a file or folder"
    }
    nothing_called(id: &str) { es "no hay nada que se llame `{id}`" en "there is nothing called `{id}`" }
    list_names() {
        es "`etio list symptoms`, `etio list causes` y `etio list fixes` enumeran lo que hay"
        en "`etio list symptoms`, `etio list causes` and `etio list fixes` show what there is"
    }
    only_check_sarif() { es "solo `etio check` escribe SARIF" en "only `etio check` prints SARIF" }
    use_json() { es "usa `--format json`" en "use `--format json`" }
    shown_cases(cases: usize, name: &str) {
        es "sesiones que muestran lo que pasa, guardadas en {name}: {cases}"
        en "sessions that show what is wrong, saved in {name}: {cases}"
    }
    no_shown_cases() {
        es "ninguno de estos avisos se muestra con una sesión; no se ha guardado nada"
        en "no session shows any of this; nothing was saved"
    }
    how_to_silence(code: &str) {
        es "Para dejarlo como está, di por qué en la línea o encima de ella: `# etio: allow {code} because …`"
        en "To keep it as it is, say why on the line or above it: `# etio: allow {code} because …`"
    }
    check_mended(count: usize, pages: usize) {
        es "arreglado: {count}; páginas cambiadas: {pages}"
        en "mended: {count}; pages changed: {pages}"
    }
    check_would_mend(count: usize, pages: usize) {
        es "se arreglaría: {count}; páginas que cambiarían: {pages}"
        en "would be mended: {count}; pages that would change: {pages}"
    }
    check_mends(code: &str, what: &str) {
        es "`etio check --fix` arregla {code} donde no cabe duda: {what}"
        en "`etio check --fix` mends {code} where that is certain: {what}"
    }
    checked_clean(bases: usize) {
        es "bases sin errores ni avisos: {bases}"
        en "bases without errors or warnings: {bases}"
    }
    checked_counts(errors: usize, warnings: usize) {
        es "errores: {errors}; avisos: {warnings}"
        en "errors: {errors}; warnings: {warnings}"
    }
    /// What a check would find once what is only shown is written.
    check_after_that(found: &str) {
        es "No se ha escrito nada. Después de eso: {found}"
        en "Nothing was written. After that: {found}"
    }
    check_explain(code: &str) {
        es "Qué significa un código, con un ejemplo malo y otro bueno: `etio explain {code}`"
        en "What a code means, with a bad and a good example: `etio explain {code}`"
    }
    metrics_of(base: &str, people: usize) {
        es "{base}: lo que resulta de {people} consultas inventadas con los números de la propia base"
        en "{base}: what comes of {people} consultations made up from the base's own numbers"
    }
    metrics_questions(questions: &str) { es "preguntas hasta el final: {questions}" en "questions until the end: {questions}" }
    metrics_cost(time: &str) { es "hasta que algo ayuda u otro se encarga: {time}" en "until something helps or somebody else takes over: {time}" }
    metrics_helped(share: &str) { es "se arregla con la base: {share}" en "helped by a fix of the base: {share}" }
    metrics_named(share: &str) { es "la causa verdadera va primera: {share}" en "the true cause comes first: {share}" }
    metrics_neediest(id: &str, share: &str) {
        es "lo que más necesita otro hallazgo: {id} (no va primera en {share})"
        en "what most needs another finding: {id} (not first in {share})"
    }
    metrics_heading_asked() { es "Preguntas que más aportan" en "Questions that pay most" }
    metrics_asked(id: &str, share: &str, bits: &str) {
        es "{id}: se hace a {share} y acerca la verdad {bits} bits"
        en "{id}: asked of {share}, brings the truth {bits} bits nearer"
    }
    metrics_heading_confusions() { es "Confusiones" en "Confusions" }
    metrics_confusion(cause: &str, taken_for: &str, share: &str) {
        es "{cause} pasa por {taken_for}: {share} de todas las consultas"
        en "{cause} is taken for {taken_for}: {share} of all consultations"
    }
    metrics_heading_causes() { es "Causas que más cuestan" en "Causes that cost most" }
    metrics_cause(id: &str, time: &str, questions: &str, named: &str) {
        es "{id}: {time}, preguntas: {questions}, va primera: {named}"
        en "{id}: {time}, questions: {questions}, comes first: {named}"
    }
    heading_probes() { es "Miro esto en tu equipo (--probe); no sale de aquí más que la respuesta:" en "I look at this on your computer (--probe); nothing but the answer comes out:" }
    heading_probed() { es "He visto:" en "I saw:" }
    probe_variable(name: &str) { es "si la variable de entorno {name} está definida" en "whether the environment variable {name} is set" }
    probe_variable_value(name: &str, value: &str) { es "si la variable de entorno {name} vale «{value}»" en "whether the environment variable {name} is “{value}”" }
    probe_system() { es "qué sistema operativo es" en "which operating system it is" }
    probe_version() { es "qué versión del sistema operativo es" en "which version of the operating system it is" }
    probe_architecture() { es "qué procesador tiene" en "which processor it has" }
    probe_program(name: &str) { es "si el programa {name} está instalado" en "whether the program {name} is installed" }
    probe_file(path: &str) { es "si existe el archivo {path}" en "whether the file {path} exists" }
}
