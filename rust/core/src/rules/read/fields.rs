//! Small steps of reading: a mapping with known keys, a text, a list of texts, one of a few names. Each tells its own fault.

use crate::rules::fault::{Faults, Place};
use crate::rules::suggest;
use crate::rules::yaml::{Key, Node, Value, shown};

/// A mapping whose keys are known.
pub struct Fields<'a> {
    pairs: &'a [(Key, Node)],
    /// Where it stands.
    pub place: Place,
}

impl<'a> Fields<'a> {
    /// The mapping that a node is; keys that are not `known` are faults.
    pub fn new(node: &'a Node, rule: &str, known: &[&str], faults: &mut Faults) -> Option<Self> {
        let pairs = map(node, rule, faults)?;
        for (key, _) in pairs.iter().filter(|(key, _)| !known.contains(&key.text.as_str())) {
            let message = format!("there is no key `{}` here", shown(&key.text));
            faults.add(key.place, rule, "unknown-key", message, suggest::mend(&key.text, known.iter().copied()));
        }
        Some(Self { pairs, place: node.place })
    }

    /// The value of a key.
    pub fn get(&self, name: &str) -> Option<&'a Node> {
        self.pairs.iter().find(|(key, _)| key.text == name).map(|(_, node)| node)
    }

    /// The value of a key that has to be there.
    pub fn need(&self, name: &str, rule: &str, faults: &mut Faults) -> Option<&'a Node> {
        let found = self.get(name);
        if found.is_none() {
            let message = format!("the key `{name}` is missing");
            faults.add(self.place, rule, "missing-key", message, format!("add `{name}: ...`"));
        }
        found
    }
}

/// The pairs of a mapping.
pub fn map<'a>(node: &'a Node, rule: &str, faults: &mut Faults) -> Option<&'a [(Key, Node)]> {
    if let Value::Map(pairs) = &node.value {
        return Some(pairs);
    }
    wrong_type(node, rule, "a mapping", "write `key: value`, one a line", faults);
    None
}

/// The items of a list.
pub fn list<'a>(node: &'a Node, rule: &str, faults: &mut Faults) -> &'a [Node] {
    if let Value::List(nodes) = &node.value {
        return nodes;
    }
    wrong_type(node, rule, "a list", "begin each item with `- `", faults);
    &[]
}

/// A text that says something.
pub fn text<'a>(node: &'a Node, rule: &str, faults: &mut Faults) -> Option<&'a str> {
    match &node.value {
        Value::Text { text, .. } if node.value.what() != "nothing" => Some(text),
        _ => {
            wrong_type(node, rule, "a text", "write one value, in quotation marks if need be", faults);
            None
        }
    }
}

/// One text or a list of them, each with its place.
pub fn texts<'a>(node: &'a Node, rule: &str, faults: &mut Faults) -> Vec<(&'a str, Place)> {
    if let Value::Text { .. } = node.value {
        return text(node, rule, faults).map(|text| (text, node.place)).into_iter().collect();
    }
    list(node, rule, faults).iter().filter_map(|node| text(node, rule, faults).map(|text| (text, node.place))).collect()
}

/// A whole number in a range.
pub fn number(node: &Node, rule: &str, range: core::ops::RangeInclusive<usize>, faults: &mut Faults) -> Option<usize> {
    let found = match &node.value {
        Value::Text { text, is_plain: true } => text.parse().ok().filter(|number| range.contains(number)),
        _ => None,
    };
    if found.is_none() {
        let message = format!("this is no whole number from {} to {}", range.start(), range.end());
        faults.add(node.place, rule, "wrong-type", message, "write the digits without quotation marks");
    }
    found
}

/// One of a few names, and what it stands for.
pub fn choice<T: Copy>(node: &Node, rule: &str, choices: &[(&str, T)], faults: &mut Faults) -> Option<T> {
    let text = text(node, rule, faults)?;
    let found = choices.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
    if found.is_none() {
        let names = choices.iter().map(|(name, _)| *name);
        let message = format!("`{}` is not one of: {}", shown(text), names.clone().collect::<Vec<_>>().join(", "));
        let mend = suggest::nearest(text, names).map_or_else(String::new, |near| format!("did you mean `{near}`?"));
        faults.add(node.place, rule, "unknown-value", message, mend);
    }
    found
}

fn wrong_type(node: &Node, rule: &str, wanted: &str, mend: &str, faults: &mut Faults) {
    let message = format!("{wanted} belongs here, and this is {}", node.value.what());
    faults.add(node.place, rule, "wrong-type", message, mend);
}
