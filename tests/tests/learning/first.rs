//! A first base from a table alone.

use crate::world::{TRUTH, accuracy, base, rows, sample, table};
use etio_kb::learn::{First, FirstOptions, LeftOut, Table, first};
use etio_kb::parse_str;

fn made(text: &str) -> First {
    let table = Table::read("cases.csv", text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    let options = FirstOptions {
        id: "machine".to_owned(),
        title: "Machines".to_owned(),
        language: "en".to_owned(),
        least_gain: 1.0,
    };
    first(&table, &options).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_first_base_diagnoses_nearly_as_well_as_the_truth() {
    let truth = base(TRUTH);
    let text = table(&sample(&truth, 1500, 11));
    let made = made(&text);
    let loaded = parse_str("machine.kb", &made.text);
    assert!(!loaded.has_errors(), "{}\n{}", made.text, loaded.render(etio_kb::Paint::Plain));
    let tests = rows(&table(&sample(&truth, 800, 12)));
    let (first, loss) = accuracy(&loaded.bases[0], &tests);
    let (true_first, true_loss) = accuracy(&truth, &tests);
    assert!(first > true_first - 0.02, "{first} {true_first}");
    assert!(loss < true_loss + 0.05, "{loss} {true_loss}");
    assert!(true_first > 0.6, "{true_first}");
}

#[test]
fn names_become_ids_and_titles() {
    let made = made(
        "cause,¿Hace ruido?,Dónde está\nEl ventilador,sí,en casa\nEl disco,no,fuera\nEl ventilador,sí,en casa\nEl disco,no,fuera\nEl disco,no,fuera\n",
    );
    assert!(made.text.contains("symptom hace-ruido \"¿Hace ruido?\""), "{}", made.text);
    assert!(made.text.contains("fact donde-esta \"Dónde está\" : one of en-casa, fuera"), "{}", made.text);
    assert!(made.text.contains("label     en-casa \"en casa\""), "{}", made.text);
    assert!(made.text.contains("cause el-disco \"El disco\"\n  is 3 of 5\n"), "{}", made.text);
    assert_eq!((made.cases, made.causes, made.findings), (5, 2, 2));
    let loaded = parse_str("machine.kb", &made.text);
    assert!(!loaded.has_errors(), "{}\n{}", made.text, loaded.render(etio_kb::Paint::Plain));
}

#[test]
fn what_says_nothing_is_left_out() {
    let mut text = "cause,useful,constant,marked,measured,many,useless\n".to_owned();
    for row in 0..60 {
        let (cause, useful) = if row % 2 == 0 { ("a", "yes") } else { ("b", "no") };
        let marked = if row % 3 == 0 { "x" } else { "" };
        let useless = if row % 4 < 2 { "yes" } else { "no" };
        text += &format!("{cause},{useful},yes,{marked},{row}.5,v{row},{useless}\n");
    }
    text += ",yes,yes,,1,v1,no\n";
    let made = made(&text);
    let name = str::to_owned;
    assert_eq!(
        made.left_out,
        [
            LeftOut::NoCause(1),
            LeftOut::Constant(name("constant")),
            LeftOut::OnlyYes(name("marked")),
            LeftOut::Measured(name("measured")),
            LeftOut::TooManyValues(name("many")),
            LeftOut::SaysNothing(name("useless")),
        ]
    );
    assert_eq!(made.findings, 1);
}

#[test]
fn the_order_of_rows_means_nothing() {
    let text = table(&sample(&base(TRUTH), 200, 13));
    let (names, rows) = text.split_once('\n').expect("rows");
    let mut rows: Vec<&str> = rows.lines().collect();
    rows.reverse();
    assert_eq!(made(&text), made(&format!("{names}\n{}\n", rows.join("\n"))));
}

#[test]
fn rows_with_several_causes_make_a_base_with_several() {
    let mut text = "cause,hot,slow\n".to_owned();
    for row in 0..40 {
        text += ["a,yes,no\n", "b,no,yes\n", "a|b,yes,yes\n", "b,no,yes\n"][row % 4];
    }
    let made = made(&text);
    assert!(made.text.contains("  several causes at once\n") && made.text.contains("is 20 of 60"), "{}", made.text);
    let loaded = parse_str("machine.kb", &made.text);
    assert!(!loaded.has_errors(), "{}\n{}", made.text, loaded.render(etio_kb::Paint::Plain));
}

#[test]
fn fixes_in_a_table_are_fixes_of_the_base() {
    let mut text = "cause,hot,fix: Clean it,time: Clean it\n".to_owned();
    for row in 0..30 {
        text += ["a,yes,yes,90 s\n", "b,no,no,2 min\n", "a,yes,no,\n"][row % 3];
    }
    let made = made(&text);
    assert!(made.text.contains("fix clean-it \"Clean it\"\n") && made.text.contains("takes 105 s"), "{}", made.text);
    assert!(made.text.contains("# 10 of 20 cases"), "{}", made.text);
    let loaded = parse_str("machine.kb", &made.text);
    assert!(!loaded.has_errors(), "{}\n{}", made.text, loaded.render(etio_kb::Paint::Plain));
}

#[test]
fn a_table_without_causes_is_refused() {
    let read = |text: &str| Table::read("t.csv", text.as_bytes()).expect("a table");
    let options =
        |id: &str| FirstOptions { id: id.to_owned(), title: String::new(), language: "en".to_owned(), least_gain: 1.0 };
    let refusal = |text: &str, id: &str| first(&read(text), &options(id)).expect_err("nothing to make").to_string();
    assert_eq!(refusal("hot\nyes\n", "m"), "t.csv:1: the table has no column `cause`");
    assert_eq!(refusal("cause,hot\n,yes\n", "m"), "t.csv: no row of the table says what was wrong");
    assert_eq!(refusal("cause\na\n", "My base"), "`My base` is no id for a base");
}
