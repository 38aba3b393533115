//! Checks of what things say of one another: where each must fire, and where it must not.

use etio_kb::{MemorySources, Paint, check};

/// A base that is well, to which each test does something.
const WELL: &str = r#"base kettle "Kettles"
  language en

fact message "What it shows" : one of its symptoms
  ask  "What does it show?"
  else "Something else"
symptom red of message "A red light"
  says "red glow"
symptom blue of message "A blue glow"
  says "blue glow"
symptom hums "It hums"
  says "hums loudly"
fact age "Its age in years" : number 0..40
  ask "How old is it?"
fact state "How worn it is" : one of fine, worn, wrecked
  otherwise 10% is worn
  otherwise rarely is wrecked
rule old when age > 8 and age <= 20 then state is worn
rule older when age > 20 then state is wrecked
fact heavy "It is heavy"
  ask       "Is it heavy?"
  otherwise half the time

kind electric "Electricity"
cause burned-heater of electric "The heater is burned"
  is            common
  half the time red
  often         state is worn
  passes in     3 min
cause wet-plug of electric "The plug is wet"
  is            common
  half the time blue
  often         state is wrecked
  passes in     2 h
cause lime "Lime"
  is            common
  usually       hums
  often         heavy
fix replace "Buy a new heater"
  for           red
  usually cures burned-heater
fix dry "Dry the plug"
  for           blue
  usually cures wet-plug
fix descale "Remove the lime"
  usually cures lime
"#;

/// Returns the codes that are told of the base with changes, each with the line of its first place, and of an overlay.
fn told(changes: &[(&str, &str)], overlay: &str) -> Vec<(String, String)> {
    let page = changes.iter().fold(WELL.to_owned(), |page, (from, to)| {
        assert!(page.contains(from), "{from}");
        page.replacen(from, to, 1)
    });
    let sources = MemorySources::new().with_file("page.kb", page).with_file("mine.kb", overlay);
    let loaded = check(&sources, if overlay.is_empty() { &["page.kb"] } else { &["page.kb", "mine.kb"] });
    assert!(!loaded.has_errors(), "{}", loaded.render(Paint::Plain));
    let line = |one: &etio_kb::Diagnostic| {
        let file = loaded.files.get(one.labels[0].span.file);
        let place = file.place(one.labels[0].span.range().start);
        file.text().lines().nth(place.line - 1).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    loaded.diagnostics.iter().map(|one| (one.code.as_str().to_owned(), line(one))).collect()
}

/// Tells of exactly this, and of nothing else.
fn only(changes: &[(&str, &str)], overlay: &str, code: &str, line: &str) {
    assert_eq!(told(changes, overlay), [(code.to_owned(), line.to_owned())], "{changes:?} {overlay}");
}

fn nothing(changes: &[(&str, &str)], overlay: &str) {
    assert_eq!(told(changes, overlay), [], "{changes:?} {overlay}");
}

#[test]
fn what_causes_speak_of_is_concluded() {
    nothing(&[], "");
    let state = "fact state \"How worn it is\" : one of fine, worn, wrecked";
    only(&[("then state is wrecked", "then state is fine")], "", "W003", state);
    // Nobody speaks of a value that no rule concludes; or somebody can be asked.
    nothing(
        &[
            ("  often         state is wrecked\n", "  often         heavy\n"),
            ("then state is wrecked", "then state is fine"),
        ],
        "",
    );
    nothing(
        &[
            ("then state is wrecked", "then state is fine"),
            ("  otherwise 10% is worn", "  ask \"How worn is it?\"\n  otherwise 10% is worn"),
        ],
        "",
    );
    let heavy = ("  ask       \"Is it heavy?\"\n", "");
    only(
        &[
            heavy,
            (
                "rule old ",
                "fact weight \"Weight in kg\" : number 0..9\n  ask \"How many kg?\"\nrule light when weight < 2 then not heavy\nrule old ",
            ),
        ],
        "",
        "W003",
        "fact heavy \"It is heavy\"",
    );
    nothing(
        &[
            heavy,
            (
                "rule old ",
                "fact weight \"Weight in kg\" : number 0..9\n  ask \"How many kg?\"\nrule lump when weight > 3 then heavy\nrule old ",
            ),
        ],
        "",
    );
}

#[test]
fn what_hard_relations_demand_is_shown_always() {
    let demanded = ("  often         heavy\n", "  rarely        heavy\n  only when heavy\n");
    only(&[demanded], "", "W309", "rarely heavy");
    nothing(&[("  often         heavy\n", "  often         heavy\n  only when heavy\n")], "");
    // What can never be is no matter of the hard relation that stands there, too.
    let never = [
        ("when age > 20 then", "when age < 0 then"),
        ("  passes in     2 h\n", "  passes in     2 h\n  ruled out when hums\n"),
    ];
    only(&never, "", "W301", "rule older when age < 0 then state is wrecked");
    nothing(&[("  often         heavy\n", "  rarely        heavy\n  only when heavy or hums\n")], "");
}

#[test]
fn a_fix_is_for_what_its_causes_show() {
    // Without that it shows a red light and nothing else.
    let alone = ("  often         state is worn\n", "");
    only(&[alone, ("  for           red\n", "  for           red, blue\n")], "", "W311", "for red, blue");
    let shows = told(&[alone, ("  for           red\n", "  for           blue\n")], "");
    assert_eq!(shows.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), ["W311", "W311"], "{shows:?}");
    // What else it shows may be seen with a blue light, and whoever hears a hum may see one.
    nothing(&[("  for           red\n", "  for           red, blue\n")], "");
    nothing(&[alone, ("  for           red\n", "  for           red, hums\n")], "");
}

