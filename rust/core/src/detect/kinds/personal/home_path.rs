//! `home_path`: the name of the person whose home folder a path goes through: after `/home/`, `/Users/`, `C:\Users\`,
//! `C:\Documents and Settings\`, with escaped or percent-encoded separators too. Anchored at the separator after the folder.

use crate::detect::spec::Spec;
use crate::detect::text::{Range, back, before, byte, escape_ends, skip};
use crate::kind::Kind;

/// It counts by itself (`find`); no key leads to it.
pub static SPEC: Spec = Spec { kind: Kind::HomePath, forms: &[], words: &[] };

/// The longest name.
const LONGEST: usize = 64;

/// Names of nobody: accounts of systems, services and build machines, and folders of web sites.
#[rustfmt::skip]
const SHARED: [&[u8]; 72] = [
    b"admin", b"administrator", b"airflow", b"all users", b"ansible", b"app", b"appuser", b"azureuser", b"backup", b"bitnami",
    b"build", b"builder", b"centos", b"circleci", b"cloud-user", b"coder", b"codespace", b"containeradministrator",
    b"containeruser", b"core", b"dashboard", b"debian", b"default", b"default user", b"defaultuser0", b"deploy", b"dev",
    b"docker", b"ec2-user", b"fedora", b"ftp", b"git", b"gitlab-runner", b"gitpod", b"gradle", b"guest", b"hadoop", b"home",
    b"index", b"jboss", b"jenkins", b"jovyan", b"linuxbrew", b"local", b"localuser", b"me", b"name", b"nginx", b"node",
    b"nonroot", b"opc", b"oracle", b"pi", b"postgres", b"public", b"publicuser", b"root", b"runner", b"runneradmin", b"service",
    b"shared", b"spark", b"steam", b"systemprofile", b"test", b"tomcat", b"travis", b"ubuntu", b"user", b"username", b"vagrant",
    b"vscode",
];

/// Also nobody's, and a little longer to spell.
const SERVICES: [&[u8]; 8] =
    [b"www", b"www-data", b"nobody", b"mysql", b"redis", b"rust", b"worker", b"vsts_azpcontainer"];

/// What a home folder may stand in, besides the root: mounts, exports and drives.
const PARENTS: [&[u8]; 6] = [b"/export", b"/var", b"/usr", b"/mnt", b"/nfs", b"/data"];

/// The name after the separator at `slash`, if that ends the path of a folder of homes.
#[must_use]
pub fn find(text: &[u8], slash: usize) -> Option<Range> {
    // No folder of homes ends in another letter.
    if !matches!(text.get(..slash)?, [.., b'e' | b's']) {
        return None;
    }
    let start = slash + separator(text, slash)?;
    let is_windows = matches!(text[slash], b'\\') && byte(text, start - 1) != b'/';
    if !is_home(text, slash) {
        return None;
    }
    let end = name_end(text, start, is_windows);
    let name = &text[start..end];
    let is_name = !name.is_empty() && name.len() <= LONGEST && name[0] != b'.' && !is_shared(name) && !is_page(name);
    is_name.then_some(start..end)
}

/// The length of `/`, `\`, `\\`, `\/`, `%2F` or `%5C` at `at`.
fn separator(text: &[u8], at: usize) -> Option<usize> {
    match text.get(at..)? {
        [b'/', ..] => Some(1),
        [b'\\', ..] => {
            let end = skip(&text[..text.len().min(at + 8)], at, |b| b == b'\\');
            Some(end - at + usize::from(byte(text, end) == b'/'))
        }
        [b'%', b'2', b'F' | b'f', ..] | [b'%', b'5', b'C' | b'c', ..] => Some(3),
        _ => None,
    }
}

/// Where the separator begins that ends before `end`.
fn separator_before(text: &[u8], end: usize) -> Option<usize> {
    match &text[..end] {
        [.., b'%', b'2', b'F' | b'f'] | [.., b'%', b'5', b'C' | b'c'] => Some(end - 3),
        [.., b'/'] => Some(back(text, end - 1, end.saturating_sub(8), |b| b == b'\\')),
        [.., b'\\'] => Some(back(text, end, end.saturating_sub(8), |b| b == b'\\')),
        _ => None,
    }
}

/// Whether a path that ends before `slash` is a folder of homes.
fn is_home(text: &[u8], slash: usize) -> bool {
    let head = &text[..slash];
    let folders: [&[u8]; 3] = [b"home", b"Users", b"Documents and Settings"];
    let Some(folder) = folders.iter().find(|folder| head.ends_with(folder)) else { return false };
    let Some(root) = separator_before(text, slash - folder.len()) else { return false };
    text[root] == b'\\' && byte(text, slash) == b'\\' || is_root(text, root, folder.len() == 5)
}

