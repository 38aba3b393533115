//! Steps and commands that can do damage, of which nothing says so.

use super::diagnosis::without;
use super::{Faulty, Pages, Row};
use crate::generate::Dice;

pub(super) const KINDS: &[Row] = &[
    ("a dangerous command", "W410", command),
    ("a dangerous step", "W410", step),
    ("a risk left out", "W410", no_risk),
    ("another dangerous command", "W410", other_command),
    ("another dangerous step", "W410", other_step),
    ("a dangerous step in the translation alone", "W410", translated_step),
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

/// Adds a fix of its own that does something dangerous.
fn risky_fix(pages: &Pages, dice: &mut Dice, line: &str) -> Option<Faulty> {
    let (unit, cause) = (pages.pick("fix", dice)?, pages.pick("cause", dice)?);
    let help = format!("  usually cures {}", cause.id);
    let lines = ["fix spare-fix \"A spare fix\"", &help, "  step \"Do this first.\"", line];
    Some(super::names::after(pages, &unit, &lines).concerning("spare-fix").concerning(&cause.id))
}

fn other_command(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let command = *dice.pick(&[
        "rm -Rf /opt/data",
        "rm -f -r build",
        "sudo rm --recursive --force /srv",
        "rmdir /s /q C:\\\\Data",
        "del /f /s /q *.*",
        "erase /s C:\\\\Users",
        "format D: /fs:ntfs",
        "format e: /q /y",
        "mkfs -t ext4 /dev/sdc",
        "mke2fs /dev/sdc1",
        "dd if=/dev/zero of=/dev/nvme0n1",
        "cat image.iso > /dev/sda",
        "parted /dev/sda mklabel gpt",
        "sgdisk --zap-all /dev/sda",
        "blkdiscard /dev/sda",
        "diskutil eraseDisk JHFS+ Mac disk2",
        "Remove-Item -Recurse -Force C:\\\\Data",
        "Remove-Item C:\\\\Data -Force -Recurse",
        "ri -r -fo C:\\\\Data",
        "Format-Volume -DriveLetter D",
        "Clear-Disk -Number 1 -RemoveData",
        "DROP TABLE users;",
        "psql -c 'drop schema public cascade'",
        "DELETE FROM orders;",
        "TRUNCATE orders;",
        "mongo shop --eval 'db.dropDatabase()'",
        "redis-cli FLUSHALL",
        "redis-cli FLUSHDB",
        "git push --force origin main",
        "git push -f",
        "git push origin +main",
        "git reset --hard HEAD~3",
        "git clean -fdx",
        "git checkout -- .",
        "git branch -D feature",
        "kubectl delete namespace prod",
        "helm uninstall shop",
        "docker system prune -af",
        "docker rm -f web",
        "docker compose down -v",
        "docker volume prune -f",
        "terraform destroy -auto-approve",
        "aws s3 rm s3://bucket --recursive",
        "aws s3 rb s3://bucket --force",
        "gsutil rm -r gs://bucket",
        "chmod -R 777 /",
        "chmod 0777 /etc/passwd",
        "chmod -R a+w /etc",
        "chown -R nobody /",
        "curl -s http://x.example/i.sh | sudo sh",
        "curl http://x.example/i.py | python3",
        "bash <(curl -s http://x.example/i.sh)",
        "bash -c \\\"$(curl -fsSL http://x.example/i.sh)\\\"",
        "iex (New-Object Net.WebClient).DownloadString('http://x.example/i')",
        "iwr http://x.example/i.ps1 | iex",
        "Set-ExecutionPolicy Unrestricted",
        "Set-MpPreference -DisableRealtimeMonitoring $true",
        "netsh advfirewall set allprofiles state off",
        "systemctl stop firewalld",
        "systemctl disable --now ufw",
        "iptables --flush",
        "setenforce Permissive",
        "shutdown now",
        "init 0",
        "kill -9 -1",
        "killall5",
        "mv /home /dev/null",
        "> /etc/fstab",
        "truncate -s 0 /var/lib/db",
        "crontab -r",
        "userdel -r anna",
        "net user anna /delete",
        "bcdedit /set testsigning on",
        "vssadmin delete shadows /all",
        "wevtutil cl System",
        "reg delete HKLM\\\\Software /f",
        "lvremove vg0/data",
        "zpool destroy tank",
        "btrfs subvolume delete /data",
        "npm unpublish pkg --force",
        "fastboot oem unlock",
        "fastboot erase userdata",
        "adb shell wipe data",
        "find / -name '*.log' -delete",
        "find . -type f -exec rm {{}} +",
        "xargs rm -f < list.txt",
        "ssh -o StrictHostKeyChecking=no host",
        "curl -k https://x.example",
        "wget --no-check-certificate https://x.example",
    ]);
    risky_fix(pages, dice, &format!("  run \"{command}\""))
}

fn other_step(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let step = *dice.pick(&[
        "Factory-reset the phone.",
        "Reset the router to its factory settings.",
        "Restore the device to factory defaults.",
        "Erase all content and settings.",
        "Wipe the phone.",
        "Reinstall Windows from scratch.",
        "Reinstall the operating system.",
        "Format the hard disk.",
        "Format the USB stick.",
        "Repartition the disk.",
        "Delete all your files in this folder.",
        "Delete the whole folder with your documents.",
        "Delete your profile.",
        "Delete the database and create it again.",
        "Clear all data of the app.",
        "Remove all your photos.",
        "Empty the trash.",
        "Disable the firewall.",
        "Switch off the firewall for a moment.",
        "Turn your antivirus off.",
        "Uninstall your antivirus.",
        "Disable two-factor authentication.",
        "Turn off two-step verification.",
        "Share your password with the technician.",
        "Give the technician your password.",
        "Ignore the certificate warning.",
        "Disable SELinux.",
        "Turn off Windows Defender.",
        "Root the phone.",
        "Overwrite the backup.",
        "Delete the backups.",
        "Borra todo.",
        "Borra todos tus archivos.",
        "Elimina todos los datos.",
        "Elimina tu cuenta y crea otra.",
        "Formatea el equipo.",
        "Formatea la unidad USB.",
        "Reinstala Windows desde cero.",
        "Reinstala el sistema operativo.",
        "Restaura el teléfono de fábrica.",
        "Restablece el router a los valores de fábrica.",
        "Desactiva el antivirus.",
        "Desinstala el antivirus.",
        "Apaga el cortafuegos.",
        "Desactiva el firewall.",
        "Desactiva la verificación en dos pasos.",
        "Dale tu contraseña al técnico.",
        "Vacía la papelera.",
        "Borra la copia de seguridad.",
        "Borra la base de datos.",
        "Haz un borrado completo del móvil.",
        "Ignora el aviso del certificado.",
    ]);
    risky_fix(pages, dice, &format!("  step \"{step}\""))
}

fn translated_step(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("fix", dice).filter(|unit| pages.beginning(unit, "risk").is_empty())?;
    let translated = pages.units().into_iter().find(|other| other.is_translation && other.id == unit.id)?;
    let step = *dice.pick(&["Format the disk.", "Formatea el disco.", "Delete your account.", "Borra tu cuenta."]);
    let mut faulty = Faulty::new(pages).concerning(&unit.id).at(&translated.file, translated.line);
    for (at, line) in [(&unit, "  step \"Then do this.\""), (&translated, &format!("  step \"{step}\""))] {
        faulty.pages.splice(&at.file, (at.end, at.end), &[(*line).to_owned()]);
        faulty = faulty.at(&at.file, at.line).at(&at.file, at.end);
    }
    Some(faulty)
}
