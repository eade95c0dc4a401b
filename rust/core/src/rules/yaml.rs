//! First step of reading rules: the text of a YAML file as a tree in which every node knows its place. What a rules file has no use
//! for is refused here: anchors and aliases (with them the files that grow when they are read), tags, several documents, keys
//! that are no text, keys that stand twice, and depths at which nothing is.

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, StrInput};

use super::fault::{Faults, Place};

/// The longest rules file, in bytes.
pub const LONGEST: usize = 8 << 20;
/// How deep a rules file may be nested.
const DEEPEST: usize = 16;

/// A node and where it stands.
#[derive(Debug)]
pub struct Node {
    /// Where it begins.
    pub place: Place,
    /// What it is.
    pub value: Value,
}

/// What a node is.
#[derive(Debug)]
pub enum Value {
    /// A text; `is_plain`: without quotation marks, so that `true` and `12` are no texts.
    Text {
        /// The text itself.
        text: String,
        /// Whether it stands without quotation marks.
        is_plain: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order of the file.
    Map(Vec<(Key, Node)>),
}

/// A key of a mapping.
#[derive(Debug)]
pub struct Key {
    /// Its text.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

impl Value {
    /// What it is, in words.
    #[must_use]
    pub fn what(&self) -> &'static str {
        match self {
            Self::Text { text, is_plain: true } if text.is_empty() || text == "~" || text == "null" => "nothing",
            Self::Text { .. } => "a single value",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping",
        }
    }
}

/// The tree of a file, or nothing if it is none; why not stands in `faults`.
pub fn read(data: &[u8], faults: &mut Faults) -> Option<Node> {
    let text = text_of(data, faults)?;
    let mut reader = Reader { parser: Parser::new_from_str(text), faults };
    let node = reader.document();
    match node {
        Ok(node) => node,
        Err(Stop::Told) => None,
        Err(Stop::Scan(error)) => {
            tell(text, &error, faults);
            None
        }
    }
}

fn text_of<'a>(data: &'a [u8], faults: &mut Faults) -> Option<&'a str> {
    let first = Place { line: 1, column: 1 };
    if data.len() > LONGEST {
        faults.add(
            first,
            "",
            "too-large",
            "the file is longer than 8 MiB",
            "put long word lists in files of their own",
        );
        return None;
    }
    match core::str::from_utf8(data) {
        Ok(text) if text.contains('\0') => {
            faults.add(
                place_of(data, text.find('\0')),
                "",
                "not-text",
                "the file holds a NUL byte",
                "is it a text file?",
            );
            None
        }
        Ok(text) => Some(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            let place = place_of(data, Some(error.valid_up_to()));
            faults.add(place, "", "not-text", "the file is not UTF-8 text", "save it as UTF-8");
            None
        }
    }
}

fn place_of(data: &[u8], at: Option<usize>) -> Place {
    let head = &data[..at.unwrap_or(0)];
    let line = head.iter().filter(|&&b| b == b'\n').count() + 1;
    let start = memchr::memrchr(b'\n', head).map_or(0, |index| index + 1);
    Place { line, column: String::from_utf8_lossy(&head[start..]).chars().count() + 1 }
}

fn place(mark: &Marker) -> Place {
    Place { line: mark.line(), column: mark.col() + 1 }
}

/// What the scanner refused, with the usual reasons in our own words.
fn tell(text: &str, error: &ScanError, faults: &mut Faults) {
    let place = place(error.marker());
    let is_indented_by_tab =
        |line: &str| line[..line.len() - line.trim_start_matches([' ', '\t']).len()].contains('\t');
    let near = text.lines().take(place.line).enumerate().skip(place.line.saturating_sub(2));
    if let Some((index, line)) = near.into_iter().find(|(_, line)| is_indented_by_tab(line)) {
        let column = line.find('\t').unwrap_or(0) + 1;
        let place = Place { line: index + 1, column };
        faults.add(place, "", "tab", "a tab stands in the indentation", "YAML is indented with spaces");
        return;
    }
    let info: String = error.info().chars().filter(|c| !c.is_control()).take(120).collect();
    faults.add(place, "", "not-yaml", format!("the file is not YAML: {info}"), mend_of(&info));
}

