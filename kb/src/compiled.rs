//! Bases as bytes, so that a program that carries them need not parse.
//!
//! The bytes are for the same build of etio that wrote them: shipped bases, a local cache. They are not a format of exchange.

use etio_engine::Base;

const MAGIC: &[u8; 8] = b"etio-kb\n";
/// The version of the model; it goes up with every change of [`Base`].
const FORMAT: u16 = 5;

/// Why bytes are no base.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// They do not begin as a compiled base does.
    #[error("this is no compiled base")]
    NotCompiled,
    /// Another version of etio wrote them.
    #[error("this base was compiled in format {found}, and this is format {FORMAT}")]
    OtherFormat {
        /// The format of the bytes.
        found: u16,
    },
    /// They are cut off or changed.
    #[error("this compiled base is damaged")]
    Damaged,
}

/// Returns a base as bytes.
pub fn encode(base: &Base) -> Vec<u8> {
    let envelope = [&MAGIC[..], &FORMAT.to_le_bytes()].concat();
    // A base is plain data: writing it to memory cannot fail.
    postcard::to_extend(&(&base.digest, base), envelope).expect("a base can be written down")
}

/// Returns the base that [`encode`] wrote.
///
/// # Errors
///
/// Where the bytes are of another origin, of another format, or damaged.
pub fn decode(bytes: &[u8]) -> Result<Base, DecodeError> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(DecodeError::NotCompiled)?;
    let (format, rest) = rest.split_first_chunk().ok_or(DecodeError::Damaged)?;
    let found = u16::from_le_bytes(*format);
    if found != FORMAT {
        return Err(DecodeError::OtherFormat { found });
    }
    let ((digest, base), left): ((String, Base), &[u8]) =
        postcard::take_from_bytes(rest).map_err(|_| DecodeError::Damaged)?;
    if left.is_empty() && digest == base.digest { Ok(base) } else { Err(DecodeError::Damaged) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compiled() -> (Base, Vec<u8>) {
        let page = "base b \"B\"\n language en\nsymptom s \"S\"\n ask \"S?\"\ncause c \"C\"\n is common\n often s";
        let base = crate::parse_str("b.kb", page).bases.remove(0);
        let bytes = encode(&base);
        (base, bytes)
    }

    #[test]
    fn a_base_comes_back_as_it_was() {
        let (base, bytes) = compiled();
        assert_eq!(decode(&bytes), Ok(base));
    }

    #[test]
    fn other_bytes_are_refused() {
        let (_, bytes) = compiled();
        let mut other = bytes.clone();
        other[8] = 9;
        assert_eq!(decode(&other), Err(DecodeError::OtherFormat { found: 9 }));
        assert_eq!(decode(b"base b"), Err(DecodeError::NotCompiled));
        for end in MAGIC.len()..bytes.len() {
            assert_eq!(decode(&bytes[..end]), Err(DecodeError::Damaged), "{end}");
        }
        assert_eq!(decode(&[&bytes[..], b"!"].concat()), Err(DecodeError::Damaged));
    }
}
