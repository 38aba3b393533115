use super::*;
use crate::learn::Options;

/// Chance that is the same every time.
struct Dice(u64);

impl Dice {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, end: usize) -> usize {
        (self.share() * end as f64) as usize
    }

    fn happens(&mut self, share: f64) -> bool {
        self.share() < share
    }
}

const PAGE: &str = "
symptom slow \"Slow\"
  ask \"Slow?\"
  otherwise seldom
symptom hot \"Hot\"
  ask \"Hot?\"
  otherwise sometimes
symptom red of lamp \"Red\"
symptom blue of lamp \"Blue\"
fact lamp \"The lamp\" : one of its symptoms
  ask \"Which lamp?\"
  else \"None\"
fact place \"Place\" : one of home, work, road
  ask \"Where?\"
  otherwise 50% is home
kind power \"Power\"
cause fan of power \"The fan\"
  is common
  often slow
  almost always hot
  sometimes red
  usually place is home
  passes in 5 min
cause disk of power \"The disk\"
  is 7 of 40
  usually slow
  rarely hot
  half the time blue
  rarely red
cause dust \"Dust\"
  is very common
  seldom slow
  8 of 10 hot
  often place is road
fix clean \"Clean it\"
  usually cures dust
  sometimes cures fan
  takes 2 min
fix replace \"Replace it\"
  almost always cures fan
  often cures disk
";

fn parameters(opening: &str) -> Parameters {
    let kind = if opening.is_empty() { "" } else { "\n  one at a time" };
    let page = PAGE.replace("\"Power\"", &format!("\"Power\"{kind}"));
    let text = format!("base machine \"Machines\"\n  language en\n{opening}{page}");
    let loaded = crate::parse_str("machine.kb", &text);
    assert!(!loaded.has_errors(), "{}", loaded.render(crate::Paint::Plain));
    Parameters::new(&loaded.bases[0], &Options::default())
}

/// Returns cases of every form: known and open, sure and probable, with fixes and without.
fn records(parameters: &Parameters, dice: &mut Dice) -> Vec<Record> {
    (0..60).map(|_| record(parameters, dice)).collect()
}

fn record(parameters: &Parameters, dice: &mut Dice) -> Record {
    let mut seen = Vec::new();
    for at in 0..parameters.signs.len() {
        let soft = if dice.happens(0.3) { 0.25 } else { 0.0 };
        let (yes, no) = if dice.happens(0.5) { (1.0, soft) } else { (soft, 1.0) };
        if dice.happens(0.7) {
            seen.push((Seen::Sign { at, yes, no }, dice.happens(0.8)));
        }
    }
    for (at, table) in parameters.tables.iter().enumerate() {
        let mut weights = vec![if dice.happens(0.3) { 0.25 } else { 0.0 }; table.values];
        weights[dice.below(table.values)] = 1.0;
        if dice.happens(0.7) {
            seen.push((Seen::Value { at, weights }, true));
        }
    }
    let all = [Outcome::Helped, Outcome::Failed, Outcome::Partly];
    let tried: Vec<usize> = (0..2).filter(|_| dice.happens(0.5)).collect();
    let outcomes = tried.into_iter().map(|fix| (fix, all[dice.below(3)])).collect();
    let (label, is_cured) = (label(parameters, dice), dice.happens(0.5));
    Record { times: 1.0 + dice.below(3) as f64, seen, outcomes, label, is_cured }
}

fn label(parameters: &Parameters, dice: &mut Dice) -> Label {
    let causes = parameters.causes;
    let mut sets: Vec<Vec<usize>> = (0..=causes).map(|cause| vec![cause]).collect();
    if parameters.several {
        let exclusive =
            |one: usize, two: usize| parameters.groups.iter().any(|group| group.contains(&one) && group.contains(&two));
        let pairs = (0..causes).flat_map(|one| (one + 1..causes).map(move |two| (one, two)));
        sets.extend(pairs.filter(|(one, two)| !exclusive(*one, *two)).map(|(one, two)| vec![one, two]));
    }
    match dice.below(3) {
        0 => Label::Known(vec![(sets[dice.below(sets.len())].clone(), 1.0)]),
        1 => Label::Known(vec![(sets[dice.below(causes)].clone(), 0.7), (sets[causes].clone(), 0.3)]),
        _ => Label::Open(sets),
    }
}

