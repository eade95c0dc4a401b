//! Users in the messages of programs that name themselves before a colon, as syslog writes them: `sudo: bob : TTY=`,
//! `su[71]: (to root) bob on pts/0`, `CRON[71]: (bob) CMD (..)`, `dovecot: imap(bob): Logged out`.

use super::prose::named;
use crate::detect::text::{Range, back, before, byte, line_end, skip};
use crate::kind::Kind;

/// How much of a message is read.
const LONGEST: usize = 160;

/// Texts of a table.
type Texts = &'static [&'static [u8]];

/// Programs, and what stands before the users in their messages; an empty text is the start of the message.
#[rustfmt::skip]
const PROGRAMS: [(Texts, Texts); 8] = [
    (&[b"sudo"], &[b""]),
    (&[b"su"], &[b"(to ", b") ", b" for ", b" by "]),
    (&[b"login"], &[b" BY ", b" FOR ", b" for "]),
    (&[b"cron", b"crond", b"anacron", b"crontab"], &[b"("]),
    (&[b"passwd", b"chage", b"chpasswd", b"chfn", b"chsh"], &[b" for ", b" user "]),
    (&[b"useradd", b"usermod", b"userdel", b"adduser", b"deluser", b"gpasswd"], &[b"name=", b" user '", b"add '", b" user ", b"delete '"]),
    (&[b"dovecot"], &[b"("]),
    (&[b"vsftpd", b"radiusd"], &[b"["]),
];

/// Finds the users in the message after the separator at `at`, if a program stands before it; returns up to where the message was
/// read for them.
pub fn find(text: &[u8], at: usize, found: &mut impl FnMut(Range, Kind)) -> Option<usize> {
    if text[at] != b':' || byte(text, at + 1) != b' ' {
        return None;
    }
    let marks = marks_of(name(text, at))?;
    let start = skip(text, at + 1, |b| b == b' ');
    let end = line_end(text, start).min(start + LONGEST);
    let mut last = None;
    for mark in marks {
        let mut from = start.saturating_sub(usize::from(mark.first() == Some(&b' ')));
        while let Some(place) = text.get(from..end).and_then(|rest| memchr::memmem::find(rest, mark)) {
            let user = from + place + mark.len();
            last = last.max(one(text, user, mark, end, found));
            if mark.is_empty() {
                break;
            }
            from = user;
        }
    }
    last
}

/// The name of the program before the colon, without its process number.
fn name(text: &[u8], at: usize) -> &[u8] {
    let floor = at.saturating_sub(24);
    let end = if before(text, at) == b']' {
        let digits = back(text, at - 1, floor, |b| b.is_ascii_digit());
        if before(text, digits) == b'[' { digits - 1 } else { at }
    } else {
        at
    };
    &text[back(text, end, floor, |b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))..end]
}

fn marks_of(name: &[u8]) -> Option<Texts> {
    let is_name = |known: &&[u8]| known.eq_ignore_ascii_case(name);
    PROGRAMS.iter().find(|(names, _)| names.iter().any(is_name)).map(|(_, marks)| *marks)
}

/// The user who begins at `start`, if what ends the name there says that it is one.
fn one(text: &[u8], start: usize, mark: &[u8], end: usize, found: &mut impl FnMut(Range, Kind)) -> Option<usize> {
    let from = start + usize::from(byte(text, start) == b'\'');
    let is_end = |b: u8| b.is_ascii_whitespace() || b"()[]/<>,;:'\"".contains(&b);
    let close = skip(&text[..end], from, |b| !is_end(b)).max(from);
    let is_closed = match mark {
        b"" => text[close..].starts_with(b" : "),
        // `Dovecot v2.3 (d492236)` is a version, `imap(bob)` a user.
        b"(" => {
            matches!(byte(text, close), b')' | b',')
                && (cron_user(text, start) || before(text, start - 1).is_ascii_alphabetic())
        }
        b"[" => matches!(byte(text, close), b']' | b'/'),
        _ => true,
    };
    // What the system does by itself is no person's doing.
    let is_root = &text[from..close] == b"root";
    (is_closed && !is_root).then(|| named(text, from..close, found)).flatten()
}

/// Whether the bracket before `start` begins the message, or follows what cron does: `(bob) LIST (bob)`.
fn cron_user(text: &[u8], start: usize) -> bool {
    let head = &text[..start - 1];
    [&b": "[..], b"LIST ", b"EDIT ", b"REPLACE "].iter().any(|mark| head.ends_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn users(line: &str) -> Vec<&str> {
        let mut ranges = Vec::new();
        let at = line.find(": ").expect("a separator");
        find(line.as_bytes(), at, &mut |range, _| ranges.push(range));
        ranges.into_iter().map(|range| &line[range]).collect()
    }

    /// Users stand where each program puts them.
    #[test]
    fn programs() {
        for (line, expected) in [
            ("sudo:  bob : 3 incorrect password attempts ; TTY=pts/0", &["bob"][..]),
            ("su[71]: (to eva) bob on pts/0", &["eva", "bob"]),
            ("su: FAILED su for eva by bob", &["eva", "bob"]),
            ("login[7]: LOGIN ON tty1 BY bob", &["bob"]),
            ("login: FAILED LOGIN (1) on '/dev/tty1' FOR 'bob', Authentication failure", &["bob"]),
            ("CRON[12345]: (bob) CMD (/usr/bin/backup)", &["bob"]),
            ("chage[1]: changed password expiry for bob", &["bob"]),
            ("useradd[1]: add 'bob' to group 'sudo'", &["bob"]),
            ("dovecot: auth-worker(12): sql(bob,192.0.2.7): Password mismatch", &["bob"]),
            ("radiusd: Login OK: [bob] (from client x port 0)", &["bob"]),
        ] {
            assert_eq!(users(line), expected, "{line}");
        }
    }

    /// Other programs, and messages that name nobody, give none.
    #[test]
    fn nobody() {
        for line in
            ["kernel: (bob) CMD (x)", "sudo: unable to resolve host web01", "CRON[7]: (CRON) INFO (No MTA)", "x: y"]
        {
            assert!(users(line).iter().all(|user| *user == "CRON"), "{line}");
        }
    }
}
