//! Ids that depend on the seed alone, so that two runs name things alike.

/// Makes ids. Each kind of thing counts for itself: more messages do not rename channels.
#[derive(Clone, Debug)]
pub(crate) struct Ids {
    seed: u64,
    counts: [u64; Kind::COUNT],
}

/// What an id is for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Key,
    Channel,
    Message,
    Template,
    Request,
    Link,
    Account,
    Node,
    Wamid,
    Trace,
    Media,
    Token,
    Challenge,
    #[cfg(feature = "flows")]
    Flow,
}

impl Kind {
    const COUNT: usize = 14;
}

impl Ids {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            counts: [0; Kind::COUNT],
        }
    }

    pub(crate) fn seed(&self) -> u64 {
        self.seed
    }

    fn next(&mut self, kind: Kind) -> (u64, u64) {
        let count = &mut self.counts[kind as usize];
        *count += 1;
        let base = mix(self.seed ^ (kind as u64 + 1).wrapping_mul(0xA076_1D64_78BD_642F));
        let high = mix(base.wrapping_add(count.wrapping_mul(2)));
        let low = mix(base.wrapping_add(count.wrapping_mul(2) + 1));
        (high, low)
    }

    /// The text form of a version 4 UUID.
    pub(crate) fn uuid(&mut self, kind: Kind) -> String {
        let (high, low) = self.next(kind);
        let high = (high & !0xF000) | 0x4000;
        let low = (low & !(0b11 << 62)) | (0b10 << 62);
        format!(
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xFFFF,
            high & 0xFFFF,
            low >> 48,
            low & 0xFFFF_FFFF_FFFF
        )
    }

    /// 32 hexadecimal digits: the usual look of a key or a request id.
    pub(crate) fn hex(&mut self, kind: Kind) -> String {
        let (high, low) = self.next(kind);
        format!("{high:016x}{low:016x}")
    }

    /// A number of `digits` decimal digits that does not begin with 0: an id of the Graph.
    pub(crate) fn digits(&mut self, kind: Kind, digits: u32) -> String {
        let least = 10_u64.pow(digits.clamp(1, 19) - 1);
        (least + self.next(kind).0 % (least * 9)).to_string()
    }

    /// So many random bytes.
    pub(crate) fn bytes(&mut self, kind: Kind, count: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(count + 15);
        while bytes.len() < count {
            let (high, low) = self.next(kind);
            bytes.extend(high.to_be_bytes());
            bytes.extend(low.to_be_bytes());
        }
        bytes.truncate(count);
        bytes
    }

    /// An eight-digit account number.
    pub(crate) fn account(&mut self) -> u64 {
        10_000_000 + self.next(Kind::Account).0 % 80_000_000
    }

    /// Where the five-second windows of this seed begin, in milliseconds.
    pub(crate) fn phase(&self, window: u64) -> u64 {
        mix(self.seed ^ 0x5EED) % window.max(1)
    }
}

/// Stable number for a text under a seed, for ids learnt from a phone or a user name.
pub(crate) fn digest(seed: u64, text: &str) -> u64 {
    text.bytes()
        .fold(mix(seed), |hash, byte| mix(hash ^ u64::from(byte)))
}

/// One step of SplitMix64.
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_gives_one_series() {
        let (mut first, mut second) = (Ids::new(7), Ids::new(7));
        assert_eq!(first.uuid(Kind::Message), second.uuid(Kind::Message));
        assert_ne!(first.uuid(Kind::Message), first.uuid(Kind::Message));
        assert_ne!(
            Ids::new(8).uuid(Kind::Message),
            Ids::new(7).uuid(Kind::Message)
        );
    }

    #[test]
    fn kinds_do_not_disturb_each_other() {
        let (mut first, mut second) = (Ids::new(7), Ids::new(7));
        let _ = first.uuid(Kind::Channel);
        assert_eq!(first.uuid(Kind::Message), second.uuid(Kind::Message));
    }

    #[test]
    fn ids_look_like_version_four_uuids() {
        let id = Ids::new(1).uuid(Kind::Message);
        assert_eq!(id.len(), 36);
        assert_eq!(&id[14..15], "4");
        assert!(matches!(&id[19..20], "8" | "9" | "a" | "b"));
    }
}
