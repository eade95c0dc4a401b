//! Measures sealing on this machine: `cargo test --release --test seal_speed -- --ignored --nocapture`.

use std::hint::black_box;
use std::io::Write as _;
use std::time::Instant;

use aes_siv::KeyInit as _;
use milkglass_core::kind::{Kind, Mode};
use milkglass_core::open::KindKey;
use milkglass_core::seal::Sealer;
use milkglass_core::seal::keys::DaySecret;

const ROUNDS: usize = 1_000_000;

/// Seals distinct values, best of five, and says how many per second and core.
fn rate(kind: Kind, mode: Mode, len: usize) -> f64 {
    let mut sealer = Sealer::new(&DaySecret::new([7; 32]), "bench", [9; 6]).expect("a service name");
    let mut value: Vec<u8> = b"someone.with.a.name@example.com".iter().copied().cycle().take(len).collect();
    let mut out = Vec::new();
    let best = (0..5).map(|_| {
        let start = Instant::now();
        for round in 0..ROUNDS {
            value[..4].copy_from_slice(&(round as u32).to_le_bytes());
            out.clear();
            sealer.seal(kind, mode, black_box(&value), false, &mut out);
            black_box(&out);
        }
        start.elapsed().as_secs_f64()
    });
    ROUNDS as f64 / best.fold(f64::INFINITY, f64::min)
}

/// Twenty-byte values of which the sealer has sealed each one before, a hundred of them.
fn rate_of_known() -> f64 {
    let mut sealer = Sealer::new(&DaySecret::new([7; 32]), "bench", [9; 6]).expect("a service name");
    let values: Vec<_> = (0..100).map(|number| format!("someone.{number:03}@a.test")).collect();
    let (mut out, start) = (Vec::new(), Instant::now());
    for round in 0..ROUNDS {
        out.clear();
        sealer.seal(Kind::Email, Mode::D, black_box(values[round % 100].as_bytes()), false, &mut out);
        black_box(&out);
    }
    ROUNDS as f64 / start.elapsed().as_secs_f64()
}

/// The hundred-millionth value of a chain, of the vectors.
fn microseconds_to_open_the_hundred_millionth() -> f64 {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/seal/chain.json");
    let vectors: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).expect("vectors")).expect("JSON");
    let cases = vectors["cases"].as_array().expect("cases");
    let case = cases.iter().find(|case| case["counter"] == 100_000_000).expect("the case");
    let hex = vectors["secret"].as_str().expect("a string");
    let secret = core::array::from_fn(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).expect("hexadecimal"));
    let key = KindKey::new(&DaySecret::new(secret), "name", "checkout").expect("a key");
    let start = Instant::now();
    for _ in 0..1000 {
        black_box(key.open(black_box(case["text"].as_str().expect("a string").as_bytes()))).expect("it opens");
    }
    start.elapsed().as_secs_f64() * 1e3
}

/// What the `aes-siv` crate does with the 24-byte plaintext of a 20-byte value, without any text around it.
fn rate_of_aes_siv() -> f64 {
    let mut siv = aes_siv::siv::Aes256Siv::new(&[7; 64].into());
    let associated = b"\x05pii1d\x05email\x05bench\x05.....";
    let start = Instant::now();
    for round in 0..ROUNDS {
        let mut plain = [0; 24];
        plain[..4].copy_from_slice(&(round as u32).to_le_bytes());
        let sealed = siv.encrypt_inout_detached([associated], plain.as_mut_slice().into());
        black_box(sealed.expect("sealed"));
    }
    ROUNDS as f64 / start.elapsed().as_secs_f64()
}

/// Twenty-byte values are sealed at three million a second or more on one core with AES instructions.
#[test]
#[ignore = "a measurement; run it alone and in release mode"]
fn seals_per_second() {
    let mut report = std::io::stdout().lock();
    for (kind, mode, len) in [
        (Kind::Email, Mode::D, 7),
        (Kind::Email, Mode::D, 20),
        (Kind::Email, Mode::D, 64),
        (Kind::Name, Mode::R, 20),
        (Kind::Password, Mode::O, 20),
    ] {
        let rate = rate(kind, mode, len) / 1e6;
        writeln!(report, "{mode:?} {len:>3} bytes: {rate:.2} million seals/s").expect("stdout");
        assert!(mode != Mode::D || len > 20 || rate >= 3.0, "too slow");
    }
    writeln!(report, "aes-siv crate, cipher only: {:.2} million/s", rate_of_aes_siv() / 1e6).expect("stdout");
    writeln!(report, "the same value again: {:.2} million seals/s", rate_of_known() / 1e6).expect("stdout");
    writeln!(report, "opening value 10^8: {:.0} us", microseconds_to_open_the_hundred_millionth()).expect("stdout");
    let start = Instant::now();
    for _ in 0..100 {
        black_box(Sealer::new(&DaySecret::new([7; 32]), "bench", [9; 6])).expect("a service name");
    }
    writeln!(report, "a new sealer: {:.0} us", start.elapsed().as_secs_f64() * 1e4).expect("stdout");
}
