//! What `etio doc` says, and what stands on every page of a site.

use crate::words::{Words, sentences};

sentences! {
    doc_written(files: usize, start: &str) {
        es "Archivos escritos: {files}. Se empieza a leer en {start}"
        en "Files written: {files}. Begin to read at {start}"
    }
    doc_other_folder() {
        es "elige una carpeta nueva o vacía: nada se sobrescribe"
        en "choose a folder that is new or empty: nothing is overwritten"
    }
    doc_skip() { es "Ir al contenido" en "Skip to the content" }
    doc_pages() { es "Páginas" en "Pages" }
    doc_languages() { es "Idiomas" en "Languages" }
    doc_start() { es "Inicio" en "Start" }
    doc_causes() { es "Causas" en "Causes" }
    doc_fixes() { es "Arreglos" en "Fixes" }
    doc_questions() { es "Preguntas de la gente" en "Questions people ask" }
    doc_question() { es "pregunta" en "question" }
    doc_no_questions() { es "Aún no hay ninguna." en "There are none yet." }
    doc_search() { es "¿Qué pasa?" en "What is wrong?" }
    doc_search_hint() {
        es "Unas palabras del mensaje, de la causa o del arreglo."
        en "Some words of the message, of the cause or of the fix."
    }
    doc_found() { es "Encontrados:" en "Found:" }
    doc_looks_like() { es "Qué aspecto tiene" en "What it looks like" }
    doc_more(count: usize) { es "{count} más" en "{count} more" }
    doc_how_probable() {
        es "Si no se sabe nada más: de 100 personas que ven esto, a cuántas les pasa por cada causa."
        en "Where nothing else is known: of 100 people who see this, how many have each cause."
    }
    doc_careful() { es "Cuidado:" en "Careful:" }
    doc_verify() { es "Para comprobarlo:" en "To check:" }
    doc_last_resort() { es "es el último recurso" en "it is the last resort" }
    doc_copy() { es "Copiar" en "Copy" }
    doc_copied() { es "Copiado" en "Copied" }
}

impl Words {
    /// Returns how the language calls itself.
    pub(crate) fn doc_own_name(self) -> &'static str {
        self.pick("Español", "English")
    }
}
