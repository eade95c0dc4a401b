//! The packs that kinds are grouped in. The table itself stands in `kind.rs`.

use crate::kind::Kind;

/// The pack of a kind.
#[must_use]
pub const fn of(kind: Kind) -> &'static str {
    kind.pack()
}

/// Every pack, in the order of the table of kinds.
#[must_use]
pub fn names() -> Vec<&'static str> {
    let mut names = Vec::new();
    for &kind in Kind::ALL {
        if !names.contains(&of(kind)) {
            names.push(of(kind));
        }
    }
    names
}