/// Whether a path may begin at `root`: no host or folder stands before it, or a known one, and it is not what a request asks for.
fn is_root(text: &[u8], root: usize, is_users: bool) -> bool {
    let head = &text[..root];
    let is_alone = !matches!(before(text, root), b'.' | b'-' | b'_' | b'}' | b'~' | b'*' | b'$')
        && !before(text, root).is_ascii_alphanumeric()
        || escape_ends(text, root);
    let is_drive = is_users && matches!(head, [.., b'/', drive] if drive.is_ascii_alphabetic());
    let is_mounted = PARENTS.iter().any(|parent| head.ends_with(parent));
    (is_alone || is_drive || is_mounted) && !is_request(head)
}

fn is_request(head: &[u8]) -> bool {
    let methods: [&[u8]; 7] = [b"GET ", b"POST ", b"PUT ", b"HEAD ", b"DELETE ", b"PATCH ", b"OPTIONS "];
    methods.iter().any(|method| head.ends_with(method))
}

/// The end of a name; on Windows it may have spaces in it if another separator follows.
fn name_end(text: &[u8], start: usize, is_windows: bool) -> usize {
    let limit = text.len().min(start + LONGEST + 1);
    let end = skip(&text[..limit], start, is_name_byte);
    let long = skip(&text[..limit], start, |b| is_name_byte(b) || b == b' ');
    if is_windows && long > end && byte(text, long) == b'\\' && before(text, long) != b' ' {
        return long;
    }
    back(text, end, start, |b| matches!(b, b'.' | b'-'))
}

const fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'@') || byte >= 0x80
}

fn is_shared(name: &[u8]) -> bool {
    SHARED.iter().chain(&SERVICES).any(|shared| shared.eq_ignore_ascii_case(name))
}

/// `index.html`: the path is one of a web site.
fn is_page(name: &[u8]) -> bool {
    let endings: [&[u8]; 9] = [b".html", b".htm", b".php", b".aspx", b".jsp", b".js", b".css", b".png", b".ico"];
    endings.iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The name in the first path of `text` that has one.
    fn name(text: &str) -> Option<&str> {
        (0..text.len()).find_map(|at| find(text.as_bytes(), at)).map(|range| &text[range])
    }

    /// The name after a folder of homes, whatever the system and the spelling of the separators.
    #[test]
    fn names() {
        for (text, expected) in [
            ("open /home/ann/.ssh/id_rsa", "ann"),
            ("HOME=/home/ann.lee", "ann.lee"),
            ("cwd /Users/annlee.", "annlee"),
            ("C:\\Users\\ann\\AppData", "ann"),
            ("C:\\\\Users\\\\Ann Lee\\\\AppData", "Ann Lee"),
            ("C:\\Documents and Settings\\ann\\x", "ann"),
            ("\\\\fileserver\\Users\\ann\\x", "ann"),
            ("path=%2Fhome%2Fann%2Fx", "ann"),
            ("{\"p\":\"\\/home\\/ann\\/x\"}", "ann"),
            ("a\\n/home/ann/x", "ann"),
            ("file:///home/ann/x", "ann"),
            ("/mnt/c/Users/ann/x", "ann"),
            ("/c/Users/ann", "ann"),
            ("/export/home/ann/x", "ann"),
            ("C:/Users/ann/x", "ann"),
            ("/home/jos\u{e9}/x", "jos\u{e9}"),
            ("(/home/ann)", "ann"),
        ] {
            assert_eq!(name(text), Some(expected), "{text}");
        }
    }

    /// Shared accounts, pages of a web site, folders of the same name, variables and hidden folders are nobody's.
    #[test]
    fn nobody() {
        for text in [
            "/home/runner/work",
            "/Users/Shared/x",
            "C:\\Users\\Public\\x",
            "C:\\Users\\All Users\\x",
            "GET /home/products HTTP/1.1",
            "https://example.com/home/products",
            "/scim/v2/Users/2819c223",
            "/home/index.html",
            "/home/.snapshots/1",
            "/home/$USER/x",
            "/home/{name}/x",
            "/home/***/x",
            "/home/",
            "/home",
            "/srv/homes/ann",
            "/athome/ann",
            "/users/7",
            "\\",
            "",
        ] {
            assert_eq!(name(text), None, "{text}");
        }
        assert_eq!(find(b"/home/ann", 99), None);
    }
}
