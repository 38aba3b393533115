//! DDXPlus: simulated patients, and the probabilities that were published for their generator.

use super::Problem;
use super::base::Answered;
use super::dialogues::{lines, text};
use super::set::{Case, Model, NO, Question, Set, Shape, Table, YES};
use serde_json::Value;
use std::collections::BTreeMap;

/// What is taken for every number that the published table does not give, or gives smaller: by the base and by the textbook.
const LEAST: f64 = 1e-3;
/// How far a sum of published probabilities may be from what it should be.
const ROUNDING: f64 = 1e-9;

/// DDXPlus as it was published.
pub struct Published {
    /// Causes and questions.
    pub set: Set,
    codes: Vec<String>,
    /// For each question, its values as the records write them.
    values: Vec<Vec<String>>,
    /// The value of a question that the record does not mention.
    defaults: Vec<usize>,
    /// P(value | cause) by question and cause; nothing where the cause does not have the question.
    given: Vec<Vec<Option<Vec<f64>>>>,
    /// The question that each is a detail of, such as where it hurts of whether something hurts.
    parents: Vec<Option<usize>>,
    priors: Vec<f64>,
}

/// Reads what is published: questions with their values, and probabilities.
///
/// # Errors
/// Where the files are not those of DDXPlus.
pub fn read(evidences: &str, probabilities: &str) -> Result<Published, Problem> {
    let evidences: BTreeMap<String, Value> = serde_json::from_str(evidences)?;
    let probabilities: BTreeMap<String, Value> = serde_json::from_str(probabilities)?;
    let mut published = Published {
        set: Set { name: "DDXPlus".to_owned(), causes: probabilities.keys().cloned().collect(), questions: Vec::new() },
        codes: evidences.keys().cloned().collect(),
        parents: parents(&evidences),
        values: Vec::new(),
        defaults: Vec::new(),
        given: Vec::new(),
        priors: probabilities.values().map(|cause| cause["prior"].as_f64().unwrap_or_default()).collect(),
    };
    for (code, evidence) in &evidences {
        published.question(evidence)?;
        let at = published.values.len() - 1;
        let given = probabilities.values().map(|cause| published.row(at, &cause["findings"][code])).collect();
        published.given.push(given);
    }
    Ok(published)
}

impl Published {
    fn question(&mut self, evidence: &Value) -> Result<(), Problem> {
        let shape = match evidence["data_type"].as_str() {
            Some("B") => Shape::YesNo,
            Some("C") => Shape::OneOf,
            _ => Shape::Draws,
        };
        let mut values = vec!["yes".to_owned(), "no".to_owned()];
        let mut default = usize::from(NO);
        let mut names = values.clone();
        if shape != Shape::YesNo {
            values = evidence["possible-values"].as_array().into_iter().flatten().map(written).collect();
            let usual = written(&evidence["default_value"]);
            default = values.iter().position(|value| *value == usual).unwrap_or(values.len());
            if default == values.len() {
                values.push(usual);
            }
            let name = |value: &String| {
                evidence["value_meaning"][value]["en"].as_str().map_or_else(|| value.clone(), str::to_owned)
            };
            names = values.iter().map(name).collect();
        }
        self.set.questions.push(Question { title: text(evidence, "question_en")?, values: names, shape });
        self.values.push(values);
        self.defaults.push(default);
        Ok(())
    }

    fn row(&self, question: usize, published: &Value) -> Option<Vec<f64>> {
        if let Some(yes) = published.as_f64() {
            return Some(vec![yes, 1.0 - yes]);
        }
        let published = published.as_object()?;
        let of = |value: &String| published.get(value).and_then(Value::as_f64).unwrap_or_default();
        Some(self.values[question].iter().map(of).collect())
    }

    /// Returns the base: the numbers of the textbook, in our language.
    pub fn model(&self) -> Model {
        let textbook = self.textbook();
        let tables = textbook.tables.into_iter().zip(&self.set.questions).map(|(table, question)| {
            if question.shape == Shape::YesNo {
                return Table { otherwise: vec![LEAST, 1.0 - LEAST], ..table };
            }
            let given = table.given.iter().map(|row| row.as_deref().map(listed)).collect();
            Table { otherwise: vec![LEAST; question.values.len()], given, rules_out: Vec::new() }
        });
        Model { priors: textbook.priors, told: Vec::new(), tables: tables.collect() }
    }

    /// Returns for each question after which answers it is needless: a detail where the person has nothing of the kind, and whether there is
    /// something of the kind where a detail has told.
    pub fn needless(&self) -> Vec<Vec<Answered>> {
        let details = |parent: usize| (0..self.codes.len()).filter(move |detail| self.parents[*detail] == Some(parent));
        let usual = |question: usize, so: bool| Answered { question, value: self.defaults[question], so };
        // Where the usual answer says that there is nothing of the kind.
        let denied = |parent: usize| {
            let denies = details(parent).filter(move |detail| self.denies(*detail, parent));
            denies.map(move |detail| usual(detail, true))
        };
        let after = |question: usize| match self.parents[question] {
            Some(parent) => {
                let siblings = denied(parent).filter(|answered| answered.question != question);
                std::iter::once(usual(parent, true)).chain(siblings).collect()
            }
            None => details(question).map(|detail| usual(detail, false)).chain(denied(question)).collect(),
        };
        (0..self.codes.len()).map(after).collect()
    }

    /// Returns whether the usual answer to a detail is given only where there is nothing of the kind: as often, with every cause.
    fn denies(&self, detail: usize, parent: usize) -> bool {
        let none = |row: &Vec<f64>, question: usize| row[self.defaults[question]];
        let both = self.given[detail].iter().zip(&self.given[parent]);
        both.filter_map(|(detail, parent)| Some((detail.as_ref()?, parent.as_ref()?)))
            .all(|(own, its)| (none(own, detail) - none(its, parent)).abs() < ROUNDING)
    }

