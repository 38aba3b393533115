//! DDXPlus: simulated patients, and the probabilities that were published for their generator.

use super::Problem;
use super::dialogues::{lines, text};
use super::set::{Case, Model, NO, Question, Set, Shape, Table, YES};
use serde_json::Value;
use std::collections::BTreeMap;

/// What the base takes for a value that the published table does not give a cause: of one draw among many places, of one value, of a yes.
const UNLISTED_DRAW: f64 = 1e-3;
const UNLISTED: f64 = 1e-4;
/// What the textbook takes for all of these.
const TEXTBOOK: f64 = 1e-3;

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

    /// Returns the base: what is published, with a small leak for values, and a yes that the table does not give a cause ruling it out.
    pub fn model(&self) -> Model {
        Model {
            priors: self.priors.clone(),
            told: Vec::new(),
            tables: (0..self.codes.len()).map(|at| self.table(at)).collect(),
        }
    }

    fn table(&self, question: usize) -> Table {
        let given = &self.given[question];
        match self.set.questions[question].shape {
            Shape::YesNo => Table {
                otherwise: vec![UNLISTED, 1.0 - UNLISTED],
                given: given.clone(),
                rules_out: (0..given.len()).filter(|cause| given[*cause].is_none()).collect(),
            },
            shape => {
                let leak = if shape == Shape::Draws { UNLISTED_DRAW } else { UNLISTED };
                let number = self.values[question].len();
                let given =
                    given.iter().map(|row| Some(listed(row.as_ref(), self.defaults[question], number))).collect();
                Table { otherwise: vec![leak; self.values[question].len()], given, rules_out: Vec::new() }
            }
        }
    }

    /// Returns what the textbook takes from the same table: every number kept off zero alike.
    pub fn textbook(&self) -> Model {
        let smoothed = |row: Vec<f64>| {
            let kept: Vec<f64> = row.into_iter().map(|number| number.max(TEXTBOOK)).collect();
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

/// Returns the numbers that a base can say of a row: what is listed at least .011 %; where nothing is, the usual value and hardly any other.
fn listed(row: Option<&Vec<f64>>, usual: usize, number: usize) -> Vec<f64> {
    let Some(row) = row else {
        let mut row = vec![UNLISTED; number];
        row[usual] = 0.0;
        row[usual] = 1.0 - row.iter().sum::<f64>() - 1e-6;
        return row;
    };
    let kept: Vec<f64> = row.iter().map(|number| if *number > 0.0 { number.max(1.1e-4) } else { 0.0 }).collect();
    let total: f64 = kept.iter().sum();
    kept.into_iter().map(|number| number / total).collect()
}

fn written(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The position of a yes, so that a reader of this file sees which it is.
const _: () = assert!(YES == 0 && NO == 1);
