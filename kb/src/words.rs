//! The words of the language that stand for numbers, in one table, in both directions.

use etio_engine::{Probability, real};

macro_rules! scale {
    ($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $variant:ident = $word:literal, $number:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$word_doc])* $variant,)+
        }

        impl $name {
            /// Every word, from the greatest number to the least.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the word as it is written in a base.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// Returns the number the word stands for.
            pub fn probability(self) -> Probability {
                let number = match self {
                    $(Self::$variant => $number,)+
                };
                Probability::new(number).expect("the scale lies between 0 and 1")
            }

            /// Returns what a word stands for.
            pub fn of_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.word() == word)
            }
        }
    };
}

scale! {
    /// How often, of 100 people.
    Likelihood {
        /// 98 %.
        Always = "always", 0.98;
        /// 90 %.
        AlmostAlways = "almost always", 0.90;
        /// 80 %.
        Usually = "usually", 0.80;
        /// 65 %.
        Often = "often", 0.65;
        /// 50 %.
        HalfTheTime = "half the time", 0.50;
        /// 30 %.
        Sometimes = "sometimes", 0.30;
        /// 20 %.
        Occasionally = "occasionally", 0.20;
        /// 10 %.
        Seldom = "seldom", 0.10;
        /// 5 %.
        Rarely = "rarely", 0.05;
        /// 2 %.
        AlmostNever = "almost never", 0.02;
        /// 0.5 %.
        Never = "never", 0.005;
    }
}

scale! {
    /// How common a cause is.
    Prior {
        /// 30 %.
        MostCommon = "most common", 0.30;
        /// 10 %.
        VeryCommon = "very common", 0.10;
        /// 3 %.
        Common = "common", 0.03;
        /// 1 %.
        Uncommon = "uncommon", 0.01;
        /// 0.3 %.
        Rare = "rare", 0.003;
        /// 0.1 %.
        VeryRare = "very rare", 0.001;
    }
}

impl Likelihood {
    /// Returns the word whose odds are nearest to those of `probability`.
    pub fn nearest(probability: Probability) -> Self {
        let log_odds = |number: f64| real::ln(number / (1.0 - number));
        let number = probability.get().clamp(1e-9, 1.0 - 1e-9);
        nearest(Self::ALL, |word| log_odds(word.probability().get()) - log_odds(number))
    }
}

impl Prior {
    /// Returns the word whose number is nearest to `probability`, as a ratio.
    pub fn nearest(probability: Probability) -> Self {
        let number = probability.get().max(1e-9);
        nearest(Self::ALL, |word| real::ln(word.probability().get() / number))
    }
}

fn nearest<T: Copy>(all: &[T], distance: impl Fn(&T) -> f64) -> T {
    let least = all.iter().min_by(|a, b| distance(a).abs().total_cmp(&distance(b).abs()));
    *least.expect("a scale has words")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probability(number: f64) -> Probability {
        Probability::new(number).expect("a probability")
    }

    #[test]
    fn likelihood_words_go_both_ways() {
        let table = [
            ("always", 0.98),
            ("almost always", 0.90),
            ("usually", 0.80),
            ("often", 0.65),
            ("half the time", 0.50),
            ("sometimes", 0.30),
            ("occasionally", 0.20),
            ("seldom", 0.10),
            ("rarely", 0.05),
            ("almost never", 0.02),
            ("never", 0.005),
        ];
        assert_eq!(table.len(), Likelihood::ALL.len());
        for (word, number) in table {
            let known = Likelihood::of_word(word).expect(word);
            assert_eq!((known.word(), known.probability()), (word, probability(number)));
            assert_eq!(Likelihood::nearest(probability(number)), known);
        }
        assert_eq!(Likelihood::of_word("mostly"), None);
    }

    #[test]
    fn prior_words_go_both_ways() {
        let table = [
            ("most common", 0.30),
            ("very common", 0.10),
            ("common", 0.03),
            ("uncommon", 0.01),
            ("rare", 0.003),
            ("very rare", 0.001),
        ];
        assert_eq!(table.len(), Prior::ALL.len());
        for (word, number) in table {
            let known = Prior::of_word(word).expect(word);
            assert_eq!((known.word(), known.probability()), (word, probability(number)));
            assert_eq!(Prior::nearest(probability(number)), known);
        }
    }

    #[test]
    fn any_number_has_a_nearest_word() {
        let nearest = |number| Likelihood::nearest(probability(number)).word();
        let table = [
            (0.0, "never"),
            (0.011, "almost never"),
            (0.24, "occasionally"),
            (0.26, "sometimes"),
            (0.56, "half the time"),
            (0.86, "almost always"),
            (0.96, "always"),
            (1.0, "always"),
        ];
        for (number, word) in table {
            assert_eq!(nearest(number), word, "{number}");
        }
        assert_eq!(Prior::nearest(probability(0.0)), Prior::VeryRare);
        assert_eq!(Prior::nearest(probability(0.06)), Prior::VeryCommon);
    }
}
