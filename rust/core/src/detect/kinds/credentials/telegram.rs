//! Telegram: tokens of bots.
//!
//! Source: Telegram Bot API, Authorizing your bot.

use super::form::{DASHED, DIGITS, Form, led_by, sized};
use crate::detect::text::back;
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[sized(Kind::TelegramToken, b":AA", DASHED, 32, 34).led(bot_id, DIGITS)];

/// Back over the id of a bot; in URLs `bot` stands before it.
fn bot_id(text: &[u8], at: usize) -> Option<usize> {
    led_by(text, at, 8..=10, |b| b.is_ascii_digit()).or_else(|| {
        let start = back(text, at, at.saturating_sub(10), |b| b.is_ascii_digit());
        (at - start >= 8 && text[..start].ends_with(b"/bot")).then_some(start)
    })
}
