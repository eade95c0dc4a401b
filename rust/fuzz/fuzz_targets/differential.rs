//! See `milkglass_fuzz::differential`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| milkglass_fuzz::differential::check(data));
