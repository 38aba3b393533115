//! What an author is asked: of the base, of each trouble, and of what tells causes apart.

use crate::commands::new::asking::{Asker, Stop};
use crate::commands::new::draft::Draft;
use etio_kb::words::Prior;
use etio_kb::{Code, Diagnostic};

/// The longest text that is taken, in characters: a line of a page holds it, and a pattern may be no longer.
const MOST: usize = 800;
/// How long a fix takes at most, in minutes: a week.
const MOST_MINUTES: u32 = 7 * 24 * 60;
/// How long giving up takes at most, in minutes: four weeks.
const MOST_GIVING_UP: u32 = 4 * MOST_MINUTES;
/// How long one takes where the author does not say.
const MINUTES: u32 = 2;
/// How common a cause is where the author does not say.
const USUAL_PRIOR: usize = 2;
/// How long giving up takes at least where the author does not say: what counts where a base says nothing of it.
const GIVING_UP: u32 = 60;
/// What is not asked again: whether a question tells causes apart, the author was asked; what giving up takes is asked at the end.
const ASKED: [Code; 3] = [Code::NeverLeads, Code::Inseparable, Code::NeverProposed];

/// Asks for troubles until there are no more. Of one that cannot be written or is taken back, nothing is kept.
pub(super) fn troubles(draft: Draft, asker: &mut Asker<'_>) -> Result<Draft, Stop> {
    let words = asker.words;
    let (mut before, mut draft): (Vec<(Draft, String)>, _) = (Vec::new(), draft);
    let mut accepted = Vec::new();
    asker.can_undo = true;
    loop {
        asker.part(words.new_trouble(before.len() + 1))?;
        let mut next = draft.clone();
        let message = match message(&mut next, asker) {
            Ok(Some(message)) => message,
            Ok(None) => break,
            Err(Stop::Undone) => {
                match before.pop() {
                    Some((last, trouble)) => {
                        draft = last;
                        asker.say(words.undone(&trouble))?;
                    }
                    None => asker.say(words.new_nothing_to_undo())?,
                }
                continue;
            }
            Err(stop) => return Err(stop),
        };
        let title = next.messages[message].title.clone();
        let told = trouble(&mut next, message, asker);
        match told.and_then(|cause| Ok((cause, is_sound(&next, &mut accepted, asker)?))) {
            Ok((cause, true)) => {
                let trouble = words.new_trouble_of(&title, &next.causes[cause].title);
                before.push((std::mem::replace(&mut draft, next), trouble));
            }
            Ok((_, false)) => {}
            Err(Stop::Undone) => asker.say(words.undone(&words.new_trouble_with(&title)))?,
            Err(stop) => return Err(stop),
        }
    }
    asker.can_undo = false;
    give_up(draft, asker)
}

/// Asks what is left where nothing helps, where some fix takes so long that it would never be proposed without an answer.
fn give_up(mut draft: Draft, asker: &mut Asker<'_>) -> Result<Draft, Stop> {
    let words = asker.words;
    let never: Vec<Diagnostic> =
        draft.checked().diagnostics.into_iter().filter(|one| one.code == Code::NeverProposed).collect();
    let is_never = |id: &str| never.iter().any(|one| one.message.contains(&format!("`{id}`")));
    let long: Vec<_> = draft.fixes.iter().filter(|fix| is_never(&fix.id)).collect();
    let Some(longest) = long.iter().map(|fix| fix.minutes).max() else { return Ok(draft) };
    let usual = GIVING_UP.max(2 * longest);
    let long: Vec<String> = long.into_iter().map(|fix| words.quoted(&fix.title)).collect();
    let title = match asker.line(&words.new_give_up(&long.join(", ")), &words.new_give_up_hint()) {
        Err(Stop::Ended) => return Ok(draft),
        title => title?,
    };
    if title.chars().any(char::is_alphanumeric) && fits(&title) {
        let minutes = match asker.minutes(&words.new_give_up_takes(), usual, MOST_GIVING_UP) {
            Err(Stop::Ended) => usual,
            minutes => minutes?,
        };
        draft.give_up(&title, minutes);
    }
    Ok(draft)
}

/// Asks what the message says; nothing where there are no more troubles.
fn message(draft: &mut Draft, asker: &mut Asker<'_>) -> Result<Option<usize>, Stop> {
    let words = asker.words;
    if draft.causes.is_empty() {
        let text = short(asker, &words.new_message(), &words.new_message_hint())?;
        return Ok(Some(draft.message(&text)));
    }
    loop {
        let known: Vec<&str> = draft.messages.iter().map(|message| message.title.as_str()).collect();
        let said = match asker.line_or_one_of(&words.new_message(), &known, &words.new_message_or_end()) {
            Err(Stop::Ended) => return Ok(None),
            said => said?,
        };
        if said.is_empty() {
            return Ok(None);
        }
        if let Ok(number) = said.parse::<usize>() {
            if (1..=draft.messages.len()).contains(&number) {
                return Ok(Some(number - 1));
            }
            asker.say(words.new_no_such_message(&said))?;
            continue;
        }
        if fits(&said) {
            return Ok(Some(draft.message(&said)));
        }
        asker.say(words.new_too_long(MOST))?;
    }
}

