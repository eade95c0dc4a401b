//! What holds for masking whatever the input: one file per fuzz target, each a function from bytes to nothing that panics if
//! something does not hold. `text` turns the fuzzer's bytes into a text, `world` holds keys and maskers.
//!
//! `tools/fuzz.py` (`make fuzz`) runs the targets; `docs/howto/fuzz.md` says what to do with a finding.

pub mod differential;
pub mod find;
pub mod mask;
pub mod naive;
pub mod open;
pub mod stream;
pub mod text;
pub mod world;