    /// Returns what the textbook takes from the same table: every number kept off zero alike.
    pub fn textbook(&self) -> Model {
        let smoothed = |row: Vec<f64>| {
            let kept: Vec<f64> = row.into_iter().map(|number| number.max(LEAST)).collect();
            let total: f64 = kept.iter().sum();
            Some(kept.into_iter().map(|number| number / total).collect())
        };
        let table = |question: usize| {
            let values = self.values[question].len();
            let usual: Vec<f64> =
                (0..values).map(|value| f64::from(u8::from(value == self.defaults[question]))).collect();
            let given = self.given[question].iter().map(|row| smoothed(row.clone().unwrap_or_else(|| usual.clone())));
            Table { otherwise: Vec::new(), given: given.collect(), rules_out: Vec::new() }
        };
        Model { priors: self.priors.clone(), told: Vec::new(), tables: (0..self.codes.len()).map(table).collect() }
    }

    /// Reads patients.
    ///
    /// # Errors
    /// Where a line is not a patient of DDXPlus.
    pub fn patients(&self, patients: &str) -> Result<Vec<Case>, Problem> {
        lines(patients)?.iter().map(|patient| self.patient(patient)).collect()
    }

    fn patient(&self, patient: &Value) -> Result<Case, Problem> {
        let cause = text(patient, "pathology")?;
        let cause = self.set.causes.binary_search(&cause).map_err(|_| "an unknown pathology")?;
        let mut answers: Vec<Vec<u16>> = vec![Vec::new(); self.codes.len()];
        let evidences = patient["evidences"].as_array().into_iter().flatten().filter_map(Value::as_str);
        for evidence in evidences {
            let (code, value) = evidence.split_once("_@_").unwrap_or((evidence, "yes"));
            let question = self.position(code)?;
            let value = self.values[question].iter().position(|known| known == value).ok_or("an unknown value")?;
            answers[question].push(value as u16);
        }
        let unsaid = answers.iter_mut().zip(&self.defaults).filter(|(answer, _)| answer.is_empty());
        unsaid.for_each(|(answer, default)| answer.push(*default as u16));
        let first = text(patient, "initial_evidence")?;
        let first = self.position(first.split("_@_").next().unwrap_or_default())?;
        Ok(Case { cause, told: Vec::new(), known: vec![first], answers })
    }

    fn position(&self, code: &str) -> Result<usize, Problem> {
        Ok(self.codes.binary_search_by(|known| known.as_str().cmp(code)).map_err(|_| "an unknown evidence")?)
    }
}

/// Returns a row without the numbers that are no more than the least; these are left to `otherwise`.
fn listed(row: &[f64]) -> Vec<f64> {
    let left = |number: f64| number <= LEAST;
    let unlisted = row.iter().filter(|number| left(**number)).count() as f64 * LEAST;
    let total: f64 = row.iter().filter(|number| !left(**number)).sum();
    row.iter().map(|number| if left(*number) { 0.0 } else { number / total * (1.0 - unlisted) }).collect()
}

/// Returns the question that each is a detail of; nothing where it is none, or of nothing that is asked.
fn parents(evidences: &BTreeMap<String, Value>) -> Vec<Option<usize>> {
    let position = |code: &str| evidences.keys().position(|known| known == code);
    let parent = |(code, evidence): (&String, &Value)| {
        evidence["code_question"].as_str().filter(|parent| parent != code).and_then(position)
    };
    evidences.iter().map(parent).collect()
}

fn written(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The position of a yes, so that a reader of this file sees which it is.
const _: () = assert!(YES == 0 && NO == 1);

#[cfg(test)]
mod tests {
    use super::super::base;
    use super::{LEAST, Published, listed, read};

    fn published() -> Published {
        let evidences = r#"{
            "E_1": {"code_question": "E_1", "question_en": "Pain?", "data_type": "B"},
            "E_2": {"code_question": "E_1", "question_en": "Where?", "data_type": "M", "default_value": "V_0",
                "possible-values": ["V_0", "V_1", "V_2"], "value_meaning": {}},
            "E_3": {"code_question": "E_1", "question_en": "How precise?", "data_type": "C", "default_value": 0,
                "possible-values": [0, 1], "value_meaning": {}},
            "E_4": {"code_question": "E_9", "question_en": "Fever?", "data_type": "B"}
        }"#;
        let probabilities = r#"{
            "cold": {"prior": 0.6, "findings": {"E_4": 0.8}},
            "fracture": {"prior": 0.4, "findings": {"E_1": 0.9, "E_2": {"V_0": 0.1, "V_1": 0.7, "V_2": 0.2}, "E_3": {"0": 0.5, "1": 0.5}}}
        }"#;
        read(evidences, probabilities).expect("these are such files")
    }

    #[test]
    fn a_detail_answers_the_question_it_belongs_to_and_is_needless_without() {
        let published = published();
        let page = base::write_with(&published.set, &published.model(), &published.needless());
        let needless: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("  not asked when ")).collect();
        // Nowhere says that there is no pain; not precisely says nothing of that.
        assert_eq!(needless, ["not q1v0 or not q2v0 or q1v0", "not q0", "not q0 or q1v0"]);
    }

    #[test]
    fn what_a_row_does_not_list_is_left_to_the_least() {
        let row = listed(&[0.9, 0.0995, 0.0005]);
        assert!(row[2] == 0.0 && (row[0] + row[1] + LEAST - 1.0).abs() < 1e-12);
    }
}
