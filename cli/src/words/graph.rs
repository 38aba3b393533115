//! What `etio graph` says.

use crate::words::{Words, sentences};

sentences! {
    graph_whole() { es "Qué se sigue de qué" en "What follows from what" }
    graph_about(id: &str) { es "Qué se sigue de qué, en torno a {id}" en "What follows from what, round {id}" }
    graph_of_session(statements: usize) {
        es "El camino de una conversación (cosas dichas: {statements})"
        en "The path of an interview (things said: {statements})"
    }
    graph_counts(shapes: usize, arrows: usize) {
        es "De izquierda a derecha: de dónde se sabe algo, síntomas y hechos, causas, arreglos. Nodos: {shapes}; flechas: {arrows}. Un porcentaje dice cuántas de 100 personas con la causa lo muestran, o a cuántas ayuda el arreglo."
        en "From left to right: where something is known from, symptoms and facts, causes, fixes. Nodes: {shapes}; arrows: {arrows}. A percentage says how many of 100 people with the cause show it, or how many the fix helps."
    }
    graph_not_in_it(id: &str) {
        es "`{id}` es una pregunta que hace la gente: no está en el grafo de decisión"
        en "`{id}` is a question that people ask: it is not in the decision graph"
    }
    graph_next() { es "viene ahora" en "comes next" }
}

impl Words {
    /// Returns what a node of the graph is, as a person says it.
    pub(crate) fn graph_sort(self, name: &str) -> &'static str {
        match name {
            "pattern" => self.pick("se reconoce por", "recognised by"),
            "probe" => self.pick("se mira", "looked at"),
            "question" => self.pick("se pregunta", "asked"),
            "symptom" => self.pick("síntoma", "symptom"),
            "fact" => self.pick("hecho", "fact"),
            "rule" => self.pick("regla", "rule"),
            "cause" => self.pick("causa", "cause"),
            _ => self.pick("arreglo", "fix"),
        }
    }
}
