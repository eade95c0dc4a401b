//! `Masker` and `Stream` for Python: strings and bytes in and out, the interpreter released for longer texts.

use std::borrow::Cow;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};

use milkglass_core::kind::Kind;
use milkglass_core::masker::{Masker as CoreMasker, Stream as CoreStream};
use milkglass_core::rules::explain::Seen;
use milkglass_core::ruleset::Ruleset as CoreRuleset;
use milkglass_core::seal::Sealer;
use milkglass_core::seal::keys::{ChainId, DaySecret};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::buffer::thirty_two;
use crate::errors::{from_core, raised};
use crate::rules::{Rules, Ruleset};

/// Texts up to this many bytes are masked without releasing the interpreter: handing it over costs more than the work.
const SHORT: usize = 2048;

/// A row of `explain()`: start, end, kind, by what, rule, why, what keeps it.
type SeenRow = (usize, usize, Cow<'static, str>, &'static str, String, String, Option<&'static str>);

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Masker>()?;
    module.add_class::<Stream>()
}

/// Masks texts; safe to share between threads.
#[pyclass(frozen, module = "milkglass._core")]
struct Masker {
    inner: Mutex<CoreMasker>,
}

#[pymethods]
impl Masker {
    #[new]
    #[pyo3(signature = (style, modes, rules = None, service = "default"))]
    fn new(
        py: Python<'_>,
        style: &str,
        modes: HashMap<String, String>,
        rules: Option<&Rules>,
        service: &str,
    ) -> PyResult<Self> {
        let ruleset = Ruleset::new(py, style, modes, rules, service)?;
        Ok(Self { inner: Mutex::new(CoreMasker::new(ruleset.inner)) })
    }

    /// Whether some kind is sealed.
    #[getter]
    fn seals(&self) -> bool {
        lock(&self.inner).rules().seals()
    }

    /// Whether it has keys to seal with.
    #[getter]
    fn has_sealer(&self) -> bool {
        lock(&self.inner).has_sealer()
    }

    /// Masks by other rules from now on. False, and nothing happened, if they name a kind that the sealer has no key for: then they
    /// come with the next sealer.
    fn set_rules(&self, ruleset: &Ruleset) -> bool {
        lock(&self.inner).set_rules(ruleset.inner.clone())
    }

    fn mask<'py>(&self, text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyString>> {
        let py = text.py();
        let Ok(utf8) = text.to_str() else { return self.mask_surrogates(text) };
        let Some(masked) = self.run(py, utf8.as_bytes())? else { return Ok(text.clone()) };
        PyString::from_bytes(py, &masked)
    }

    fn mask_bytes<'py>(&self, data: &Bound<'py, PyBytes>) -> PyResult<Bound<'py, PyBytes>> {
        let masked = self.run(data.py(), data.as_bytes())?;
        Ok(masked.map_or_else(|| data.clone(), |masked| PyBytes::new(data.py(), &masked)))
    }

    fn find(&self, py: Python<'_>, data: &[u8]) -> PyResult<Vec<(usize, usize, Cow<'static, str>)>> {
        guarded(py, data.len(), || {
            let mut masker = lock(&self.inner);
            let spans = masker.find(data);
            spans.into_iter().map(|span| (span.start, span.end, name(masker.rules(), span.kind))).collect()
        })
    }

    /// What is seen in one line: start, end, kind, by what, rule, why, and what keeps it as it is.
    fn explain(&self, py: Python<'_>, line: &[u8]) -> PyResult<Vec<SeenRow>> {
        guarded(py, line.len(), || {
            let mut masker = lock(&self.inner);
            let seen = masker.explain(line);
            let row = |one: Seen| {
                let kind = name(masker.rules(), one.span.kind);
                (one.span.start, one.span.end, kind, one.by, one.rule, one.why, one.dropped_by)
            };
            seen.into_iter().map(row).collect()
        })
    }

    /// The style and mode of a kind as they hold now; none if there is no such kind.
    fn plan(&self, kind: &str) -> Option<(&'static str, &'static str)> {
        let masker = lock(&self.inner);
        let rules = masker.rules_now();
        rules.kind(kind).map(|kind| (rules.style(kind).name(), rules.mode(kind).name()))
    }

    /// Whether a value was masked one-way because it is too long to be sealed.
    #[getter]
    fn has_withheld(&self) -> bool {
        lock(&self.inner).has_withheld()
    }

    /// Seals with the keys of a day from now on; `chain` is six random bytes, others for every call.
    #[pyo3(signature = (secret, service, chain, *, one_way = false, ruleset = None))]
    fn set_sealer(
        &self,
        secret: &Bound<'_, PyAny>,
        service: &str,
        chain: ChainId,
        one_way: bool,
        ruleset: Option<&Ruleset>,
    ) -> PyResult<String> {
        let py = secret.py();
        let secret = DaySecret::new(*thirty_two(secret, "the day secret")?);
        let mut masker = lock(&self.inner);
        let rules = ruleset.map_or_else(|| masker.rules().clone(), |ruleset| ruleset.inner.clone());
        let sealer =
            Sealer::with_kinds(&secret, service, chain, rules.own_kinds()).map_err(|error| from_core(py, error))?;
        let kid = sealer.kid().text();
        masker.set_rules_and_sealer(rules, sealer, one_way);
        Ok(kid)
    }

    fn clear_sealer(&self) {
        lock(&self.inner).set_sealer(None, false);
    }

    fn stream(slf: Bound<'_, Self>) -> Stream {
        Stream { masker: slf.unbind(), inner: Mutex::default() }
    }
}

