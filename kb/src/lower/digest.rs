//! A short name for the content of a base.

use etio_engine::Base;

/// Returns the FNV-1a hash, 128 bits in hexadecimal, of what a base says; the digest the base has is no part of it.
pub(crate) fn digest(base: &Base) -> String {
    let content = Base { digest: String::new(), ..base.clone() };
    // A base is plain data: writing it to memory cannot fail.
    let bytes = postcard::to_stdvec(&content).expect("a base can be written down");
    format!("{:032x}", fnv1a(&bytes))
}

/// FNV-1a with 128 bits (Fowler, Noll and Vo; draft-eastlake-fnv).
fn fnv1a(bytes: &[u8]) -> u128 {
    const OFFSET: u128 = 0x6c62272e07bb014262b821756295c58d;
    const PRIME: u128 = 0x0000000001000000000000000000013b;
    bytes.iter().fold(OFFSET, |hash, byte| (hash ^ u128::from(*byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_digest_names_the_content_and_not_the_place() {
        let page = |title: &str| format!("base b \"{title}\" # a comment\n language en\ntopic t \"T\"\n means \"M\"");
        let digest = |name: &str, text: &str| crate::parse_str(name, text).bases.remove(0).digest;
        let one = digest("one.kb", &page("B"));
        assert_eq!(one, digest("there/two.kb", &page("B").replace(" # a comment", "\n\n")));
        assert_ne!(one, digest("one.kb", &page("C")));
        assert_eq!(one.len(), 32);
    }

    #[test]
    fn the_hash_is_fnv_1a() {
        // Test vectors of the draft.
        assert_eq!(super::fnv1a(b""), 0x6c62272e07bb014262b821756295c58d);
        assert_eq!(super::fnv1a(b"a"), 0xd228cb696f1a8caf78912b704e4a8964);
    }
}
