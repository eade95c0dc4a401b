//! Keys without a separator: what follows `password` and `user` in a sentence, and short options of a few commands.

use super::marks::Marks;
use super::masks::{is_label, is_nothing, mask_length};
use super::{Ask, around, shapes, trie, value};
use crate::detect::random;
use crate::detect::spec::Shape;
use crate::detect::text::{Range, back, before, byte, is_word, skip};
use crate::detect::wordset::WordSet;
use crate::kind::Kind;

/// The word that begins at `start` in a sentence, without the punctuation after it.
fn word_at(text: &[u8], start: usize) -> Range {
    let is_end = |b: u8| {
        b.is_ascii_whitespace() || matches!(b, b',' | b';' | b'"' | b'\'' | b')' | b'(' | b'\\' | b'<' | b'>' | b'`')
    };
    let mut end = skip(text, start, |b| !is_end(b));
    // A label that stands in a word is what was masked of it.
    while byte(text, end) == b'<' && mask_length(&text[end..]) > 0 {
        end = skip(text, end + mask_length(&text[end..]), |b| !is_end(b));
    }
    start.min(end)..back(text, end, start.min(end), |b| matches!(b, b'.' | b'!' | b'?' | b':'))
}

/// Whether `word` stands at `at` in either case.
fn says(text: &[u8], at: usize, word: &[u8]) -> bool {
    text.get(at..at + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word))
}

/// Finds what follows the word `password`, `w` being the index of its `w`: `password is hunter2`, `bad password hunter2`, and the user in
/// `password for bob from`.
pub fn find_in_prose(text: &[u8], w: usize, found: &mut impl FnMut(Range, Kind)) -> usize {
    let start = w.saturating_sub(4);
    if !says(text, start, b"password ") || is_word(before(text, start)) {
        return w;
    }
    let next = start + 9;
    if says(text, next, b"for ") {
        return user_after_for(text, next + 4, found).or_else(|| set_for(text, next + 4, found)).unwrap_or(w);
    }
    if let Some(end) = whose(text, next, found) {
        return end;
    }
    let links = [
        &b"is "[..],
        b"was ",
        b"set to ",
        b"changed to ",
        b"changed from ",
        b"with value ",
        b"has value ",
        b"value ",
        b"equals ",
    ];
    let link = links.iter().find(|link| says(text, next, link)).map_or(0, |link| link.len());
    let open = usize::from(matches!(byte(text, next + link), b'(' | b'[' | b'`'));
    let value = word_at(text, next + link + open);
    let end = value.end;
    let is_secret = shapes::looks_secret(&text[value.clone()]);
    if is_secret && shapes::report(text, value, Ask::new(Kind::Password, Shape::Any), found) { end } else { w }
}

/// What happens to a password, before whose it is.
const CHANGES: [&[u8]; 7] =
    [b"changed ", b"reset ", b"updated ", b"expired ", b"expiry ", b"requested ", b"reset requested "];

/// `password changed for bob`, `password reset requested by bob`.
fn whose(text: &[u8], start: usize, found: &mut impl FnMut(Range, Kind)) -> Option<usize> {
    let change = CHANGES.iter().filter(|change| says(text, start, change)).map(|change| change.len()).max()?;
    let at = start + change;
    let at = [&b"for "[..], b"by ", b"of "].iter().find(|word| says(text, at, word)).map(|word| at + word.len())?;
    let at = if says(text, at, b"user ") { at + 5 } else { at };
    named(text, word_at(text, at), found)
}

/// Reports a word of a sentence that stands where a user does, if it can be the name of one.
pub(super) fn named(text: &[u8], user: Range, found: &mut impl FnMut(Range, Kind)) -> Option<usize> {
    let content = &text[user.clone()];
    let is_plain = content.len() >= 2
        && content.iter().any(u8::is_ascii_alphabetic)
        && content.iter().all(|&b| is_word(b) || matches!(b, b'.' | b'-' | b'@' | b'+') || b >= 0x80);
    let end = user.end;
    let counts = is_plain && !is_common(content) && !ARTICLES.iter().any(|word| content.eq_ignore_ascii_case(word));
    (counts && shapes::report(text, user, Ask::new(Kind::Username, Shape::Any), found)).then_some(end)
}

