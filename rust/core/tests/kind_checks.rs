//! The checks of the kinds' files get whatever stands in a line: none of them may be upset by it.

use milkglass_core::detect::kinds::SPECS;
use milkglass_core::detect::spec::{Form, Shape, Spec};
use proptest::prelude::*;

fn specs() -> impl Iterator<Item = &'static Spec> {
    SPECS.iter().flat_map(|specs| specs.iter().copied())
}

/// A token of the form's shape, its digits and letters taken from `bytes`.
fn token(form: &Form, bytes: &[u8]) -> Vec<u8> {
    let fill = |(place, byte): (u8, &u8)| match place {
        b'9' => b'0' + byte % 10,
        b'A' => b'A' + byte % 26,
        _ => place,
    };
    form.shape.bytes().zip(bytes).map(fill).collect()
}

proptest! {
    /// Any token of the right shape is taken or refused.
    #[test]
    fn tokens_of_the_right_shape(bytes in proptest::array::uniform24(any::<u8>())) {
        for form in specs().flat_map(|spec| spec.forms) {
            (form.check)(&token(form, &bytes));
        }
    }

    /// Any forty bytes or fewer after a key are taken or refused; the same as digits and letters, which come further in.
    #[test]
    fn values_of_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..=40)) {
        let digits: Vec<u8> = bytes.iter().map(|byte| b'0' + byte % 10).collect();
        let codes: Vec<u8> = bytes.iter().map(|byte| b"0123456789ABKLMTUVXYZ"[usize::from(byte % 21)]).collect();
        for word in specs().flat_map(|spec| spec.words) {
            if let Shape::Code(fits) = word.shape {
                for code in [&bytes, &digits, &codes] {
                    fits(code);
                }
            }
        }
    }
}

/// The ends of the alphabets: noughts, nines and Z wherever they may stand.
#[test]
fn extremes() {
    for byte in [0, 9, 25, 255] {
        for form in specs().flat_map(|spec| spec.forms) {
            (form.check)(&token(form, &[byte; 24]));
        }
    }
}