/// Asks for the cause of a message, for what helps, and for what tells it from causes of the same message.
fn trouble(draft: &mut Draft, message: usize, asker: &mut Asker<'_>) -> Result<usize, Stop> {
    let words = asker.words;
    let title = short(asker, &words.new_cause(), &words.new_cause_hint())?;
    let cause = match draft.cause_called(&title) {
        Some(known) => {
            let messages = &mut draft.causes[known].messages;
            if messages.contains(&message) {
                asker.say(words.new_known_trouble())?;
            } else {
                messages.push(message);
                asker.say(words.new_known_cause())?;
            }
            known
        }
        None => {
            let scale: Vec<String> = Prior::ALL.iter().map(|&prior| words.new_prior(prior)).collect();
            let prior = Prior::ALL[asker.choice(&words.new_how_common(), &scale, Some(USUAL_PRIOR))?];
            let fix = fix(draft, asker)?;
            draft.cause(&title, prior, message, fix)
        }
    };
    apart(draft, cause, asker)?;
    Ok(cause)
}

fn fix(draft: &mut Draft, asker: &mut Asker<'_>) -> Result<usize, Stop> {
    let words = asker.words;
    let title = short(asker, &words.new_fix(), &words.new_fix_hint())?;
    if let Some(known) = draft.fix_called(&title) {
        asker.say(words.new_known_fix())?;
        return Ok(known);
    }
    let steps = loop {
        let steps = asker.lines(&words.new_steps(), &words.new_steps_hint())?;
        if steps.iter().all(|step| fits(step)) {
            break steps;
        }
        asker.say(words.new_too_long(MOST))?;
    };
    let minutes = asker.minutes(&words.new_minutes(), MINUTES, MOST_MINUTES)?;
    Ok(draft.fix(&title, minutes, steps))
}

/// Asks for questions until every cause that shows the same message can be told from this one, or the author knows none.
fn apart(draft: &mut Draft, cause: usize, asker: &mut Asker<'_>) -> Result<(), Stop> {
    let words = asker.words;
    let answered = |draft: &Draft, question| draft.causes[cause].answers.iter().any(|(known, _)| *known == question);
    // What was asked to tell others apart may tell this one too.
    for question in 0..draft.questions.len() {
        let asks_alike = |&other: &usize| draft.causes[other].answers.iter().any(|(known, _)| *known == question);
        if answered(draft, question) || !draft.alike(cause).iter().any(asks_alike) {
            continue;
        }
        let asked = words.new_how_answered(&draft.questions[question].text, &draft.causes[cause].title);
        match asker.choice(&asked, &[words.yes(), words.no(), words.new_either()], Some(2))? {
            0 => draft.causes[cause].answers.push((question, true)),
            1 => draft.causes[cause].answers.push((question, false)),
            _ => {}
        }
    }
    for other in draft.alike(cause) {
        let (this, that) = (draft.causes[cause].title.clone(), draft.causes[other].title.clone());
        let asked = words.new_apart(&words.quoted(&that), &words.quoted(&this));
        let text = loop {
            let text = asker.line(&asked, &words.new_apart_hint())?;
            if fits(&text) {
                break text;
            }
            asker.say(words.new_too_long(MOST))?;
        };
        if !text.chars().any(char::is_alphanumeric) {
            continue;
        }
        let yes_is = asker.choice(&words.new_if_yes(), &[that, this], None)?;
        let question = draft.question(&text);
        draft.causes[other].answers.push((question, yes_is == 0));
        draft.causes[cause].answers.push((question, yes_is == 1));
    }
    Ok(())
}

/// Returns whether a draft can be read and says what is meant; where there are mistakes or warnings, they are shown, and of mere
/// warnings the author decides. Those of `accepted` were decided of before.
fn is_sound(draft: &Draft, accepted: &mut Vec<(Code, String)>, asker: &mut Asker<'_>) -> Result<bool, Stop> {
    let words = asker.words;
    let mut loaded = draft.checked();
    let known = |one: &Diagnostic| accepted.iter().any(|(code, message)| (*code, message) == (one.code, &one.message));
    loaded.diagnostics.retain(|one| !ASKED.contains(&one.code) && !known(one));
    if loaded.diagnostics.is_empty() {
        return Ok(true);
    }
    asker.say(if loaded.has_errors() { words.new_unsound() } else { words.new_doubtful() })?;
    let mut page = crate::page::Page::default();
    let shown = loaded.render(etio_kb::Paint::Plain);
    shown.lines().for_each(|line| page.verbatim(2, line));
    asker.show(&page)?;
    let keep = !loaded.has_errors() && asker.yes(&words.new_keep())?;
    if keep {
        accepted.extend(loaded.diagnostics.into_iter().map(|one| (one.code, one.message)));
    } else {
        asker.say(words.new_dropped())?;
    }
    Ok(keep)
}

/// Asks for a text of a fitting length.
pub(super) fn short(asker: &mut Asker<'_>, question: &str, hint: &str) -> Result<String, Stop> {
    loop {
        let text = asker.text(question, hint)?;
        if fits(&text) {
            return Ok(text);
        }
        asker.say(asker.words.new_too_long(MOST))?;
    }
}

fn fits(text: &str) -> bool {
    text.chars().count() <= MOST
}
