//! The frame of every page, and how things of a base are said and named in a site. All texts are escaped.

use crate::voice::leave_open;
use crate::words::Words;
use etio_kb::engine::{Card, Knowledge, Sign, Text, Thing, WebLink, clean};
use maud::{DOCTYPE, Markup, html};

/// A site in one language.
pub(super) struct Site<'s> {
    pub(super) knowledge: &'static Knowledge,
    pub(super) words: Words,
    /// All languages of the site.
    pub(super) languages: &'s [Words],
}

impl Site<'_> {
    /// Returns a page: `name` is its file, `body` what stands under its heading.
    pub(super) fn page(&self, name: &str, title: &Markup, body: &Markup) -> String {
        let words = self.words;
        let tag = words.language().tag().to_owned();
        let page = html! {
            (DOCTYPE)
            html lang=(tag) {
                (head(&plain(title)))
                body data-copy=(words.doc_copy()) data-copied=(words.doc_copied()) {
                    a class="skip" href="#main" { (words.doc_skip()) }
                    header {
                        nav aria-label=(words.doc_pages()) {
                            ul {
                                @for (file, title) in self.parts() {
                                    li { a href=(file) aria-current=[(file == name).then_some("page")] { (title) } }
                                }
                            }
                        }
                        @if self.languages.len() > 1 {
                            nav aria-label=(words.doc_languages()) {
                                ul {
                                    @for other in self.languages.iter().filter(|other| **other != words) {
                                        @let tag = other.language().tag().to_owned();
                                        li { a href={ "../" (tag) "/" (name) } lang=(tag) hreflang=(tag) { (other.doc_own_name()) } }
                                    }
                                }
                            }
                        }
                    }
                    main id="main" tabindex="-1" {
                        h1 { (title) }
                        (body)
                    }
                    footer { p { (words.estimates()) } }
                    script src="search.js" defer {}
                    script src="../script.js" defer {}
                }
            }
        };
        page.into_string() + "\n"
    }

    fn parts(&self) -> [(&'static str, String); 4] {
        let words = self.words;
        [
            ("index.html", words.doc_start()),
            ("causes.html", words.doc_causes()),
            ("fixes.html", words.doc_fixes()),
            ("questions.html", words.doc_questions()),
        ]
    }

    /// Returns the file of a symptom's page. Ids are letters, digits and hyphens.
    pub(super) fn page_of(&self, thing: Thing) -> String {
        format!("{}.html", self.anchor(thing))
    }

    /// Returns where a thing stands on the page of its like.
    pub(super) fn anchor(&self, thing: Thing) -> String {
        format!("{}.{}", self.knowledge.base(self.knowledge.base_of(thing)).id, self.knowledge.id_of(thing))
    }

    /// Returns a text of a base, marked where it is in another language.
    pub(super) fn say(&self, text: &Text) -> Markup {
        let language = self.words.language();
        let localized = text.in_language(&language);
        let said = leave_open(&clean(localized.text));
        match localized.instead {
            Some(other) if !said.is_empty() => html! { span lang=(other.to_string()) { (said) } },
            _ => html! { (said) },
        }
    }

    /// Returns the title of a thing.
    pub(super) fn title(&self, thing: Thing) -> Markup {
        match self.knowledge.title_of(thing) {
            Some(title) => self.say(title),
            None => html! { (self.knowledge.id_of(thing)) },
        }
    }

    /// Returns a link to a symptom.
    pub(super) fn to_symptom(&self, sign: Sign) -> Markup {
        let thing = Thing::Sign(sign);
        html! { a href=(self.page_of(thing)) { (self.title(thing)) } }
    }

    /// Returns a link to a thing on the page of its like.
    pub(super) fn to(&self, page: &str, thing: Thing) -> Markup {
        html! { a href={ (page) "#" (self.anchor(thing)) } { (self.title(thing)) } }
    }

    /// Returns what a card says besides what the thing means: notes, links and sources.
    pub(super) fn card(&self, card: &Card) -> Markup {
        html! {
            @for note in &card.notes { p { (self.say(note)) } }
            (self.links(&card.links))
            @if !card.sources.is_empty() {
                ul class="sources" {
                    @for source in &card.sources {
                        @let date = source.date.as_ref().map(|date| format!(", {date}")).unwrap_or_default();
                        li { (self.words.source(&clean(&format!("{}{date}", source.title)))) }
                    }
                }
            }
        }
    }

    /// Returns links; an address that a browser would do something else with than fetch a page is shown as text.
    pub(super) fn links(&self, links: &[WebLink]) -> Markup {
        html! {
            @if !links.is_empty() {
                ul class="links" {
                    @for link in links {
                        @let address = clean(&link.address);
                        @let label = link.label.as_ref().map_or_else(|| html! { (address) }, |label| self.say(label));
                        li {
                            @if is_page(&address) { a href=(address) rel="noopener noreferrer" { (label) } }
                            @else { (label) " " code { (address) } }
                        }
                    }
                }
            }
        }
    }

    /// Returns what a thing means, as a paragraph.
    pub(super) fn means(&self, card: &Card) -> Markup {
        html! { @if let Some(means) = &card.means { p class="means" { (self.say(means)) } } }
    }
}

fn is_page(address: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
}

/// Returns the page at the root: the languages.
pub(super) fn front(knowledge: &Knowledge, languages: &[Words]) -> String {
    let first = languages[0];
    let titles: Vec<String> = languages.iter().map(|words| title(knowledge, *words)).collect();
    let page = html! {
        (DOCTYPE)
        html lang=(first.language().tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (titles[0]) }
                link rel="stylesheet" href="style.css";
            }
            body {
                main id="main" {
                    h1 { (titles[0]) }
                    ul {
                        @for (words, title) in languages.iter().zip(&titles) {
                            @let tag = words.language().tag().to_owned();
                            li { a href={ (tag) "/index.html" } lang=(tag) hreflang=(tag) { (words.doc_own_name()) ": " (title) } }
                        }
                    }
                }
            }
        }
    };
    page.into_string() + "\n"
}

/// Returns what the bases are about, in one line.
pub(super) fn title(knowledge: &Knowledge, words: Words) -> String {
    let titles =
        knowledge.bases().iter().map(|base| clean(base.title.in_language(&words.language()).text).into_owned());
    words.list(&titles.collect::<Vec<_>>())
}

fn head(title: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            title { (maud::PreEscaped(title)) }
            link rel="stylesheet" href="../style.css";
        }
    }
}

/// Returns the text of a heading without the marks of languages; it is escaped already.
fn plain(title: &Markup) -> String {
    let mut plain = String::new();
    let mut is_mark = false;
    for letter in title.0.chars() {
        match letter {
            '<' => is_mark = true,
            '>' if is_mark => is_mark = false,
            _ if !is_mark => plain.push(letter),
            _ => {}
        }
    }
    plain
}
