//! What is said in an editor.

use super::sentences;

sentences! {
    /// Over a recorded case.
    run_this_case() { es "Probar este caso" en "Run this case" }
    /// Over a symptom.
    try_this_symptom() { es "Probar este síntoma" en "Try this symptom" }
    case_holds(name: &str) { es "«{name}» se cumple" en "“{name}” holds" }
    case_does_not_hold(name: &str) { es "«{name}» no se cumple" en "“{name}” does not hold" }

    /// Under the pointer.
    how_common(share: &str) { es "frecuencia: {share}" en "how common: {share}" }
    with_other_causes(share: &str) {
        es "con una causa que no lo menciona: {share}"
        en "with a cause that does not mention it: {share}"
    }
    values_are(values: &str) { es "valores: {values}" en "values: {values}" }
    value_of(value: &str, fact: &str) { es "**valor** `{value}` de `{fact}`" en "**value** `{value}` of `{fact}`" }
    access_called(name: &str) { es "**acceso** `{name}`" en "**access** `{name}`" }
    symptom_of(fact: &str) { es "de `{fact}`" en "of `{fact}`" }
    used_nowhere() { es "no se usa en ningún sitio" en "used nowhere" }
    used_by(names: &str) { es "se usa en {names}" en "used by {names}" }
    used_by_more(names: &str, more: usize) { es "se usa en {names} y {more} más" en "used by {names} and {more} more" }
    in_cases(times: usize) { es "en los casos: {times}" en "in cases: {times}" }

    /// Beside what can be written.
    unknown_cause() { es "algo que esta base no conoce" en "something this base does not know" }
    none_of_its_symptoms() { es "ninguno de sus síntomas" en "none of its symptoms" }
    /// Mends everything at once.
    mend_all(remedies: usize) { es "Corregir lo que es seguro: {remedies}" en "Mend what is certain: {remedies}" }

    /// Why something cannot be renamed.
    name_is_taken(name: &str, kind: &str) {
        es "`{name}` ya existe: hay un `{kind}` con ese nombre"
        en "`{name}` is taken: there is a {kind} of that id"
    }
    value_is_taken(fact: &str, name: &str) {
        es "`{fact}` ya tiene un valor `{name}`"
        en "`{fact}` has a value `{name}` already"
    }
    access_is_taken(name: &str) { es "ya hay un acceso `{name}`" en "there is an access `{name}` already" }
    it_is_shipped() { es "es de una base que viene con etio" en "it belongs to a base that comes with etio" }
    base_is_named_elsewhere() {
        es "traducciones, ampliaciones y programas nombran esta base desde sitios que no se ven desde aquí"
        en "the id of a base is named by translations, overlays and programs that this cannot see"
    }
    nothing_declares_it() {
        es "nada declara este nombre, así que no hay nada que renombrar"
        en "nothing declares this name, so there is nothing to rename"
    }

    /// Why something cannot be run.
    not_open() { es "este archivo no está abierto" en "this file is not open" }
    no_base_beside() { es "no hay ninguna base junto a este archivo" en "there is no base beside this file" }
    no_such_case() { es "ese caso ya no está" en "there is no such case any more" }
    no_file_of_cases(why: &str) {
        es "no se puede leer como archivo de casos: {why}"
        en "this is no file of cases: {why}"
    }
    no_symptom(id: &str) { es "no hay ningún síntoma `{id}`" en "there is no symptom `{id}`" }
    base_has_errors() {
        es "la base tiene errores; primero hay que corregirlos"
        en "the base has errors; mend them first"
    }
}
