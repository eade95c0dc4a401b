//! The numbers of the states: how long they are, and how their check digits are made.

use super::super::sums::{mod_11_10, number, pairs};
use super::super::{bg_egn, cz_rodne_cislo, es_dni, es_nie, gr_afm, ie_pps, nl_bsn, pt_nif};
use crate::detect::spec::{digits, exactly, luhn, weighted};

/// Whether two letters stand before the numbers of a state. Greece is EL; GR is what people write.
pub fn is_state(letters: &[u8]) -> bool {
    (2..14).any(|length| has_length(letters, length))
}

/// Whether the numbers of a state have this many characters after the letters.
pub fn has_length(state: &[u8], length: usize) -> bool {
    match state {
        b"DK" | b"FI" | b"HU" | b"LU" | b"MT" | b"SI" => length == 8,
        b"AT" | b"CY" | b"DE" | b"EE" | b"EL" | b"ES" | b"GR" | b"PT" => length == 9,
        b"BE" | b"PL" | b"SK" => length == 10,
        b"FR" | b"HR" | b"IT" | b"LV" => length == 11,
        b"NL" | b"SE" => length == 12,
        b"BG" => matches!(length, 9 | 10),
        b"CZ" => matches!(length, 8..=10),
        b"GB" | b"XI" => matches!(length, 5 | 9 | 12),
        b"IE" => matches!(length, 8 | 9),
        b"LT" => matches!(length, 9 | 12),
        b"RO" => matches!(length, 2..=10),
        _ => false,
    }
}