/// Words that stand where a name could and begin another.
const ARTICLES: [&[u8]; 9] = [b"all", b"any", b"your", b"its", b"their", b"our", b"each", b"every", b"these"];

/// `for bob from 192.0.2.7`, `for invalid user bob from`: as sshd writes it.
fn user_after_for(text: &[u8], start: usize, found: &mut impl FnMut(Range, Kind)) -> Option<usize> {
    let start = if says(text, start, b"invalid user ") { start + 13 } else { start };
    let user = word_at(text, start);
    let end = user.end;
    let is_user = says(text, end, b" from ") && !user.is_empty();
    (is_user && shapes::report(text, user, Ask::new(Kind::Username, Shape::Any), found)).then_some(end)
}

/// `SET PASSWORD FOR 'app'@'%' = 'hunter2'`.
fn set_for(text: &[u8], start: usize, found: &mut impl FnMut(Range, Kind)) -> Option<usize> {
    let near = &text[start..text.len().min(start + 80)];
    let mark = start + memchr::memmem::find(near, b" = '")? + 4;
    let end = skip(text, mark, |b| !matches!(b, b'\'' | b'\n'));
    shapes::report(text, mark..end, Ask::new(Kind::Password, Shape::Any), found).then_some(end)
}

/// Finds the value at `start` when a word before it says in a sentence what it is: `no customer with imei 490154203237518`,
/// `the routing number is 021000021`. Only for codes, which have to look like one.
pub fn find_code(text: &[u8], start: usize, found: &mut impl FnMut(Range, Kind)) -> usize {
    let Some(end) = around::key_end_in_prose(text, start) else { return start };
    let Some((kind, shape)) = trie::word(text, end).and_then(|word| Some((word.kind?, word.shape))) else {
        return start;
    };
    let ask = match shape {
        Shape::Code(_) | Shape::Text(_) | Shape::Phone => {
            Ask { is_assignment: true, is_spaced: true, ..Ask::new(kind, shape) }
        }
        Shape::Any if kind.sensitivity() == 4 && is_random(&text[word_at(text, start)]) => Ask::new(kind, shape),
        _ => return start,
    };
    value::find(text, start, ask, &mut Marks::blind(), found)
}

fn is_random(word: &[u8]) -> bool {
    word.len() >= 16 && random::looks_random(word)
}

/// Finds the user that stands before a network address at `address`: `for bob from 192.0.2.7`, `user bob 192.0.2.7`, and after it as web
/// servers log it: `192.0.2.7 - bob [24/Nov/2026`.
pub fn find_beside(text: &[u8], address: Range) -> Option<Range> {
    if before(text, address.start) == b' '
        && let Some(user) = user_before(text, address.start)
    {
        return Some(user).filter(|user| !is_common(&text[user.clone()]));
    }
    let user = address.end + 3;
    if !text[address.end..].starts_with(b" - ") {
        return None;
    }
    let end = skip(&text[..text.len().min(user + 64)], user, |b| !b.is_ascii_whitespace());
    let is_logged = text[end..].starts_with(b" [");
    (is_logged && &text[user..end] != b"-" && !is_nothing(&text[user..end])).then_some(user..end)
}

/// The word before an address at `start`, if what stands before it says that it is a user.
fn user_before(text: &[u8], start: usize) -> Option<Range> {
    let end = if text[..start].ends_with(b" from ") { start - 6 } else { start - 1 };
    let user =
        back(text, end, end.saturating_sub(64), |b| !b.is_ascii_whitespace() && !matches!(b, b'"' | b'\'' | b'='));
    let named = [&b" for "[..], b" user "];
    (user < end && named.iter().any(|word| text[..user].ends_with(word))).then_some(user..end)
}

