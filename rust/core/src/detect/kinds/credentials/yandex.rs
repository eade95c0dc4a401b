//! Yandex: API keys of the cloud, OAuth tokens, IAM tokens.
//!
//! Source: Yandex Cloud documentation, API key, IAM token; GitHub secret scanning, Yandex tokens.

use super::check::is_random;
use super::form::{DASHED, DOTTED, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::YandexKey, b"AQVN", DASHED, 34).checked(is_random),
    form(Kind::YandexKey, b"y0_", DASHED, 50),
    form(Kind::YandexKey, b"y1_", DASHED, 50),
    form(Kind::YandexKey, b"y2_", DASHED, 50),
    form(Kind::YandexKey, b"y3_", DASHED, 50),
    form(Kind::YandexKey, b"t1.", DOTTED.and(b"="), 100),
];
