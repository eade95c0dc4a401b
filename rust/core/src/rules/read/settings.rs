//! `style`, `packs`, `kinds` and `services`: what is on, and what stands in place of a value.

use super::fields::{self, Fields};
use crate::kind::{Kind, Mode};
use crate::rules::document::{KindSettings, Settings};
use crate::rules::fault::{Faults, Place};
use crate::rules::packs;
use crate::rules::suggest;
use crate::rules::yaml::{Node, Value, shown};
use crate::ruleset::Style;
use crate::seal::keys::check_service;

const STYLES: [(&str, Style); 3] = [("seal", Style::Seal), ("stars", Style::Stars), ("label", Style::Label)];
const MODES: [(&str, Mode); 3] = [("d", Mode::D), ("r", Mode::R), ("o", Mode::O)];
const SENSITIVITIES: [(&str, u8); 4] = [("1", 1), ("2", 2), ("3", 3), ("4", CREDENTIAL)];
/// What is so sensitive never opens, and so is one-way unless the file says more.
const CREDENTIAL: u8 = 4;
const SWITCH: [(&str, bool); 4] = [("on", true), ("off", false), ("true", true), ("false", false)];

/// Reads settings; knows the kinds of the file.
pub struct Known<'a> {
    /// Kinds of the file's own.
    pub own: &'a [String],
}

impl Known<'_> {
    /// The settings in a mapping: the file itself, or a service.
    pub fn read(&self, fields: &Fields<'_>, rule: &str, faults: &mut Faults) -> Settings {
        let mut settings = Settings::default();
        if let Some(node) = fields.get("style") {
            settings.style = fields::choice(node, &label(rule, "style"), &STYLES, faults);
        }
        if let Some(node) = fields.get("packs") {
            let rule = label(rule, "packs");
            (settings.packs_on, settings.packs_off) = packs_of(node, &rule, faults);
        }
        if let Some(node) = fields.get("kinds") {
            settings.kinds = self.kinds(node, &label(rule, "kinds"), faults);
        }
        settings
    }

    /// The settings of each service.
    pub fn services(&self, node: &Node, faults: &mut Faults) -> Vec<(String, Settings)> {
        let mut services = Vec::new();
        for (key, node) in fields::map(node, "services", faults).unwrap_or_default() {
            if check_service(&key.text).is_err() {
                let message = format!("`{}` is not the name of a service", shown(&key.text));
                let mend = "1 to 63 of a-z 0-9 . _ - beginning with a letter or a digit";
                faults.add(key.place, "services", "bad-service", message, mend);
                continue;
            }
            let rule = format!("services.{}", key.text);
            if let Some(fields) = Fields::new(node, &rule, &["style", "packs", "kinds"], faults) {
                services.push((key.text.clone(), self.read(&fields, &rule, faults)));
            }
        }
        services
    }

    fn kinds(&self, node: &Node, rule: &str, faults: &mut Faults) -> Vec<(Kind, KindSettings)> {
        let mut kinds = Vec::new();
        for (key, node) in fields::map(node, rule, faults).unwrap_or_default() {
            let rule = format!("{rule}.{}", shown(&key.text));
            match self.kind(&key.text) {
                Some(kind) => kinds.push((kind, kind_settings(kind, node, &rule, faults))),
                None => {
                    let known = Kind::ALL.iter().map(|kind| kind.name()).chain(self.own.iter().map(String::as_str));
                    let mend = suggest::nearest(&key.text, known).map_or_else(
                        || "`milkglass kinds` lists them; a rule of this file may name one of your own".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    );
                    let message = format!("there is no kind `{}`", shown(&key.text));
                    faults.add(key.place, &rule, "unknown-kind", message, mend);
                }
            }
        }
        kinds
    }

    fn kind(&self, name: &str) -> Option<Kind> {
        let own = || self.own.iter().position(|known| known == name).and_then(|index| u16::try_from(index).ok());
        Kind::from_name(name).or_else(|| own().map(Kind::User))
    }
}

fn label(rule: &str, part: &str) -> String {
    if rule.is_empty() { part.to_owned() } else { format!("{rule}.{part}") }
}

/// `off`, `on`, or a mapping.
fn kind_settings(kind: Kind, node: &Node, rule: &str, faults: &mut Faults) -> KindSettings {
    let mut settings = KindSettings::default();
    if let Value::Text { .. } = node.value {
        settings.is_on = fields::choice(node, rule, &SWITCH, faults);
        return settings;
    }
    let Some(fields) = Fields::new(node, rule, &keys_of(kind, rule), faults) else { return settings };
    settings.is_on = fields.get("on").and_then(|node| fields::choice(node, rule, &SWITCH, faults));
    settings.style = fields.get("style").and_then(|node| fields::choice(node, rule, &STYLES, faults));
    settings.mode = fields.get("mode").and_then(|node| fields::choice(node, rule, &MODES, faults));
    settings.sensitivity =
        fields.get("sensitivity").and_then(|node| fields::choice(node, rule, &SENSITIVITIES, faults));
    if settings.sensitivity == Some(CREDENTIAL) {
        settings.mode = settings.mode.or(Some(Mode::O));
    }
    settings
}

/// How sensitive a kind is holds for every service, and is known of kinds that are known.
fn keys_of(kind: Kind, rule: &str) -> Vec<&'static str> {
    let mut keys = vec!["on", "style", "mode"];
    if matches!(kind, Kind::User(_)) && !rule.starts_with("services.") {
        keys.push("sensitivity");
    }
    keys
}

/// Names in `kinds` that say how sensitive they are: a kind of the file's own may be named there and nowhere else.
pub fn declared(node: &Node) -> Vec<(&str, Place)> {
    let Value::Map(kinds) = &node.value else { return Vec::new() };
    let says =
        |node: &Node| matches!(&node.value, Value::Map(said) if said.iter().any(|(key, _)| key.text == "sensitivity"));
    kinds.iter().filter(|(_, node)| says(node)).map(|(key, _)| (key.text.as_str(), key.place)).collect()
}

type Packs = (Option<Vec<&'static str>>, Vec<&'static str>);

fn packs_of(node: &Node, rule: &str, faults: &mut Faults) -> Packs {
    let Some(fields) = Fields::new(node, rule, &["on", "off"], faults) else { return Packs::default() };
    let mut names = |key: &str| fields.get(key).map(|node| pack_names(node, &format!("{rule}.{key}"), faults));
    let (on, off) = (names("on"), names("off").unwrap_or_default());
    (on.filter(|on| !on.contains(&ALL)), if off.contains(&ALL) { packs::names() } else { off })
}

/// The word for every pack.
const ALL: &str = "all";

fn pack_names(node: &Node, rule: &str, faults: &mut Faults) -> Vec<&'static str> {
    let known = || packs::names().into_iter().chain([ALL]);
    let mut found = Vec::new();
    for (name, place) in fields::texts(node, rule, faults) {
        match known().find(|pack| *pack == name) {
            Some(pack) => found.push(pack),
            None => {
                let message = format!("there is no pack `{}`", shown(name));
                let mend = suggest::nearest(name, known()).map_or_else(
                    || format!("packs are: {}", packs::names().join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                faults.add(place, rule, "unknown-pack", message, mend);
            }
        }
    }
    found
}
