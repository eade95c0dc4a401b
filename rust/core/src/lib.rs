//! The engine of milkglass: finds personal data and secrets in log text, seals them and opens them again.
//!
//! Pure: no IO, no clock, no randomness of its own, no Python. `rust/py` is its border to Python.

#![deny(unsafe_code)]

pub mod detect;
pub mod emit;
pub mod error;
pub mod json;
pub mod kind;
pub mod masker;
pub mod open;
pub mod rules;
pub mod ruleset;
pub mod seal;
pub mod settle;
