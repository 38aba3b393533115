//! The index of the search: what can be found, by which words, and where it stands. A script reads it; nothing is fetched.

use crate::commands::doc::site::Site;
use crate::voice::leave_open;
use etio_kb::engine::{Choice, Finding, Pattern, Thing, clean};
use serde::Serialize;

/// Something that can be found.
#[derive(Serialize)]
struct Entry {
    title: String,
    sort: String,
    url: String,
    /// Every text by which it is found.
    text: String,
}

impl Site<'_> {
    /// Returns the index as a script that says `etioIndex`.
    pub(super) fn search_index(&self) -> String {
        let signs = self.knowledge.complaints().iter().map(|&sign| self.entry(Thing::Sign(sign)));
        let others = self.all(|thing| matches!(thing, Thing::Cause(_) | Thing::Fix(_) | Thing::Topic(_)));
        let entries: Vec<Entry> = signs.chain(others.map(|thing| self.entry(thing))).collect();
        let json = serde_json::to_string_pretty(&entries).expect("texts can be written");
        // In a script nothing may look like the end of one, nor like the end of a line.
        let json = json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
        format!("window.etioIndex = {json};\n")
    }

    fn entry(&self, thing: Thing) -> Entry {
        let words = self.words;
        let (sort, url) = match thing {
            Thing::Cause(_) => (words.graph_sort("cause").to_owned(), format!("causes.html#{}", self.anchor(thing))),
            Thing::Fix(_) => (words.graph_sort("fix").to_owned(), format!("fixes.html#{}", self.anchor(thing))),
            Thing::Topic(_) => (words.doc_question(), format!("questions.html#{}", self.anchor(thing))),
            _ => (words.graph_sort("symptom").to_owned(), self.page_of(thing)),
        };
        let title = self.knowledge.title_of(thing);
        let title =
            title.map(|title| leave_open(&clean(title.in_language(&words.language()).text))).unwrap_or_default();
        let means = self.knowledge.card_of(thing).means.as_ref();
        let means = means.map(|means| means.in_language(&words.language()).text).unwrap_or_default();
        let patterns = self.patterns(thing).iter().map(|pattern| match pattern {
            Pattern::Literal(text) | Pattern::Line(text) | Pattern::Named(text) | Pattern::Regex(text) => text.as_str(),
        });
        let text = [means].into_iter().chain(patterns).collect::<Vec<_>>().join(" ");
        Entry { title, sort, url, text: clean(&text).into_owned() }
    }

    fn patterns(&self, thing: Thing) -> &[Pattern] {
        match thing {
            Thing::Sign(sign) => {
                let of_finding = |finding: &'static Finding| finding.patterns.as_slice();
                let of_option = |option: &'static Choice| option.patterns.as_slice();
                let finding = self.knowledge.finding(sign.finding);
                self.knowledge.option(sign).map_or_else(|| of_finding(finding), of_option)
            }
            Thing::Topic(topic) => &self.knowledge.topic(topic).patterns,
            _ => &[],
        }
    }
}
