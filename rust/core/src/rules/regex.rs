//! Regular expressions of users: read, and refused if they could match nothing at all or the empty text. Bytes, not characters:
//! `\d`, `\w` and `\b` mean ASCII unless `(?u:...)` asks for more. The language has no look-around and no references back, so that
//! every expression can be matched in linear time.

use regex_syntax::hir::Hir;
use regex_syntax::{Error, ParserBuilder, ast, hir};

/// The longest expression, in bytes.
const LONGEST: usize = 4096;

/// Why an expression is refused.
pub struct Refusal {
    /// Its stable name.
    pub code: &'static str,
    /// What is wrong, without a word of the expression.
    pub message: String,
    /// How to mend it.
    pub mend: &'static str,
}

/// An expression that may be used.
///
/// # Errors
/// Why not.
pub fn parse(text: &str) -> Result<Hir, Refusal> {
    let refuse = |message: &str, mend| Err(Refusal { code: "bad-regex", message: message.to_owned(), mend });
    if text.len() > LONGEST {
        return refuse("the regular expression is longer than 4,096 bytes", "use a word list for long alternations");
    }
    let hir = ParserBuilder::new()
        .unicode(false)
        .utf8(false)
        .nest_limit(64)
        .build()
        .parse(text)
        .map_err(|error| refusal(&error))?;
    let properties = hir.properties();
    match properties.minimum_len() {
        None => refuse("the regular expression can match nothing", "look at its classes and anchors"),
        Some(0) => {
            let message = "the regular expression matches the empty text".to_owned();
            Err(Refusal { code: "empty-match", message, mend: "ask for at least one character: + in place of *" })
        }
        Some(_) if properties.look_set().contains_word_unicode() => {
            refuse("word boundaries are those of ASCII", "write \\b outside of (?u:...)")
        }
        Some(_) => Ok(hir),
    }
}

fn refusal(error: &Error) -> Refusal {
    let (kind, column, mend) = match error {
        Error::Parse(error) => (error.kind().to_string(), error.span().start.column, parse_mend(error.kind())),
        Error::Translate(error) => (error.kind().to_string(), error.span().start.column, translate_mend(error.kind())),
        _ => (String::new(), 0, ""),
    };
    let kind: String = kind.lines().next().unwrap_or_default().trim_end_matches('.').to_owned();
    let message = format!("the regular expression does not compile: {kind} (at its character {column})");
    Refusal { code: "bad-regex", message, mend }
}

const fn parse_mend(kind: &ast::ErrorKind) -> &'static str {
    match kind {
        ast::ErrorKind::UnsupportedLookAround => "match what stands around, and name the part to mask with `group: 1`",
        ast::ErrorKind::UnsupportedBackreference => "write the part out again",
        ast::ErrorKind::GroupUnclosed | ast::ErrorKind::GroupUnopened => {
            "each ( wants its ), and \\( means the character"
        }
        ast::ErrorKind::ClassUnclosed => "each [ wants its ], and \\[ means the character",
        ast::ErrorKind::RepetitionMissing => "* + ? { stand behind something, and \\* means the character",
        _ => "the syntax is that of Rust's regex; in YAML write it in single quotes",
    }
}

const fn translate_mend(kind: &hir::ErrorKind) -> &'static str {
    match kind {
        hir::ErrorKind::UnicodeNotAllowed => "characters beyond ASCII in classes want (?u:...)",
        _ => "the syntax is that of Rust's regex; in YAML write it in single quotes",
    }
}