/// Whether what follows the letters of a state is a number of that state.
pub fn is_number(state: &[u8], number: &[u8]) -> bool {
    match state {
        b"AT" => austria(number),
        b"BE" => belgium(number),
        b"BG" => bulgaria(number),
        b"CY" => cyprus(number),
        b"CZ" => czechia(number),
        b"DE" => exactly::<9>(number).is_some_and(|digits| digits[0] != 0 && mod_11_10(&digits)),
        b"DK" => {
            exactly::<8>(number).is_some_and(|digits| digits[0] != 0 && by(&digits, &[2, 7, 6, 5, 4, 3, 2, 1], 11))
        }
        b"EE" => exactly::<9>(number).is_some_and(|digits| by(&digits, &[3, 7, 1, 3, 7, 1, 3, 7, 1], 10)),
        b"EL" | b"GR" => gr_afm::is_number(number),
        b"ES" => spain(number),
        b"FI" => exactly::<8>(number).is_some_and(|digits| by(&digits, &[7, 9, 10, 5, 8, 4, 2, 1], 11)),
        b"FR" => france(number),
        b"GB" | b"XI" => britain(number),
        b"HR" => super::super::hr_oib::is_number(number),
        b"HU" => {
            exactly::<8>(number).is_some_and(|digits| digits[0] != 0 && by(&digits, &[9, 7, 3, 1, 9, 7, 3, 1], 10))
        }
        b"IE" => ireland(number),
        b"IT" => exactly::<11>(number).is_some_and(|digits| digits[..7] != [0; 7] && luhn(&digits)),
        b"LT" => lithuania(number),
        b"LU" => exactly::<8>(number).is_some_and(|digits| value(&digits[..6]) % 89 == value(&digits[6..])),
        b"LV" => latvia(number),
        b"MT" => {
            exactly::<8>(number).is_some_and(|digits| digits[0] != 0 && by(&digits, &[3, 4, 6, 7, 8, 9, 10, 1], 37))
        }
        b"NL" => netherlands(number),
        b"PL" => exactly::<10>(number)
            .is_some_and(|digits| weighted(&digits, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == digits[9]),
        b"PT" => pt_nif::is_number(number),
        b"RO" => romania(number),
        b"SE" => {
            exactly::<12>(number).is_some_and(|digits| luhn(&digits[..10]) && matches!(value(&digits[10..]), 1..=94))
        }
        b"SI" => slovenia(number),
        b"SK" => slovakia(number),
        _ => false,
    }
}

fn value(digits: &[u32]) -> u64 {
    number(digits)
}

/// Whether the weighted sum is a multiple of `modulus`.
fn by(digits: &[u32], weights: &[u32], modulus: u32) -> bool {
    weighted(digits, weights).is_multiple_of(modulus)
}

/// The sum of the digits of twice a digit.
const fn twice(digit: u32) -> u32 {
    if digit > 4 { 2 * digit - 9 } else { 2 * digit }
}

fn austria(number: &[u8]) -> bool {
    let [b'U', number @ ..] = number else { return false };
    exactly::<8>(number).is_some_and(|[a, b, c, d, e, f, g, check]| {
        (a + twice(b) + c + twice(d) + e + twice(f) + g + 4 + check).is_multiple_of(10)
    })
}

fn belgium(number: &[u8]) -> bool {
    exactly::<10>(number).is_some_and(|digits| {
        digits[0] < 2 && value(&digits[2..8]) > 0 && 97 - value(&digits[..8]) % 97 == value(&digits[8..])
    })
}

/// Nine digits of a company, or ten of a person or of whom the tax office has numbered itself.
fn bulgaria(number: &[u8]) -> bool {
    let company = |digits: [u32; 9]| {
        let first = weighted(&digits, &[1, 2, 3, 4, 5, 6, 7, 8]) % 11;
        let check = if first == 10 { weighted(&digits, &[3, 4, 5, 6, 7, 8, 9, 10]) % 11 % 10 } else { first };
        check == digits[8]
    };
    let other = |digits: [u32; 10]| by(&digits, &[4, 3, 2, 7, 6, 5, 4, 3, 2, 1], 11);
    exactly::<9>(number).is_some_and(company) || exactly::<10>(number).is_some_and(other) || bg_egn::is_valid(number)
}

fn cyprus(number: &[u8]) -> bool {
    const ODD: [u32; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
    let [head @ .., letter] = number else { return false };
    let Some(digits) = exactly::<8>(head) else { return false };
    let counts = |(at, &digit): (usize, &u32)| if at % 2 == 0 { ODD[digit as usize % 10] } else { digit };
    let sum: u32 = digits.iter().enumerate().map(counts).sum();
    digits[..2] != [1, 2] && u32::from(letter.wrapping_sub(b'A')) == sum % 26
}

/// Eight digits of a company, or a birth number.
fn czechia(number: &[u8]) -> bool {
    let company = |digits: [u32; 8]| {
        let check = 11 - weighted(&digits, &[8, 7, 6, 5, 4, 3, 2]) % 11;
        digits[0] != 9 && digits[7] == check % 10
    };
    exactly::<8>(number).is_some_and(company) || cz_rodne_cislo::is_valid(number)
}

/// A DNI, a NIE, a letter and seven digits with the letter of a DNI (K, L, M), or a legal person.
fn spain(number: &[u8]) -> bool {
    let [first, middle @ .., last] = number else { return false };
    let Some(digits) = exactly::<7>(middle) else { return false };
    match first {
        b'0'..=b'9' => es_dni::is_dni(number),
        b'X'..=b'Z' => es_nie::is_nie(number),
        b'K'..=b'M' => es_dni::letter(&digits) == *last,
        b'A'..=b'H' | b'J' | b'N' | b'P'..=b'S' | b'U'..=b'W' => legal_person(&digits, *last),
        _ => false,
    }
}

fn legal_person(&[a, b, c, d, e, f, g]: &[u32; 7], last: u8) -> bool {
    let check = (10 - (twice(a) + b + twice(c) + d + twice(e) + f + twice(g)) % 10) % 10;
    usize::try_from(check).is_ok_and(|at| [b"0123456789"[at], b"JABCDEFGHI"[at]].contains(&last))
}

/// Two characters that check nine digits; the digits are a SIREN, except in Monaco.
fn france(number: &[u8]) -> bool {
    let Some(([first, second], body)) = number.split_first_chunk::<2>() else { return false };
    let Some(siren) = exactly::<9>(body).filter(|digits| luhn(digits) || digits[..3] == [0; 3]) else { return false };
    let (Some(first), Some(second)) = (french(*first), french(*second)) else { return false };
    let siren = value(&siren);
    if first < 10 && second < 10 {
        return (siren * 100 + 12) % 97 == first * 10 + second;
    }
    let check = if first < 10 { first * 24 + second - 10 } else { first * 34 + second - 100 };
    (siren + 1 + check / 11) % 11 == check % 11
}

/// The value of a digit or a letter; I and O are not in use.
fn french(byte: u8) -> Option<u64> {
    let at = b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ".iter().position(|&other| other == byte)?;
    u64::try_from(at).ok()
}

/// Nine digits, or twelve with a branch. Numbers since 2010 have 55 more in the sum.
fn britain(number: &[u8]) -> bool {
    let Some((digits, 9 | 12)) = digits::<12>(number).filter(|_| number.iter().all(u8::is_ascii_digit)) else {
        return false;
    };
    let sum = weighted(&digits, &[8, 7, 6, 5, 4, 3, 2, 10, 1]);
    value(&digits[..7]) > 0 && (sum.is_multiple_of(97) || (sum + 55).is_multiple_of(97))
}

/// As a person's, or the older numbers with a letter in the second place.
fn ireland(number: &[u8]) -> bool {
    match number {
        [first, b'A'..=b'Z' | b'+' | b'*', rest @ .., check] if rest.len() == 5 => {
            ie_pps::is_number(&[&b"0"[..], rest, &[*first, *check]].concat())
        }
        _ => ie_pps::is_number(number),
    }
}

/// Nine digits of a legal person, or twelve of who is registered for a time; a 1 stands before the last one.
fn lithuania(number: &[u8]) -> bool {
    let Some((digits, length @ (9 | 12))) = digits::<12>(number).filter(|_| number.iter().all(u8::is_ascii_digit))
    else {
        return false;
    };
    let body = &digits[..length - 1];
    let first = weighted(body, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2]) % 11;
    let check = if first == 10 { weighted(body, &[3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4]) % 11 % 10 } else { first };
    digits[length - 2] == 1 && digits[length - 1] == check
}

/// A legal person, or a person's code: the day of birth, or 32 for one without.
fn latvia(number: &[u8]) -> bool {
    exactly::<11>(number).is_some_and(|digits| {
        let [day, month, _] = pairs(&digits);
        let personal = (1101 - weighted(&digits, &[1, 6, 3, 7, 9, 10, 5, 8, 4, 2])) % 11;
        let is_person = (day == 32 || crate::detect::spec::is_day(month, day)) && personal == digits[10];
        let is_legal = digits[0] > 3 && weighted(&digits, &[9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == 3;
        is_legal || is_person
    })
}

/// Nine digits as of a person, B, two digits; or, since 2020, whatever makes the whole 1 modulo 97.
fn netherlands(number: &[u8]) -> bool {
    let [head @ .., b'B', a, b] = number else { return false };
    let (Some(body), Some(suffix)) = (exactly::<9>(head), exactly::<2>(&[*a, *b])) else { return false };
    // N, L and B count 23, 21 and 11.
    let whole = ((2321 * 1_000_000_000 + value(&body)) * 100 + 11) * 100 + value(&suffix);
    value(&suffix) > 0 && (nl_bsn::is_number(head) || whole % 97 == 1)
}

/// Two to ten digits; those of a company have no nought in front.
fn romania(number: &[u8]) -> bool {
    let Some((digits, length @ 2..)) = digits::<10>(number).filter(|_| number.iter().all(u8::is_ascii_digit)) else {
        return false;
    };
    let (body, check) = (&digits[..length - 1], digits[length - 1]);
    let weights = &[7, 5, 3, 2, 1, 7, 5, 3, 2][10 - length..];
    digits[0] != 0 && weighted(body, weights) * 10 % 11 % 10 == check
}

fn slovenia(number: &[u8]) -> bool {
    exactly::<8>(number).is_some_and(|digits| {
        let check = 11 - weighted(&digits, &[8, 7, 6, 5, 4, 3, 2]) % 11;
        digits[0] != 0 && check != 11 && check % 10 == digits[7]
    })
}

/// A company, or a birth number.
fn slovakia(number: &[u8]) -> bool {
    let company =
        |digits: [u32; 10]| digits[0] != 0 && matches!(digits[2], 2..=4 | 7..=9) && value(&digits).is_multiple_of(11);
    exactly::<10>(number).is_some_and(company) || cz_rodne_cislo::is_valid(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLES: [&str; 38] = [
        "ATU13585627",
        "BE0428759497",
        "BG175074752",
        "BG7523169263",
        "CY10259033P",
        "CZ25123891",
        "CZ7103192745",
        "DE136695976",
        "DK13585628",
        "EE100931558",
        "EL094259216",
        "ES54362315K",
        "ESX2482300W",
        "ESJ99216582",
        "ESB58378431",
        "FI20774740",
        "FR40303265045",
        "FRK7399859412",
        "GB980780684",
        "XI980780684001",
        "HR33392005961",
        "HU12892312",
        "IE6433435F",
        "IE6433435OA",
        "IE8D79739I",
        "IT00743110157",
        "LT119511515",
        "LT100001919017",
        "LU15027442",
        "LV40003521600",
        "LV16117519997",
        "MT11679112",
        "NL004495445B01",
        "NL123456789B13",
        "PL8567346215",
        "PT501964843",
        "RO18547290",
        "SE123456789701",
    ];

    fn is_valid(text: &str) -> bool {
        is_number(&text.as_bytes()[..2], &text.as_bytes()[2..])
    }

    /// A published example of each state holds, of each sort of number where there are several.
    #[test]
    fn examples() {
        for text in EXAMPLES.iter().chain(&[
            "SI50223054",
            "SK2022749619",
            "SK7103192745",
            "BE0428.759.497",
            "RO19",
            "GR094259216",
        ]) {
            assert!(is_valid(text), "{text}");
        }
        assert!(EXAMPLES.iter().all(|text| is_state(&text.as_bytes()[..2])) && !is_state(b"US") && !is_state(b""));
    }

    /// One wrong digit breaks an example, but for a few where two remainders have one check digit; digits at the end break all.
    #[test]
    fn wrong_digits() {
        let wrong = |text: &'static str| {
            let digits = (3..9).filter(|&at| text.as_bytes()[at].is_ascii_digit());
            let others = move |at: usize| (b'0'..=b'9').filter(move |&digit| text.as_bytes()[at] != digit);
            digits.flat_map(move |at| {
                others(at).map(move |digit| format!("{}{}{}", &text[..at], char::from(digit), &text[at + 1..]))
            })
        };
        let all: Vec<_> = EXAMPLES.into_iter().flat_map(wrong).collect();
        let survivors = all.iter().filter(|text| is_valid(text)).count();
        assert!(all.len() > 1900 && survivors * 50 < all.len(), "{survivors} of {}", all.len());
        assert!(EXAMPLES.iter().all(|text| !is_valid(&format!("{text}00000")) && !is_valid(&text[..6])));
    }

    /// No bytes upset the checks, in whatever number.
    #[test]
    fn any_bytes() {
        for text in EXAMPLES {
            for length in 0..40 {
                for byte in [0, b' ', b'0', b'9', b'A', b'Z', b'+', 0x7f, 0xff] {
                    let mut code = text.as_bytes()[2..].to_vec();
                    code.resize(length, byte);
                    is_number(&text.as_bytes()[..2], &code);
                    is_number(&text.as_bytes()[..2], &vec![byte; length]);
                }
            }
        }
    }
}