/// Words before `user` after which a user is named, and not talked about.
#[rustfmt::skip]
const NAMED_AFTER: [&[u8]; 29] = [
    b"for", b"of", b"by", b"as", b"invalid", b"authenticating", b"unknown", b"created", b"creating", b"deleted", b"deleting", b"removed",
    b"removing", b"added", b"adding", b"locked", b"locking", b"unlocked", b"disabled", b"disabling", b"enabled", b"enabling", b"authenticated",
    b"impersonating", b"alter", b"create", b"drop", b"new", b"to",
];

/// Finds the user whose name follows the space at `space` after the word `user`.
pub fn find_user(text: &[u8], space: usize, found: &mut impl FnMut(Range, Kind)) -> usize {
    let Some(start) = space.checked_sub(4).filter(|&start| says(text, start, b"user") && !is_word(before(text, start)))
    else {
        return space;
    };
    // A label is what was masked of a user; it opens nothing.
    let is_open = matches!(byte(text, space + 1), b'[' | b'<') && !is_label(text, space + 1);
    let open = space + 1 + usize::from(is_open);
    let user = after_domain(text, word_at(text, open));
    let user = user.start..back(text, user.end, user.start, |b| b == b']');
    let content = &text[user.clone()];
    let gap = back(text, start, start.saturating_sub(1), |b| b == b' ');
    let word = back(text, gap, gap.saturating_sub(16), |b| b.is_ascii_alphabetic());
    let is_introduced = gap < start && NAMED_AFTER.iter().any(|named| text[word..gap].eq_ignore_ascii_case(named));
    let is_marked = content.iter().any(|b| b.is_ascii_digit() || matches!(b, b'_' | b'.'))
        && content.iter().any(u8::is_ascii_alphabetic);
    let is_said = byte(text, user.end) == b':' || FOLLOWERS.iter().any(|follower| says(text, user.end, follower));
    let is_plain = content.len() >= 2
        && content.iter().all(|&b| is_word(b) || matches!(b, b'.' | b'-' | b'@' | b'+') || b >= 0x80);
    let end = user.end;
    let is_closed =
        open > space + 1 && matches!(byte(text, end), b']' | b'>') && content.iter().any(u8::is_ascii_lowercase);
    let counts = is_plain && (is_introduced || is_marked || is_said || is_closed) && !is_common(content);
    if counts && shapes::report(text, user, Ask::new(Kind::Username, Shape::Any), found) { end } else { space }
}

/// A user without the domain of Windows before it: `CORP\\bob`.
fn after_domain(text: &[u8], user: Range) -> Range {
    let slash = skip(text, user.end, |b| b == b'\\');
    let is_domain = slash > user.end && text[user.clone()].iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if is_domain && !user.is_empty() { word_at(text, slash) } else { user }
}

/// What follows a user who does something, or to whom it is done.
#[rustfmt::skip]
const FOLLOWERS: [&[u8]; 21] = [
    b" from ", b" logged ", b" signed ", b" connected", b" disconnected", b" authenticated", b" requested ", b" attempted ", b" joined ",
    b" entered ", b" uploaded ", b" downloaded ", b" does not exist", b" not found", b" was ", b" has ", b" failed ", b" cannot ", b" not allowed ",
    b" added ", b" removed ",
];

/// Words that follow `user` and name nobody.
#[rustfmt::skip]
static COMMON: WordSet = WordSet::new(&[
    b"account", b"accounts", b"action", b"agent", b"authentication", b"authorization", b"cache", b"count", b"creation", b"data", b"defined",
    b"details", b"does", b"email", b"experience", b"group", b"id", b"input", b"interface", b"lookup", b"manager", b"mode", b"name", b"named",
    b"object", b"on", b"pool", b"profile", b"registration", b"request", b"role", b"service", b"session", b"sessions", b"settings", b"space",
    b"store", b"table", b"unknown", b"with",
]);

fn is_common(word: &[u8]) -> bool {
    shapes::is_remark(word) || COMMON.holds(word)
}

