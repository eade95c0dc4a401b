//! For tests: what people do to a number when they copy it. One digit wrong, two neighbours swapped.

/// Every text that differs from `number` in one digit.
pub fn one_digit_wrong(number: &str) -> Vec<Vec<u8>> {
    let digits = (0..number.len()).filter(|&index| number.as_bytes()[index].is_ascii_digit());
    let others = |index: usize| (b'0'..=b'9').filter(move |&digit| digit != number.as_bytes()[index]);
    digits.flat_map(|index| others(index).map(move |digit| with(number, index, digit))).collect()
}

/// Every text in which two unlike digits beside each other, separators ignored, have changed places.
pub fn neighbours_swapped(number: &str) -> Vec<Vec<u8>> {
    let text = number.as_bytes();
    let places: Vec<usize> = (0..text.len()).filter(|&index| text[index].is_ascii_digit()).collect();
    let beside = |pair: &&[usize]| !text[pair[0]..pair[1]].iter().any(u8::is_ascii_alphabetic);
    let unlike = places.windows(2).filter(beside).filter(|pair| text[pair[0]] != text[pair[1]]);
    let swap = |pair: &[usize]| {
        let mut swapped = text.to_vec();
        swapped.swap(pair[0], pair[1]);
        swapped
    };
    unlike.map(swap).collect()
}

fn with(number: &str, index: usize, digit: u8) -> Vec<u8> {
    let mut changed = number.as_bytes().to_vec();
    changed[index] = digit;
    changed
}

/// Whether fewer than one in `rate` of both kinds of slips pass: check digits that stand for two remainders miss a few.
pub fn catches_most_slips(check: fn(&[u8]) -> bool, number: &str, rate: usize) -> bool {
    let slips: Vec<_> = one_digit_wrong(number).into_iter().chain(neighbours_swapped(number)).collect();
    check(number.as_bytes()) && slips.iter().filter(|slip| check(slip)).count() * rate < slips.len()
}

/// Whether `check` holds for `number` and for no copy of it with one digit wrong.
pub fn catches_wrong_digits(check: fn(&[u8]) -> bool, number: &str) -> bool {
    check(number.as_bytes()) && !one_digit_wrong(number).iter().any(|slip| check(slip))
}

/// How many copies of `number` with two neighbours swapped `check` lets pass.
pub fn swaps_missed(check: fn(&[u8]) -> bool, number: &str) -> usize {
    neighbours_swapped(number).iter().filter(|slip| check(slip)).count()
}
