//! What a masker was told: the style, and the mode of each kind. Checked when it is made; masking cannot fail on it.

use crate::kind::{Kind, Mode};

/// What stands in place of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `***`
    Stars,
    /// `<EMAIL>`
    Label,
    /// A sealed value.
    Seal,
}

impl Style {
    /// The style of a name: `stars`, `label`, `seal`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "stars" => Some(Self::Stars),
            "label" => Some(Self::Label),
            "seal" => Some(Self::Seal),
            _ => None,
        }
    }
}

/// The compiled rules of a masker.
#[derive(Clone, Copy, Debug)]
pub struct Ruleset {
    /// What stands in place of a value.
    pub style: Style,
    modes: [Mode; Kind::ALL.len()],
}

impl Ruleset {
    /// Every kind in its default mode.
    #[must_use]
    pub fn new(style: Style) -> Self {
        let mut modes = [Mode::O; Kind::ALL.len()];
        for &kind in Kind::ALL {
            modes[kind as usize] = kind.mode();
        }
        Self { style, modes }
    }

    /// Sets the mode of one kind.
    pub fn set_mode(&mut self, kind: Kind, mode: Mode) {
        self.modes[kind as usize] = mode;
    }

    /// The same rules with every kind one-way.
    #[must_use]
    pub const fn one_way(&self) -> Self {
        Self { style: self.style, modes: [Mode::O; Kind::ALL.len()] }
    }

    /// The mode of a kind.
    #[must_use]
    pub const fn mode(&self, kind: Kind) -> Mode {
        self.modes[kind as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ruleset begins with the defaults of the table and changes one kind at a time.
    #[test]
    fn modes() {
        let mut rules = Ruleset::new(Style::Seal);
        rules.set_mode(Kind::Password, Mode::D);
        for &kind in Kind::ALL {
            let expected = if kind == Kind::Password { Mode::D } else { kind.mode() };
            assert_eq!(rules.mode(kind), expected);
        }
    }
}
