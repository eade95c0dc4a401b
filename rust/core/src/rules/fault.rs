//! What is wrong with a rules file: where, in which rule, what, and how to mend it. Faults name keys, rules and kinds, and never
//! the words, values or expressions of the file: those may be what has to stay hidden.

/// A place in a file: line and column, both counted from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line.
    pub line: usize,
    /// Column, in characters.
    pub column: usize,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where it stands.
    pub place: Place,
    /// The rule or the part of the file, as a person would name it; empty for the file as a whole.
    pub rule: String,
    /// Its stable name.
    pub code: &'static str,
    /// One clause that says what is wrong.
    pub message: String,
    /// How to mend it.
    pub mend: String,
}

/// The most faults that are told at once.
const MOST: usize = 100;

/// Collects what is wrong, and what is only worth a look.
#[derive(Debug, Default)]
pub struct Faults {
    /// What is wrong: the file is refused.
    pub wrong: Vec<Fault>,
    /// What is only odd: the file is taken.
    pub odd: Vec<Fault>,
}

impl Faults {
    /// Notes that something is wrong.
    pub fn add(
        &mut self,
        place: Place,
        rule: &str,
        code: &'static str,
        message: impl Into<String>,
        mend: impl Into<String>,
    ) {
        let fault = Fault { place, rule: rule.to_owned(), code, message: message.into(), mend: mend.into() };
        if self.wrong.len() < MOST && !self.wrong.contains(&fault) {
            self.wrong.push(fault);
        }
    }

    /// Notes that something is odd.
    pub fn note(
        &mut self,
        place: Place,
        rule: &str,
        code: &'static str,
        message: impl Into<String>,
        mend: impl Into<String>,
    ) {
        if self.odd.len() < MOST {
            self.odd.push(Fault { place, rule: rule.to_owned(), code, message: message.into(), mend: mend.into() });
        }
    }
}
