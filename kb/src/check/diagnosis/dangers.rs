//! What can do damage, in commands and in sentences: one table. A command is the same in every language; sentences stand in English
//! and Spanish.
//!
//! A row is words in this order, `*` for anything between on the same line, and `~` for a word that goes on. It must be something that
//! hardly ever stands in a harmless step: a false alarm is worse than a miss.

use etio_engine::RiskKind::{self, InterruptsOthers, LosesData, LowersProtection};

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
const WORK: &str = "it throws work away";
const OPEN: &str = "it lets anybody in";
const GUARD: &str = "it turns off what protects";
const STRANGE: &str = "it runs what a stranger wrote";
const DEVICE: &str = "it erases what is on the device";
const ACCOUNT: &str = "what is in the account is lost";
const OFF: &str = "whoever works there is cut off";

/// What can do damage, commands first.
pub(super) const DANGERS: &[Danger] = &[
    row("rm -rf", LosesData, FILES),
    row("rm -fr", LosesData, FILES),
    row("rm -r", LosesData, FILES),
    row("rm --recursive", LosesData, FILES),
    row("rm * -rf", LosesData, FILES),
    row("find * -delete", LosesData, FILES),
    row("del /s", LosesData, FILES),
    row("del /f", LosesData, FILES),
    row("del /q", LosesData, FILES),
    row("rd /s", LosesData, FILES),
    row("rmdir /s", LosesData, FILES),
    row("remove-item * -recurse", LosesData, FILES),
    row("shred -", LosesData, FILES),
    row("mkfs", LosesData, DISK),
    row("wipefs", LosesData, DISK),
    row("dd * of=/dev/~", LosesData, DISK),
    row("diskpart", LosesData, DISK),
    row("fdisk /dev/~", LosesData, DISK),
    row("format c:", LosesData, DISK),
    row("format d:", LosesData, DISK),
    row("diskutil erasedisk", LosesData, DISK),
    row("diskutil erasevolume", LosesData, DISK),
    row("cipher /w", LosesData, FILES),
    row("vssadmin delete", LosesData, "it deletes the copies that could bring files back"),
    row("reg delete", LosesData, "it deletes settings of the system"),
    row("drop table", LosesData, ROWS),
    row("drop database", LosesData, ROWS),
    row("drop schema", LosesData, ROWS),
    row("dropdb", LosesData, ROWS),
    row("truncate table", LosesData, ROWS),
    row("delete from", LosesData, ROWS),
    row("flushall", LosesData, ROWS),
    row("git reset --hard", LosesData, WORK),
    row("git clean -f~", LosesData, WORK),
    row("git clean -d~", LosesData, WORK),
    row("git push --force", LosesData, WORK),
    row("git push -f", LosesData, WORK),
    row("docker system prune", LosesData, "it deletes containers and images"),
    row("docker volume rm", LosesData, "it deletes what containers keep"),
    row("docker volume prune", LosesData, "it deletes what containers keep"),
    row("kubectl delete", LosesData, "it deletes what runs in the cluster"),
    row("terraform destroy", LosesData, "it deletes what was set up"),
    row("userdel", LosesData, ACCOUNT),
    row("crontab -r", LosesData, "it deletes every planned task"),
    row("chmod -r 777", LowersProtection, OPEN),
    row("chmod 777", LowersProtection, OPEN),
    row("chmod -r a+rwx", LowersProtection, OPEN),
    row("curl * | sh", LowersProtection, STRANGE),
    row("curl * | bash", LowersProtection, STRANGE),
    row("curl * | sudo", LowersProtection, STRANGE),
    row("wget * | sh", LowersProtection, STRANGE),
    row("wget * | bash", LowersProtection, STRANGE),
    row("wget * | sudo", LowersProtection, STRANGE),
    row("invoke-expression", LowersProtection, STRANGE),
    row("iwr * | iex", LowersProtection, STRANGE),
    row("irm * | iex", LowersProtection, STRANGE),
    row("set-executionpolicy unrestricted", LowersProtection, GUARD),
    row("set-executionpolicy bypass", LowersProtection, GUARD),
    row("setenforce 0", LowersProtection, GUARD),
    row("ufw disable", LowersProtection, GUARD),
    row("iptables -f", LowersProtection, GUARD),
    row("netsh advfirewall * off", LowersProtection, GUARD),
    row("set-mppreference * -disable~", LowersProtection, GUARD),
    row("spctl --master-disable", LowersProtection, GUARD),
    row("csrutil disable", LowersProtection, GUARD),
    row("shutdown -h", InterruptsOthers, OFF),
    row("shutdown /s", InterruptsOthers, OFF),
    row("factory reset", LosesData, DEVICE),
    row("reset * to factory", LosesData, DEVICE),
    row("restore * factory settings", LosesData, DEVICE),
    row("factory settings", LosesData, DEVICE),
    row("factory defaults", LosesData, DEVICE),
    row("format the disk", LosesData, DISK),
    row("format the drive", LosesData, DISK),
    row("format your disk", LosesData, DISK),
    row("format your drive", LosesData, DISK),
    row("format your computer", LosesData, DISK),
    row("format the computer", LosesData, DISK),
    row("erase the disk", LosesData, DISK),
    row("erase the drive", LosesData, DISK),
    row("erase everything", LosesData, DEVICE),
    row("erase all", LosesData, DEVICE),
    row("wipe the", LosesData, DEVICE),
    row("delete everything", LosesData, FILES),
    row("delete all your", LosesData, FILES),
    row("delete your account", LosesData, ACCOUNT),
    row("delete the account", LosesData, ACCOUNT),
    row("close your account", LosesData, ACCOUNT),
    row("delete all data", LosesData, FILES),
    row("delete your data", LosesData, FILES),
    row("delete all files", LosesData, FILES),
    row("delete all chats", LosesData, FILES),
    row("delete the database", LosesData, ROWS),
    row("turn off the antivirus", LowersProtection, GUARD),
    row("turn off your antivirus", LowersProtection, GUARD),
    row("turn the antivirus off", LowersProtection, GUARD),
    row("disable the antivirus", LowersProtection, GUARD),
    row("disable your antivirus", LowersProtection, GUARD),
    row("turn off the firewall", LowersProtection, GUARD),
    row("turn the firewall off", LowersProtection, GUARD),
    row("turn off your firewall", LowersProtection, GUARD),
    row("disable the firewall", LowersProtection, GUARD),
    row("disable your firewall", LowersProtection, GUARD),
    row("turn the vpn off", LowersProtection, GUARD),
    row("turn off the vpn", LowersProtection, GUARD),
    row("turn off your vpn", LowersProtection, GUARD),
    row("turn your vpn off", LowersProtection, GUARD),
    row("disable the vpn", LowersProtection, GUARD),
    row("turn off the ad blocker", LowersProtection, GUARD),
    row("turn off your ad blocker", LowersProtection, GUARD),
    row("disable the ad blocker", LowersProtection, GUARD),
    row("disable your ad blocker", LowersProtection, GUARD),
    row("apaga el bloqueador", LowersProtection, GUARD),
    row("desactiva el bloqueador", LowersProtection, GUARD),
    row("valores de fábrica", LosesData, DEVICE),
    row("ajustes de fábrica", LosesData, DEVICE),
    row("configuración de fábrica", LosesData, DEVICE),
    row("estado de fábrica", LosesData, DEVICE),
    row("formatea", LosesData, DISK),
    row("formatear", LosesData, DISK),
    row("formatee", LosesData, DISK),
    row("borra todo", LosesData, DEVICE),
    row("borra el disco", LosesData, DISK),
    row("borrar el disco", LosesData, DISK),
    row("borra todos los", LosesData, FILES),
    row("borra todas las", LosesData, FILES),
    row("elimina todos los", LosesData, FILES),
    row("elimina todas las", LosesData, FILES),
    row("borra tu cuenta", LosesData, ACCOUNT),
    row("borra la cuenta", LosesData, ACCOUNT),
    row("elimina tu cuenta", LosesData, ACCOUNT),
    row("elimina la cuenta", LosesData, ACCOUNT),
    row("elimina la base de datos", LosesData, ROWS),
    row("borra la base de datos", LosesData, ROWS),
    row("desactiva el antivirus", LowersProtection, GUARD),
    row("apaga el antivirus", LowersProtection, GUARD),
    row("desactiva tu antivirus", LowersProtection, GUARD),
    row("desactiva el cortafuegos", LowersProtection, GUARD),
    row("desactiva el firewall", LowersProtection, GUARD),
    row("apaga el cortafuegos", LowersProtection, GUARD),
    row("apaga * la vpn", LowersProtection, GUARD),
    row("desactiva * la vpn", LowersProtection, GUARD),
    row("desactiva tu vpn", LowersProtection, GUARD),
];

/// Words before a danger that say not to do it.
const NOT: [&str; 12] =
    ["not", "don't", "never", "without", "instead of", "no", "nunca", "sin", "avoid", "evita", "jamás", "en vez de"];

/// Within how many words before a danger they count.
const NEAR: usize = 3;

/// Returns what a step or a command says that can do damage.
pub(super) fn danger(text: &str) -> Option<&'static Danger> {
    let text = text.to_lowercase().replace('’', "'");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    DANGERS.iter().find(|danger| says(&text, danger.says))
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
        ] {
            assert_eq!(danger(text).map(|danger| danger.says), None, "{text}");
        }
    }
}
