//! What a masker was told: for each kind whether it is on, its style and its mode, and the rules of the user's own if there are
//! some. Checked when it is made; masking cannot fail on it.

use std::sync::Arc;

use crate::detect::Span;
use crate::kind::{Kind, Mode};
use crate::rules::run::{Run, Scratch};

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

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stars => "stars",
            Self::Label => "label",
            Self::Seal => "seal",
        }
    }
}

/// What happens to the values of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Whether they are masked at all.
    pub is_on: bool,
    /// What stands in their place.
    pub style: Style,
    /// How they are sealed.
    pub mode: Mode,
}

/// The compiled rules of a masker.
#[derive(Clone, Debug)]
pub struct Ruleset {
    /// By kind, in the order of [`Kind::index`].
    plans: Vec<Plan>,
    is_one_way: bool,
    run: Option<Arc<Run>>,
}

impl Ruleset {
    /// Every kind in one style and in its default mode.
    #[must_use]
    pub fn new(style: Style) -> Self {
        let plan = |kind: &Kind| Plan { is_on: true, style, mode: kind.mode() };
        Self { plans: Kind::ALL.iter().map(plan).collect(), is_one_way: false, run: None }
    }

    /// Plans of every kind, those of the rules file too, and what that file finds and allows.
    #[must_use]
    pub fn with_rules(plans: Vec<Plan>, run: Arc<Run>) -> Self {
        Self { plans, is_one_way: false, run: Some(run) }
    }

    /// Sets the mode of one kind.
    pub fn set_mode(&mut self, kind: Kind, mode: Mode) {
        self.plans[kind.index()].mode = mode;
    }

    /// The same rules with every kind one-way.
    #[must_use]
    pub fn one_way(&self) -> Self {
        let plans = self.plans.iter().map(|plan| Plan { mode: Mode::O, ..*plan }).collect();
        Self { plans, is_one_way: true, run: self.run.clone() }
    }

    /// Whether these are the rules of a masker whose keys nobody holds.
    #[must_use]
    pub const fn is_one_way(&self) -> bool {
        self.is_one_way
    }

    /// The mode of a kind.
    #[must_use]
    pub fn mode(&self, kind: Kind) -> Mode {
        self.plans[kind.index()].mode
    }

    /// The style of a kind.
    #[must_use]
    pub fn style(&self, kind: Kind) -> Style {
        self.plans[kind.index()].style
    }

    /// Whether values of a kind are masked.
    #[must_use]
    pub fn is_on(&self, kind: Kind) -> bool {
        self.plans[kind.index()].is_on
    }

    /// Whether some kind is sealed, so that keys are needed.
    #[must_use]
    pub fn seals(&self) -> bool {
        self.plans.iter().any(|plan| plan.is_on && plan.style == Style::Seal)
    }

    /// Kinds that the rules file names itself; [`Kind::User`] counts them.
    #[must_use]
    pub fn own_kinds(&self) -> &[String] {
        self.run.as_ref().map_or(&[], |run| &run.own_kinds)
    }

    /// The kind of a name.
    #[must_use]
    pub fn kind(&self, name: &str) -> Option<Kind> {
        let own = || self.own_kinds().iter().position(|own| own == name).and_then(|place| u16::try_from(place).ok());
        Kind::from_name(name).or_else(|| own().map(Kind::User))
    }

    /// The name of a kind.
    #[must_use]
    pub fn name(&self, kind: Kind) -> &str {
        match kind {
            Kind::User(place) => self.own_kinds().get(usize::from(place)).map_or("secret", String::as_str),
            known => known.name(),
        }
    }

    /// What the rules file finds and allows, if there is one.
    #[must_use]
    pub const fn run(&self) -> Option<&Arc<Run>> {
        self.run.as_ref()
    }

    /// Adds to `spans` what the rules of the user's own find in a text of whole lines, and drops what they allow or switch off.
    /// Returns whether there are findings of theirs.
    pub fn apply(&self, text: &[u8], scratch: &mut Scratch, spans: &mut Vec<Span>) -> bool {
        match &self.run {
            Some(run) => Run::apply(run, self, text, scratch, spans),
            None => false,
        }
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
