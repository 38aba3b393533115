//! The words that literals are made of, each once, by number.
//!
//! A hash table with open addressing over one text: no word is a string of its own. The hash is fixed, so that nothing depends on
//! the run: G. Fowler, L. C. Noll, K.-P. Vo, FNV-1a. It knows nothing of folding.

const NONE: u32 = u32::MAX;
/// The fewest slots; a power of two.
const FEWEST_SLOTS: usize = 1 << 11;

/// Words, numbered in the order in which they were added.
pub(super) struct Vocabulary {
    /// The words, one after the other.
    text: String,
    /// Where the first word begins, and where each word ends.
    ends: Vec<usize>,
    /// The hash and the number of a word, at its hash or as soon after as was free. At least half of the slots are free.
    slots: Vec<(u32, u32)>,
}

impl Default for Vocabulary {
    fn default() -> Self {
        Self { text: String::new(), ends: vec![0], slots: vec![(0, NONE); FEWEST_SLOTS] }
    }
}

impl Vocabulary {
    /// Returns how many words there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len() - 1
    }

    /// Returns the word of a number.
    pub(super) fn word(&self, number: u32) -> &str {
        &self.text[self.ends[number as usize]..self.ends[number as usize + 1]]
    }

    /// Returns the number of a word, if it is there.
    pub(super) fn number(&self, word: &str) -> Option<u32> {
        let (_, number) = self.slots[self.find(word, hash(word))];
        (number != NONE).then_some(number)
    }

    /// Returns the number of a word, added where it is new.
    pub(super) fn add(&mut self, word: &str) -> u32 {
        let hash = hash(word);
        let slot = self.find(word, hash);
        if self.slots[slot].1 != NONE {
            return self.slots[slot].1;
        }
        let number = self.len() as u32;
        self.text.push_str(word);
        self.ends.push(self.text.len());
        self.slots[slot] = (hash, number);
        if self.len() * 2 > self.slots.len() {
            self.grow();
        }
        number
    }

    /// Returns the slot of a word, or the free one where it belongs.
    fn find(&self, word: &str, hash: u32) -> usize {
        let mut slot = self.home(hash);
        loop {
            match self.slots[slot] {
                (_, NONE) => return slot,
                (other, number) if other == hash && self.word(number) == word => return slot,
                _ => slot = (slot + 1) & (self.slots.len() - 1),
            }
        }
    }

    fn home(&self, hash: u32) -> usize {
        hash as usize & (self.slots.len() - 1)
    }

    fn grow(&mut self) {
        let free = vec![(0, NONE); self.slots.len() * 2];
        for (hash, number) in std::mem::replace(&mut self.slots, free) {
            if number == NONE {
                continue;
            }
            let mut slot = self.home(hash);
            while self.slots[slot].1 != NONE {
                slot = (slot + 1) & (self.slots.len() - 1);
            }
            self.slots[slot] = (hash, number);
        }
    }
}

fn hash(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_the_numbers_of_their_order_however_many_they_are() {
        for count in [0, 1, FEWEST_SLOTS / 2, FEWEST_SLOTS / 2 + 1, 5 * FEWEST_SLOTS] {
            let mut vocabulary = Vocabulary::default();
            let word = |number: usize| format!("w{number}");
            for number in (0..count).chain(0..count) {
                assert_eq!(vocabulary.add(&word(number)), number as u32);
            }
            assert_eq!(vocabulary.len(), count);
            assert!((0..count).all(|number| vocabulary.number(&word(number)) == Some(number as u32)));
            assert!((0..count).all(|number| vocabulary.word(number as u32) == word(number)));
            assert_eq!((vocabulary.number(&word(count)), vocabulary.number("")), (None, None));
        }
    }
}
