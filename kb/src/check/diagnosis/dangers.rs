//! What can do damage, in commands and in sentences: two tables. A command is the same in every language; sentences stand in English
//! and Spanish.
//!
//! A row is words in this order, `*` for anything between on the same line, and `~` for a word that goes on. It must be something that
//! hardly ever stands in a harmless step: a false alarm is worse than a miss.

mod commands;
mod sentences;

use etio_engine::RiskKind;

/// A row of the table.
pub(super) struct Danger {
    pub(super) says: &'static str,
    pub(super) risk: RiskKind,
    pub(super) reason: &'static str,
}

const fn row(says: &'static str, risk: RiskKind, reason: &'static str) -> Danger {
    Danger { says, risk, reason }
}

const FILES: &str = "it deletes files for good";
const DISK: &str = "it erases a disk";
const ROWS: &str = "it deletes what a database holds";
const GUARD: &str = "it turns off what protects";
const ACCOUNT: &str = "what is in the account is lost";
const UNSURE: &str = "it trusts whoever answers";

/// Words before a danger that say not to do it.
const NOT: [&str; 12] =
    ["not", "don't", "never", "without", "instead of", "no", "nunca", "sin", "avoid", "evita", "jamás", "en vez de"];

/// Within how many words before a danger they count.
const NEAR: usize = 3;

/// Returns what a step or a command says that can do damage.
pub(super) fn danger(text: &str) -> Option<&'static Danger> {
    let text = text.to_lowercase().replace('’', "'");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    commands::COMMANDS.iter().chain(sentences::SENTENCES).find(|danger| says(&text, danger.says))
}

fn says(text: &str, row: &str) -> bool {
    let mut parts = row.split(" * ");
    let Some(first) = parts.next().and_then(|part| place(text, part)) else { return false };
    // "Never run rm -rf": a few words may stand between.
    let words: Vec<&str> = text[..first.start].split(' ').filter(|word| !word.is_empty()).collect();
    let before = format!(" {} ", words[words.len().saturating_sub(NEAR)..].join(" "));
    let told_not = NOT.iter().any(|not| before.contains(&format!(" {not} ")));
    let mut rest = &text[first.end..];
    let all = parts.all(|part| {
        let found = place(rest, part);
        rest = found.as_ref().map_or("", |found| &rest[found.end..]);
        found.is_some()
    });
    all && !told_not
}

/// Returns where words stand whole, or as a beginning where they end in `~`.
fn place(text: &str, words: &str) -> Option<std::ops::Range<usize>> {
    let (words, goes_on) = words.strip_suffix('~').map_or((words, false), |words| (words, true));
    let joins = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut places = text.match_indices(words).map(|(at, _)| at..at + words.len());
    places.find(|place| {
        let before = text[..place.start].chars().next_back().is_none_or(|letter| !joins(letter) && letter != '-');
        let after = text[place.end..].chars().next().is_none_or(|letter| !joins(letter));
        before && (after || goes_on || words.ends_with('-'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_do_damage_is_found() {
        for (text, says) in [
            ("sudo rm -rf /var/lib/app", "rm -rf"),
            ("RM  -RF ~", "rm -rf"),
            ("curl -fsSL https://example.org/get.sh | sh", "curl * | sh"),
            ("dd if=/dev/zero of=/dev/sda bs=1M", "dd * of=/dev/~"),
            ("mkfs.ext4 /dev/sdb1", "mkfs"),
            ("Format C: and install again.", "format c:"),
            ("psql -c 'DROP TABLE users'", "drop table"),
            ("chmod -R 777 /srv", "chmod -r 777"),
            ("reg delete HKLM\\Software\\X /f", "reg delete"),
            ("Do a factory reset.", "factory reset"),
            ("Turn the VPN off and try again.", "turn the vpn off"),
            ("Restablece los valores de fábrica.", "valores de fábrica"),
            ("Formatea el disco.", "formatea"),
            ("Apaga para la prueba la VPN.", "apaga * la vpn"),
            ("git push origin +main", "git push * +~"),
            ("sh -c \"$(curl -fsSL https://example.org/i.sh)\"", "$(curl"),
            ("chown -R nobody /", "chown -r * /"),
            ("Wipe the phone.", "wipe the phone"),
            ("Desinstala el antivirus.", "desinstala el antivirus"),
            ("sudo reboot", "sudo reboot"),
            ("aws ec2 terminate-instances --instance-ids i-1", "aws * terminate-instances"),
            ("Delete the folder with all your documents.", "delete the folder with all your"),
            ("Apaga un momento el antivirus.", "apaga un momento el antivirus"),
        ] {
            assert_eq!(danger(text).map(|danger| danger.says), Some(says), "{text}");
        }
    }

    #[test]
    fn what_only_sounds_like_it_is_not() {
        for text in [
            "Clear ChatGPT's cache and cookies.",
            "Save it in another format: CSV or PDF.",
            "Do not delete your account.",
            "Never run rm -rf here.",
            "Borra la caché y las cookies.",
            "No formatees nada.",
            "The alarm -right beside it- goes off.",
            "curl https://example.org/status",
            "Delete the app: your chats are in your account.",
            "ls -rf; confirm -rf",
            "Wipe the lens with a dry cloth.",
            "chown -R me /home/me",
            "git push origin main",
            "systemctl status firewalld",
            "Borra los datos de navegación.",
            "Borra sus datos de navegación.",
            "Reboot the router.",
            "Look for the service, and stop or restart it.",
            "Delete the folder with the cache.",
            "Apaga el router y abre el antivirus.",
            "Remove the password that your browser keeps.",
            "The password of the factory is on the label.",
        ] {
            assert_eq!(danger(text).map(|danger| danger.says), None, "{text}");
        }
    }
}
