//! Discord: tokens of bots, which begin with the bot's id in base64, and webhooks.
//!
//! Source: Discord developer documentation, Reference, Authentication; Webhook resource.

use super::form::{Alphabet, DASHED, DIGITS, DOTTED, Form, sized};
use crate::detect::text::back;
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    sized(Kind::DiscordToken, b"MT", DOTTED, 55, 86).then(Alphabet::of(THIRD)).checked(has_parts),
    sized(Kind::DiscordToken, b"Mj", DOTTED, 55, 86).then(Alphabet::of(THIRD)).checked(has_parts),
    sized(Kind::DiscordToken, b"Mz", DOTTED, 55, 86).then(Alphabet::of(THIRD)).checked(has_parts),
    sized(Kind::DiscordToken, b"ND", DOTTED, 55, 86).then(Alphabet::of(THIRD)).checked(has_parts),
    sized(Kind::DiscordToken, b"NT", DOTTED, 55, 86).then(Alphabet::of(THIRD)).checked(has_parts),
    sized(Kind::DiscordToken, b"Nj", DOTTED, 55, 86).then(Alphabet::of(THIRD)).checked(has_parts),
    sized(Kind::DiscordToken, b"Nz", DOTTED, 55, 86).then(Alphabet::of(THIRD)).checked(has_parts),
    sized(Kind::DiscordToken, b"OD", DOTTED, 55, 86).then(Alphabet::of(THIRD)).checked(has_parts),
    sized(Kind::DiscordToken, b"OT", DOTTED, 55, 86).then(Alphabet::of(THIRD)).checked(has_parts),
    sized(Kind::DiscordToken, b"/", DASHED, 60, 80).led(webhook_id, DIGITS),
];

/// The characters that base64 has for digits, at the four places of a group.
const DIGITS_IN_BASE64: [&[u8]; 4] = [b"MNO", b"DTjz", THIRD, b"wxyz012345"];
const THIRD: &[u8] = b"AEIMQUYcgk";

/// Id, time and signature; the first two characters of the id are the prefix.
fn has_parts(body: &[u8]) -> bool {
    let mut lengths = body.split(|&b| b == b'.').map(<[u8]>::len);
    let [id, time, signature, none] = [(); 4].map(|()| lengths.next());
    let fits = |length: Option<usize>, least, most| length.is_some_and(|length| (least..=most).contains(&length));
    fits(id, 20, 26)
        && fits(time, 5, 7)
        && fits(signature, 27, 50)
        && none.is_none()
        && id.is_some_and(|id| is_id(&body[..id]))
}

/// Whether a third character and what follows it say digits. A last group of two says one digit, with four bits of nothing.
fn is_id(text: &[u8]) -> bool {
    let (groups, last) = text.split_at(text.len() - usize::from(text.len().is_multiple_of(4)));
    groups.iter().zip(2..).all(|(b, place)| DIGITS_IN_BASE64[place % 4].contains(b))
        && last.iter().all(|b| b"AQgw".contains(b))
}

/// Back over the id of a webhook, if its URL goes before.
fn webhook_id(text: &[u8], at: usize) -> Option<usize> {
    let start = back(text, at, at.saturating_sub(20), |b| b.is_ascii_digit());
    (at - start >= 17 && text[..start].ends_with(b"/api/webhooks/")).then_some(start)
}