#[test]
fn the_penalised_likelihood_never_falls() {
    for opening in ["", "  several causes at once\n"] {
        for is_complete in [false, true] {
            for seed in 0..15 {
                let mut parameters = parameters(opening);
                parameters.tables.iter_mut().for_each(|table| table.is_complete |= is_complete);
                let records = records(&parameters, &mut Dice(seed));
                let course = maximise(parameters, &records).course;
                assert!(course.len() > 2, "{opening} {seed}");
                for (step, pair) in course.windows(2).enumerate() {
                    let fall = pair[0] - pair[1];
                    assert!(
                        fall <= 1e-10 * pair[0].abs(),
                        "{opening:?} {is_complete} {seed}: step {step} falls by {fall}"
                    );
                }
            }
        }
    }
}

#[test]
fn cases_of_which_everything_is_known_count_one_by_one() {
    let parameters = parameters("");
    let dust = 2;
    let hot = parameters
        .signs
        .iter()
        .position(|sign| sign.links.contains_key(&1) && sign.links[&1].1 == Entry::Whole)
        .expect("a sign");
    let see =
        |there: bool| (Seen::Sign { at: hot, yes: f64::from(u8::from(there)), no: f64::from(u8::from(!there)) }, true);
    let case = |there, times| Record {
        times,
        seen: vec![see(there)],
        outcomes: vec![(0, Outcome::Failed)],
        label: Label::Known(vec![(vec![dust], 1.0)]),
        is_cured: false,
    };
    let fit = maximise(parameters, &[case(true, 6.0), case(false, 9.0)]);
    let (share, _) = fit.parameters.signs[hot].links[&dust];
    let (share, tally) = (&fit.parameters.shares[share], fit.counts.shares[share]);
    assert_eq!(tally, Tally { of: 6.0, cases: 15.0 });
    assert!((share.value - (share.author * share.weight + 6.0) / (share.weight + 15.0)).abs() < 1e-12);
    let effect = fit.parameters.effects[&(0, dust)];
    let (cures, tally) = (&fit.parameters.shares[effect.share], fit.counts.shares[effect.share]);
    assert_eq!(tally, Tally { of: 0.0, cases: 15.0 });
    assert!((cures.value - 8.0 / 25.0).abs() < 1e-12, "{}", cures.value);
}

#[test]
fn several_causes_share_the_responsibility() {
    let parameters = parameters("  several causes at once\n");
    let slow = parameters.signs.iter().position(|sign| sign.links.len() == 3).expect("a sign of all causes");
    let sign = parameters.signs[slow].clone();
    let value = |parameters: &Parameters, cause: usize| parameters.shares[sign.links[&cause].0].value;
    let leak = parameters.shares[sign.leak].value;
    let record = Record {
        times: 1.0,
        seen: vec![(Seen::Sign { at: slow, yes: 1.0, no: 0.0 }, true)],
        outcomes: Vec::new(),
        label: Label::Known(vec![(vec![0, 1], 1.0)]),
        is_cured: false,
    };
    let counts = expect(&parameters, &[record]);
    let present = 1.0 - (1.0 - leak) * (1.0 - value(&parameters, 0)) * (1.0 - value(&parameters, 1));
    for (share, of) in [
        (sign.links[&0].0, value(&parameters, 0) / present),
        (sign.links[&1].0, value(&parameters, 1) / present),
        (sign.leak, leak / present),
    ] {
        assert_eq!(counts.shares[share].cases, 1.0);
        assert!((counts.shares[share].of - of).abs() < 1e-12, "{} {of}", counts.shares[share].of);
    }
}
