//! See `milkglass_fuzz::mask`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| milkglass_fuzz::mask::check(data));
