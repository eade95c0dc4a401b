//! "Did you mean ...?": the known name that is nearest to an unknown one.

/// Names longer than this are not compared.
const LONGEST: usize = 40;

/// The mend for an unknown name: the nearest known one, or all of them if they are few.
pub fn mend<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.len() <= 16 => format!("known are: {}", known.join(", ")),
        None => String::new(),
    }
}

/// The known name that is a slip away: one change in three letters, at most three.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let most = (name.chars().count() / 3).clamp(1, 3);
    let near = |known: &'a str| Some((distance(name, known)?, known)).filter(|(far, _)| *far <= most);
    known.into_iter().filter_map(near).min_by_key(|(far, _)| *far).map(|(_, known)| known)
}

/// How many letters have to be changed, added, dropped or swapped with their neighbour; case counts for nothing.
pub fn distance(left: &str, right: &str) -> Option<usize> {
    let letters = |text: &str| text.chars().take(LONGEST + 1).flat_map(char::to_lowercase).collect::<Vec<_>>();
    let (left, right) = (letters(left), letters(right));
    if left.len() > LONGEST || right.len() > LONGEST {
        return None;
    }
    let mut rows = [Vec::new(), (0..=right.len()).collect::<Vec<_>>(), vec![0; right.len() + 1]];
    for (i, &a) in left.iter().enumerate() {
        rows[2] = vec![i + 1; right.len() + 1];
        for (j, &b) in right.iter().enumerate() {
            let changed = rows[1][j] + usize::from(a != b);
            let mut best = changed.min(rows[1][j + 1] + 1).min(rows[2][j] + 1);
            if i > 0 && j > 0 && a == right[j - 1] && left[i - 1] == b {
                best = best.min(rows[0][j - 1] + 1);
            }
            rows[2][j + 1] = best;
        }
        rows.rotate_left(1);
    }
    rows[1].last().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Slips of a finger count one each; what is far away is not suggested.
    #[test]
    fn distances() {
        for (left, right, far) in
            [("kinds", "kinds", 0), ("kindz", "kinds", 1), ("emial", "email", 1), ("", "ab", 2), ("Email", "email", 0)]
        {
            assert_eq!(distance(left, right), Some(far), "{left} {right}");
        }
        assert_eq!(nearest("stlye", ["style", "kinds"]), Some("style"));
        assert_eq!(nearest("banana", ["style", "kinds"]), None);
        assert_eq!(distance(&"a".repeat(1000), "a"), None);
    }
}
