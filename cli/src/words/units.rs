//! Numbers as people say them: percentages, times, lists, quotes.

use crate::words::Words;

const MINUTE: u32 = 60;
const HOUR: u32 = 3_600;
const DAY: u32 = 86_400;

impl Words {
    /// Returns a probability as a percentage: `43%`, `less than 1%`.
    pub(crate) fn percent(self, probability: f64) -> String {
        // The zero with a minus is a zero.
        let percent = probability * 100.0 + 0.0;
        if percent > 0.0 && percent < 1.0 {
            return self.pick("menos del 1\u{a0}%", "less than 1%").to_owned();
        }
        if percent > 99.0 && percent < 100.0 {
            return self.pick("más del 99\u{a0}%", "more than 99%").to_owned();
        }
        format!("{percent:.0}{}", self.percent_sign())
    }

    /// Returns a percentage of something, as it stands within a sentence: Spanish says «el 43 %», but «menos del 1 %».
    pub(crate) fn share(self, probability: f64) -> String {
        let percent = self.percent(probability);
        if self == Self::Spanish && percent.starts_with(|first: char| first.is_ascii_digit()) {
            return format!("el {percent}");
        }
        percent
    }

    /// Returns a number with so many digits behind the point, or the comma.
    pub(crate) fn decimal(self, number: f64, digits: usize) -> String {
        let written = format!("{number:.digits$}");
        match self {
            Self::Spanish => written.replace('.', ","),
            Self::English => written,
        }
    }

    /// Returns a probability as so many of a hundred, with the digits it needs: `65`, `0.5`.
    pub(crate) fn of_hundred(self, probability: f64) -> String {
        let digits = (0..4).find(|&digits| {
            let shift = 10_f64.powi(digits);
            let scaled = probability * 100.0 * shift;
            (scaled - scaled.round()).abs() < 1e-6
        });
        self.decimal(probability * 100.0, digits.map_or(4, |digits| digits.unsigned_abs() as usize))
    }

    /// Returns a time as an estimate: `about 5 minutes`.
    pub(crate) fn about(self, seconds: u32) -> String {
        let rounded = |unit: u32| (seconds + unit / 2) / unit;
        let (count, spanish, english) = match seconds {
            0..MINUTE => (seconds.max(1), ("un segundo", "unos", "segundos"), ("a second", "seconds")),
            MINUTE..HOUR => (rounded(MINUTE), ("un minuto", "unos", "minutos"), ("a minute", "minutes")),
            HOUR..DAY => (rounded(HOUR), ("una hora", "unas", "horas"), ("an hour", "hours")),
            _ => (rounded(DAY), ("un día", "unos", "días"), ("a day", "days")),
        };
        match (self, count) {
            (Self::Spanish, 1) => spanish.0.to_owned(),
            (Self::Spanish, _) => format!("{} {count} {}", spanish.1, spanish.2),
            (Self::English, 1) => format!("about {}", english.0),
            (Self::English, _) => format!("about {count} {}", english.1),
        }
    }

    /// Returns the parts in a row: `a, b and c`.
    pub(crate) fn list(self, parts: &[String]) -> String {
        match parts {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{} {} {last}", first.join(", "), self.and_before(last)),
        }
    }

    /// Returns the parts as a choice: `a, b or c`.
    pub(crate) fn alternatives(self, parts: &[String]) -> String {
        match parts {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{} {} {last}", first.join(", "), self.or_before(last)),
        }
    }

    /// Returns a whole number with its thousands apart: `10,000`, and in Spanish `10 000` but `1000`.
    pub(crate) fn count(self, number: u32) -> String {
        let digits = number.to_string();
        let separator = match self {
            Self::Spanish if digits.len() <= 4 => "",
            Self::Spanish => "\u{a0}",
            Self::English => ",",
        };
        let first = (digits.len() - 1) % 3 + 1;
        let (head, rest) = digits.split_at(first);
        let groups = (0..rest.len() / 3).map(|at| &rest[3 * at..3 * at + 3]);
        std::iter::once(head).chain(groups).collect::<Vec<_>>().join(separator)
    }