#[test]
fn a_list_of_an_overlay_changes_something() {
    only(&[], "base kettle\nsymptom red\n  says \"red glow\"\n", "W109", "says \"red glow\"");
    nothing(&[], "base kettle\nsymptom red\n  says \"red glow\", \"red shine\"\n");
    let twice = [("says \"red glow\"", "says \"red glow\", \"red shine\"")];
    only(&twice, "base kettle\nsymptom red\n  says \"red glow\"\n  says \"red shine\"\n", "W109", "says \"red glow\"");
    nothing(&twice, "base kettle\nsymptom red\n  says \"red shine\", \"red glow\", \"red gleam\"\n");
}

#[test]
fn a_time_of_a_kind_holds_for_some_cause() {
    let kind = ("kind electric \"Electricity\"", "kind electric \"Electricity\"\n  passes in 5 min");
    only(&[kind], "", "W111", "passes in 5 min");
    nothing(&[kind, ("  passes in     2 h\n", "")], "");
}

#[test]
fn letters_that_look_like_another_make_ids_alike() {
    let also = "cause bumed-heater of electric \"The heater is bumed\"\n  is rare\n  often hums\nfix look \"Look\"\n  often cures bumed-heater\ncause lime";
    only(&[("cause lime", also)], "", "W103", "cause bumed-heater of electric \"The heater is bumed\"");
    nothing(&[("cause lime", &also.replace("bumed", "banned"))], "");
}

#[test]
fn a_language_is_lacking_only_where_its_words_would_be_known() {
    let symptoms = [
        ("page", "the page is not there", "la página no está"),
        ("file", "your file is too large", "el archivo es muy grande"),
        ("login", "you cannot log in", "no puedes entrar"),
        ("door", "the door is not open", "la puerta no se abre"),
        ("net", "there is no network", "no hay red"),
    ];
    let told = |last: &str| {
        let declared =
            symptoms.iter().map(|(id, en, es)| format!("symptom {id} \"{id} one\"\n  says \"{en}\", \"{es}\"\n"));
        let links: Vec<&str> = symptoms.iter().map(|(id, ..)| *id).collect();
        let page = format!(
            "base shop \"Shop\"\n  language en\n{}symptom lamp \"The lamp\"\n  says {last}\ncause odd \"Odd\"\n  is common\n  often {}, lamp\n\
             fix mend \"Mend it\"\n  often cures odd\n",
            declared.collect::<String>(),
            links.join(", ")
        );
        let sources = MemorySources::new().with_file("shop/base.kb", page);
        let sources = sources.with_file("shop/es.kb", "translation of shop \"Tienda\"\n  language es\n");
        let loaded = check(&sources, &["shop"]);
        assert!(!loaded.has_errors(), "{}", loaded.render(Paint::Plain));
        loaded.diagnostics.iter().filter(|one| one.code.as_str() == "W207").count()
    };
    for (last, count) in [
        ("\"green lamp blinks thrice\", \"la luz verde parpadea\"", 0),
        // Of this nobody knows which language it is; it may well be English.
        ("\"green lamp blinks thrice\"", 0),
        ("\"ERR_LAMP_GREEN\", \"LampGreenError\"", 0),
        ("\"your lamp is blinking\"", 1),
        ("\"la luz verde parpadea\"", 1),
        ("\"la luz verde parpadea\", \"green lamp blinks thrice\"", 0),
    ] {
        assert_eq!(told(last), count, "{last}");
    }
}
