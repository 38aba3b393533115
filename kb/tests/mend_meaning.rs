//! Mending changes nothing of what a base without errors does: the same answers, sure or not, make the same causes as probable.

use etio_kb::engine::{Answer, FindingId, Knowledge, OptionId, Session, Value};
use etio_kb::{MemorySources, Mended, check, mend, parse_str};
use proptest::prelude::*;

/// A condition of random parts, many of which say what others say.
fn condition() -> impl Strategy<Value = String> {
    const ATOMS: [&str; 11] =
        ["a", "b", "not a", "v is x", "v is y", "not v is x", "n > 5", "n > 8", "n < 3", "not n > 5", "c"];
    prop::sample::select(&ATOMS[..]).prop_map(str::to_owned).prop_recursive(2, 8, 3, |inner| {
        (prop::collection::vec(inner, 2..4), prop::sample::select(&["and", "or"][..])).prop_map(|(parts, joint)| {
            let parts: Vec<String> =
                parts.into_iter().map(|part| if part.contains(' ') { format!("({part})") } else { part }).collect();
            parts.join(&format!(" {joint} "))
        })
    })
}

/// A base with these conditions in rules and hard relations, and with some things said twice.
fn page(conditions: &[String], twice: bool) -> String {
    let [one, two, three, out, only, also] = conditions else { unreachable!("six conditions") };
    let twice = if twice { "  says \"cold water\", \"Cold  Wáter\"\n" } else { "  says \"cold water\"\n" };
    format!(
        "base k \"K\"\n  language en\nsymptom s \"S\"\n{twice}fact a \"A\"\n  ask \"a?\"\nfact b \"B\"\n  ask \"b?\"\n\
         fact c \"C\"\n  ask \"c?\"\nfact v \"V\" : one of x, y, z\n  ask \"v?\"\nfact n \"N\" : number 0..10\n  ask \"n?\"\n\
         fact d \"D\"\n  otherwise 10%\nrule one when {one} then d\nrule two when {two} then d\nrule three when {three} then d\n\
         kind k-kind \"Kind\"\n  often s\n\
         cause p of k-kind \"P\"\n  is common\n  often s\n  usually d\n\
         cause q of k-kind \"Q\"\n  is rare\n  rarely d\n  ruled out when {out}\n  only when {only}\n  ruled out when {also}\n\
         fix f \"F\"\n  always cures p, q\n  step \"Wait.\"\n  step \"Wait.\"\n"
    )
}

/// Returns how probable the causes are when this is answered, or that the answers contradict one another.
fn posterior(knowledge: &Knowledge, answers: &[(usize, usize, bool)]) -> Option<Vec<u64>> {
    let mut session = Session::new(knowledge);
    for (which, value, sure) in answers {
        let id = ["a", "b", "c", "v", "n"][*which];
        let finding = knowledge.findings().iter().position(|finding| finding.id == id)?;
        let finding = FindingId(u32::try_from(finding).ok()?);
        let value = match id {
            "v" => Value::Option(OptionId(u32::try_from(value % 3).ok()?)),
            "n" => Value::Number([2.0, 5.0, 7.0, 9.0][value % 4]),
            _ if value % 2 == 0 => Value::Yes,
            _ => Value::No,
        };
        let answer = if *sure { Answer::sure(value) } else { Answer::probable(value) };
        session.answer(finding, answer).ok()?;
    }
    Some(session.differential().iter().map(|one| one.posterior.to_bits()).collect())
}

fn mended(page: &str) -> (bool, Mended) {
    let sources = MemorySources::new().with_file("k.kb", page);
    (check(&sources, &["k.kb"]).has_errors(), mend(&sources, &["k.kb"], &["k.kb"]))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn the_same_answers_come_to_the_same(
        conditions in prop::collection::vec(condition(), 6),
        twice in any::<bool>(),
        talks in prop::collection::vec(prop::collection::vec((0..5usize, 0..12usize, any::<bool>()), 0..5), 12),
    ) {
        let before = page(&conditions, twice);
        let (errors, mended) = mended(&before);
        prop_assert!(!mended.left.has_errors() || errors);
        let Some(after) = mended.pages.first().map(|page| &page.after).filter(|_| !errors) else { return Ok(()) };
        let [one, two] = [&before, after].map(|page| Knowledge::new(parse_str("k.kb", page).bases).expect("no errors"));
        for talk in talks {
            let mut talk = talk;
            talk.sort_unstable();
            talk.dedup_by_key(|(which, ..)| *which);
            prop_assert_eq!(posterior(&one, &talk), posterior(&two, &talk), "{:?}\n{}\n{}", talk, before, after);
        }
        let again = self::mended(after).1;
        prop_assert!(again.pages.is_empty(), "{after}\n{:?}", again.pages);
    }
}
