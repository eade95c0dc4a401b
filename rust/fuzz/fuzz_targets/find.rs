//! See `milkglass_fuzz::find`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| milkglass_fuzz::find::check(data));
