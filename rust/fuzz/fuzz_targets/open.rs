//! See `milkglass_fuzz::open`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| milkglass_fuzz::open::check(data));