/// Commands that take a user or a password by a short option: which letters are users, and which passwords.
#[rustfmt::skip]
const COMMANDS: [(&[u8], &[u8], &[u8]); 29] = [
    (b"curl ", b"u", b""), (b"mysql ", b"u", b"p"), (b"mysqldump ", b"u", b"p"), (b"mysqladmin ", b"u", b"p"), (b"docker login ", b"u", b"p"),
    (b"podman login ", b"u", b"p"), (b"helm registry login ", b"u", b"p"), (b"sshpass ", b"", b"p"), (b"wget ", b"u", b"p"),
    (b"redis-cli ", b"", b"a"), (b"htpasswd ", b"u", b"p"), (b"psql ", b"U", b""), (b"pg_dump ", b"U", b""), (b"pg_restore ", b"U", b""),
    (b"ssh ", b"l", b""), (b"sqlcmd ", b"U", b"P"), (b"bcp ", b"U", b"P"), (b"mongo ", b"u", b"p"), (b"mongosh ", b"u", b"p"),
    (b"mongodump ", b"u", b"p"), (b"mongorestore ", b"u", b"p"), (b"ldapsearch ", b"", b"w"), (b"ldapmodify ", b"", b"w"), (b"ldapadd ", b"", b"w"),
    (b"sudo ", b"u", b""), (b"zip ", b"", b"P"), (b"unzip ", b"", b"P"), (b"7z ", b"", b"p"), (b"cqlsh ", b"u", b"p"),
];

/// A command of [`COMMANDS`].
type Command = (&'static [u8], &'static [u8], &'static [u8]);

/// Remembers the last command of a text, so that a line is read once however many options it has.
#[derive(Clone, Copy, Default)]
pub struct Commands {
    at: usize,
    last: Option<(usize, Command)>,
}

/// How far before its option a command may stand.
const FARTHEST: usize = 120;

impl Commands {
    /// The command to which the option at `dash` belongs. Questions about a text have to come in order.
    fn before(&mut self, text: &[u8], dash: usize) -> Option<Command> {
        let from = self.at.max(dash.saturating_sub(FARTHEST)).min(dash);
        for space in memchr::memchr2_iter(b' ', b'\n', &text[from..dash]).map(|index| from + index) {
            let command = COMMANDS.iter().find(|command| text[..=space].ends_with(command.0)).copied();
            match (text[space], command) {
                (b'\n', _) => self.last = None,
                (_, Some(command)) => self.last = Some((space, command)),
                _ => {}
            }
        }
        self.at = dash;
        self.last.filter(|&(space, _)| space + FARTHEST > dash).map(|(_, command)| command)
    }
}

/// Finds the value of a short option such as `-u` and `-p` at the dash at `dash` in a command line that has one of them: `curl -u ann:secret`.
pub fn find_short_option(
    text: &[u8],
    dash: usize,
    commands: &mut Commands,
    found: &mut impl FnMut(Range, Kind),
) -> usize {
    let letter = byte(text, dash + 1);
    if !letter.is_ascii_alphabetic() {
        return dash;
    }
    let Some((command, users, passwords)) = commands.before(text, dash) else { return dash };
    let is_joined = byte(text, dash + 2) != b' ';
    let is_password = passwords.contains(&letter);
    // `-p` and what it takes may be one word; `-port` is an option of its own.
    let may_join = command.starts_with(b"mysql") || letter == b'p' && matches!(command, b"7z " | b"sshpass ");
    if is_joined && !may_join || !is_password && !users.contains(&letter) {
        return dash;
    }
    let start = dash + if is_joined { 2 } else { 3 };
    let quote = usize::from(matches!(byte(text, start), b'\'' | b'"'));
    let value = word_at(text, start + quote);
    let end = value.end;
    let has_password = is_password || text[value.clone()].contains(&b':');
    let kind = if has_password { Kind::Password } else { Kind::Username };
    if shapes::report(text, value, Ask::new(kind, Shape::Any), found) { end } else { dash }
}