fn mend_of(info: &str) -> &'static str {
    if info.contains("scalar") || info.contains("character") || info.contains("escape") {
        "a text with special characters wants single quotes: 'ORD-[0-9]+'"
    } else {
        "look at the indentation and the colons of this line and the one before"
    }
}

enum Stop {
    Scan(ScanError),
    Told,
}

impl From<ScanError> for Stop {
    fn from(error: ScanError) -> Self {
        Self::Scan(error)
    }
}

struct Reader<'a, 'f> {
    parser: Parser<'a, StrInput<'a>>,
    faults: &'f mut Faults,
}

impl<'a> Reader<'a, '_> {
    fn next(&mut self) -> Result<(Event<'a>, Place), Stop> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => Ok((event, place(&span.start))),
            Some(Err(error)) => Err(error.into()),
            None => Ok((Event::StreamEnd, Place::default())),
        }
    }

    fn refuse(&mut self, place: Place, code: &'static str, message: &str, mend: &str) -> Stop {
        self.faults.add(place, "", code, message, mend);
        Stop::Told
    }

    fn document(&mut self) -> Result<Option<Node>, Stop> {
        let mut found = None;
        loop {
            let (event, at) = self.next()?;
            match event {
                Event::StreamEnd => return Ok(found),
                Event::DocumentStart(_) if found.is_some() => {
                    return Err(self.refuse(
                        at,
                        "documents",
                        "the file holds more than one document",
                        "drop the `---`",
                    ));
                }
                Event::DocumentStart(_) => {
                    let (event, at) = self.next()?;
                    found = Some(self.node(event, at, 0)?);
                }
                _ => {}
            }
        }
    }

    fn node(&mut self, event: Event<'a>, at: Place, depth: usize) -> Result<Node, Stop> {
        if depth > DEEPEST {
            return Err(self.refuse(at, "too-deep", "the file is nested too deep here", "no rule needs that"));
        }
        let (value, anchor, has_tag) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                let is_plain = style == ScalarStyle::Plain;
                (Value::Text { text: text.into_owned(), is_plain }, anchor, tag.is_some())
            }
            Event::SequenceStart(anchor, tag) => (Value::List(self.list(depth)?), anchor, tag.is_some()),
            Event::MappingStart(anchor, tag) => (Value::Map(self.map(depth)?), anchor, tag.is_some()),
            _ => return Err(self.refuse(at, "alias", "aliases are not read", "write the value out")),
        };
        if anchor > 0 {
            return Err(self.refuse(at, "alias", "anchors are not read", "write the value out where it is needed"));
        }
        if has_tag {
            return Err(self.refuse(at, "tag", "tags are not read", "drop the word that begins with `!`"));
        }
        Ok(Node { place: at, value })
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Node>, Stop> {
        let mut nodes = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(nodes),
                (event, at) => nodes.push(self.node(event, at, depth + 1)?),
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Vec<(Key, Node)>, Stop> {
        let mut pairs: Vec<(Key, Node)> = Vec::new();
        let mut seen = std::collections::HashMap::new();
        loop {
            let (event, at) = self.next()?;
            if event == Event::MappingEnd {
                return Ok(pairs);
            }
            let Value::Text { text, .. } = self.node(event, at, depth + 1)?.value else {
                return Err(self.refuse(at, "not-a-key", "a key is not a text", "write `key: value`"));
            };
            let (event, value_at) = self.next()?;
            let node = self.node(event, value_at, depth + 1)?;
            if let Some(first) = seen.insert(text.clone(), at) {
                let message = format!("the key `{}` stands twice", shown(&text));
                self.faults.add(at, "", "twice", message, format!("it stands in line {} already", first.line));
            } else {
                pairs.push((Key { text, place: at }, node));
            }
        }
    }
}

/// A name of the file for a message: short, and without control characters.
#[must_use]
pub fn shown(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { '?' } else { c }).take(60).collect()
}