    /// Returns a text in quotes, or as it is where it brings its own.
    pub(crate) fn quoted(self, text: &str) -> String {
        if text.starts_with(['«', '“', '"']) {
            return text.to_owned();
        }
        self.pick(format!("«{text}»"), format!("“{text}”"))
    }

    /// Spanish says `u` before the sound of an o.
    fn or_before(self, next: &str) -> &'static str {
        let next = next.trim_start_matches(['«', '“', '"']).to_lowercase();
        match self {
            Self::Spanish if next.starts_with(['o', 'ó']) || next.starts_with("ho") => "u",
            Self::Spanish => "o",
            Self::English => "or",
        }
    }

    /// Spanish says `e` before the sound of an i.
    fn and_before(self, next: &str) -> &'static str {
        let next = next.trim_start_matches(['«', '“', '"']).to_lowercase();
        let sounds_like_i = next.starts_with(['i', 'í']) || next.starts_with("hi") && !next.starts_with("hie");
        match self {
            Self::Spanish if sounds_like_i => "e",
            Self::Spanish => "y",
            Self::English => "and",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_never_claim_certainty_they_do_not_have() {
        let cases = [
            (0.0, "0%"),
            (-0.0, "0%"),
            (0.004, "less than 1%"),
            (0.431, "43%"),
            (0.9954, "more than 99%"),
            (1.0, "100%"),
        ];
        for (probability, said) in cases {
            assert_eq!(Words::English.percent(probability), said);
        }
        assert_eq!(Words::Spanish.percent(0.5), "50\u{a0}%");
    }

    #[test]
    fn spanish_puts_an_article_before_a_share() {
        assert_eq!(Words::Spanish.share(0.5), "el 50\u{a0}%");
        assert_eq!(Words::Spanish.share(0.001), "menos del 1\u{a0}%");
        assert_eq!(Words::English.share(0.5), "50%");
    }

    #[test]
    fn a_share_of_a_hundred_has_the_digits_it_needs() {
        for (probability, said) in [(0.65, "65"), (0.005, "0,5"), (0.0001, "0,01"), (1.0 / 3.0, "33,3333")] {
            assert_eq!(Words::Spanish.of_hundred(probability), said);
        }
    }

    #[test]
    fn times_are_said_in_the_unit_a_person_would_use() {
        let cases = [
            (1, "about a second", "un segundo"),
            (30, "about 30 seconds", "unos 30 segundos"),
            (60, "about a minute", "un minuto"),
            (300, "about 5 minutes", "unos 5 minutos"),
            (3_600, "about an hour", "una hora"),
            (7_200, "about 2 hours", "unas 2 horas"),
            (86_400, "about a day", "un día"),
            (259_200, "about 3 days", "unos 3 días"),
        ];
        for (seconds, english, spanish) in cases {
            assert_eq!(Words::English.about(seconds), english);
            assert_eq!(Words::Spanish.about(seconds), spanish);
        }
    }

    #[test]
    fn spanish_puts_u_before_the_sound_of_o() {
        let choice = |words: Words, parts: &[&str]| {
            words.alternatives(&parts.iter().map(|&part| part.to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(choice(Words::Spanish, &["«sí»", "«Otro»"]), "«sí» u «Otro»");
        assert_eq!(choice(Words::Spanish, &["uno", "dos", "tres"]), "uno, dos o tres");
        assert_eq!(choice(Words::English, &["one", "other"]), "one or other");
    }

    #[test]
    fn thousands_stand_apart() {
        for (number, english, spanish) in [
            (0, "0", "0"),
            (100, "100", "100"),
            (1_000, "1,000", "1000"),
            (1_234_567, "1,234,567", "1\u{a0}234\u{a0}567"),
        ] {
            assert_eq!(
                (Words::English.count(number).as_str(), Words::Spanish.count(number).as_str()),
                (english, spanish)
            );
        }
    }

    #[test]
    fn spanish_puts_e_before_the_sound_of_i() {
        let list = |parts: &[&str]| Words::Spanish.list(&parts.iter().map(|&part| part.to_owned()).collect::<Vec<_>>());
        assert_eq!(list(&["una VPN", "internet"]), "una VPN e internet");
        assert_eq!(list(&["a", "b", "hierro"]), "a, b y hierro");
        assert_eq!(list(&["sola"]), "sola");
    }
}
