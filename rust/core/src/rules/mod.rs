//! Rules of the user's own: one YAML file, checked once and compiled (`docs/reference/rules.md`).
//!
//! `yaml` (text to tree) -> `read` (tree to [`document::Document`], all faults at once) -> here (document to what runs) -> `run` (on
//! every text, called by `ruleset`). Pure: word lists beside the file are read by the caller.

pub mod allowed;
pub mod document;
pub mod explain;
pub mod fault;
pub mod keys;
pub mod masks;
pub mod packs;
pub mod paths;
pub mod patterns;
pub mod read;
pub mod regex;
pub mod run;
pub mod suggest;
pub mod words;
pub mod yaml;

use std::sync::Arc;

use crate::kind::Kind;
use crate::ruleset::{Plan, Ruleset, Style};
use allowed::Allowed;
use document::{Document, Settings};
use fault::{Fault, Faults, Place};
use keys::Keys;
use paths::Paths;
use patterns::Patterns;
use read::File;
use run::Run;
use words::Words;

/// A rules file that was checked and compiled.
#[derive(Clone, Debug)]
pub struct Rules {
    base: Arc<Settings>,
    services: Arc<Vec<(String, Settings)>>,
    run: Arc<Run>,
    /// What is odd about the file, though it is taken.
    pub odd: Vec<Fault>,
}

/// The names of the word lists that a rules file wants to be read; none if it cannot be read itself.
#[must_use]
pub fn files(data: &[u8]) -> Vec<String> {
    yaml::read(data, &mut Faults::default()).map(|root| read::files(&root)).unwrap_or_default()
}

impl Rules {
    /// Checks and compiles a rules file; `files` are the word lists it names.
    ///
    /// # Errors
    /// All that is wrong with it, in the order of the file.
    pub fn new(data: &[u8], files: &[File]) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::default();
        let made = match yaml::read(data, &mut faults) {
            Some(root) => {
                let document = read::document(&root, files, &mut faults);
                if faults.wrong.is_empty() { compile(document, &mut faults) } else { None }
            }
            None => {
                if faults.wrong.is_empty() {
                    let place = Place { line: 1, column: 1 };
                    faults.add(place, "", "empty", "the file says nothing", "begin with `version: 1`");
                }
                None
            }
        };
        faults.wrong.sort_by_key(|fault| fault.place);
        match made {
            Some(rules) if faults.wrong.is_empty() => Ok(Self { odd: faults.odd, ..rules }),
            _ => Err(faults.wrong),
        }
    }

    /// The style the file asks for in a service, if it does.
    #[must_use]
    pub fn style(&self, service: &str) -> Option<Style> {
        self.service(service).and_then(|settings| settings.style).or(self.base.style)
    }

    /// Kinds of the file's own.
    #[must_use]
    pub fn own_kinds(&self) -> &[String] {
        &self.run.own_kinds
    }

    /// How sensitive the kinds of the file's own are, in their order; high if the file does not say.
    #[must_use]
    pub fn own_sensitivities(&self) -> Vec<u8> {
        let said = |kind: Kind| {
            self.base.kinds.iter().filter(move |(named, _)| *named == kind).find_map(|(_, said)| said.sensitivity)
        };
        let own = (0..self.run.own_kinds.len()).filter_map(|place| u16::try_from(place).ok()).map(Kind::User);
        own.map(|kind| said(kind).unwrap_or(kind.sensitivity())).collect()
    }

    /// How many rules the file has.
    #[must_use]
    pub fn count(&self) -> usize {
        self.run.rules.len()
    }

    /// What runs in a service; `style` is that of kinds for which the file names none.
    #[must_use]
    pub fn ruleset(&self, service: &str, style: Style) -> Ruleset {
        let own = (0..self.run.own_kinds.len()).filter_map(|place| u16::try_from(place).ok()).map(Kind::User);
        let mut plans: Vec<Plan> =
            Kind::ALL.iter().copied().chain(own).map(|kind| Plan { is_on: true, style, mode: kind.mode() }).collect();
        for settings in [Some(&*self.base), self.service(service)].into_iter().flatten() {
            settle(settings, &mut plans);
        }
        Ruleset::with_rules(plans, Arc::clone(&self.run))
    }

    fn service(&self, name: &str) -> Option<&Settings> {
        self.services.iter().find(|(service, _)| service == name).map(|(_, settings)| settings)
    }
}

/// Packs first, then kinds; what is said for a kind holds against its pack.
fn settle(settings: &Settings, plans: &mut [Plan]) {
    for &kind in Kind::ALL {
        let pack = packs::of(kind);
        let plan = &mut plans[kind.index()];
        if let Some(on) = &settings.packs_on {
            plan.is_on = on.contains(&pack);
        }
        plan.is_on &= !settings.packs_off.contains(&pack);
    }
    for (kind, said) in &settings.kinds {
        let plan = &mut plans[kind.index()];
        plan.is_on = said.is_on.unwrap_or(plan.is_on);
        plan.style = said.style.unwrap_or(plan.style);
        plan.mode = said.mode.unwrap_or(plan.mode);
    }
}

fn compile(document: Document, faults: &mut Faults) -> Option<Rules> {
    let first = Place { line: 1, column: 1 };
    let large = |faults: &mut Faults, place: Place, rule: &str, mend: &str| {
        faults.add(place, rule, "too-large", "the rules make too large an automaton", mend);
    };
    let patterns = match Patterns::new(document.patterns) {
        Ok(patterns) => patterns,
        Err(rule) => {
            let rule = rule.map(|rule| &document.rules[rule as usize]);
            let (place, label) = rule.map_or((first, "patterns"), |rule| (rule.place, &rule.label));
            large(faults, place, label, "ask for fewer repetitions ({1,1000}) and classes");
            return None;
        }
    };
    let Ok(words) = Words::new(&document.exact_words, &document.words) else {
        large(faults, first, "words", "use fewer words");
        return None;
    };
    let Ok(allowed) = Allowed::new(document.allow) else {
        large(faults, first, "allow.patterns", "ask for fewer repetitions and classes");
        return None;
    };
    let keys = Keys::new(&document.keys, &document.rules);
    let (paths, own_kinds, rules) = (Paths::new(&document.paths), document.own_kinds, document.rules);
    let run = Run { rules, own_kinds, keys, patterns, words, paths, allowed };
    let (base, services) = (Arc::new(document.base), Arc::new(document.services));
    Some(Rules { base, services, run: Arc::new(run), odd: Vec::new() })
}