impl Masker {
    /// The masked text, or nothing if nothing in it is to be masked.
    fn run(&self, py: Python<'_>, text: &[u8]) -> PyResult<Option<Vec<u8>>> {
        guarded(py, text.len(), || {
            let mut out = Vec::new();
            lock(&self.inner).mask(text, &mut out).then_some(out)
        })
    }

    /// A text with lone surrogates has no UTF-8: it goes through Python's own spelling of them and back.
    fn mask_surrogates<'py>(&self, text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyString>> {
        let options = ("utf-8", "surrogatepass");
        let encoded = text.call_method1("encode", options)?.cast_into::<PyBytes>()?;
        let Some(masked) = self.run(text.py(), encoded.as_bytes())? else { return Ok(text.clone()) };
        Ok(PyBytes::new(text.py(), &masked).call_method1("decode", options)?.cast_into::<PyString>()?)
    }
}

/// Masks a stream of bytes line by line.
#[pyclass(frozen, module = "milkglass._core")]
struct Stream {
    masker: Py<Masker>,
    inner: Mutex<CoreStream>,
}

#[pymethods]
impl Stream {
    fn feed<'py>(&self, py: Python<'py>, data: &[u8]) -> PyResult<Bound<'py, PyBytes>> {
        self.run(py, data.len(), |stream, masker, out| stream.feed(masker, data, out))
    }

    /// The same stream, with what it holds and knows, for another masker: that of a forked process.
    fn moved_to(&self, masker: Py<Masker>) -> Self {
        let inner = self.inner.try_lock().map(|stream| stream.clone()).unwrap_or_default();
        Self { masker, inner: Mutex::new(inner) }
    }

    fn finish<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        self.run(py, SHORT + 1, CoreStream::finish)
    }
}

impl Stream {
    fn run<'py>(
        &self,
        py: Python<'py>,
        size: usize,
        step: impl FnOnce(&mut CoreStream, &mut CoreMasker, &mut Vec<u8>) + Send,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let masker = self.masker.get();
        let out = guarded(py, size, || {
            let mut out = Vec::new();
            step(&mut lock(&self.inner), &mut lock(&masker.inner), &mut out);
            out
        })?;
        Ok(PyBytes::new(py, &out))
    }
}

/// Runs `work`, without the interpreter if the text is long; a fault of the engine is an error that carries no text.
fn guarded<T: Send>(py: Python<'_>, size: usize, work: impl FnOnce() -> T + Send) -> PyResult<T> {
    let work = || catch_unwind(AssertUnwindSafe(work));
    let done = if size > SHORT { py.detach(work) } else { work() };
    done.map_err(|_| raised(py, "MilkglassError", "the masking engine failed on a text; nothing of it was given out"))
}

/// Every call clears the buffers it uses, so a fault in an earlier one does no harm.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The name of a kind; those of a rules file are copied, because the rules may go.
fn name(rules: &CoreRuleset, kind: Kind) -> Cow<'static, str> {
    match kind {
        Kind::User(_) => Cow::Owned(rules.name(kind).to_owned()),
        known => Cow::Borrowed(known.name()),
    }
}
