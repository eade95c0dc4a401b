//! `Masker` and `Stream` for Python: strings and bytes in and out, the interpreter released for longer texts.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};

use milkglass_core::kind::{Kind, Mode};
use milkglass_core::masker::{Masker as CoreMasker, Stream as CoreStream};
use milkglass_core::ruleset::{Ruleset, Style};
use milkglass_core::seal::Sealer;
use milkglass_core::seal::keys::DaySecret;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString};

use crate::buffer::thirty_two;
use crate::errors::{from_core, raised};

/// Texts up to this many bytes are masked without releasing the interpreter: handing it over costs more than the work.
const SHORT: usize = 2048;

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
    fn new(py: Python<'_>, style: &str, modes: &Bound<'_, PyDict>) -> PyResult<Self> {
        let unknown = |what: &str| raised(py, "RulesetError", what);
        let style = Style::from_name(style).ok_or_else(|| unknown("the style is not stars, label or seal"))?;
        let mut rules = Ruleset::new(style);
        for (kind, mode) in modes.iter() {
            let (kind, mode): (String, String) = (kind.extract()?, mode.extract()?);
            let kind = Kind::from_name(&kind).ok_or_else(|| unknown("a mode is set for a kind that is not known"))?;
            rules.set_mode(kind, mode_of(&mode).ok_or_else(|| unknown("a mode is neither d nor o"))?);
        }
        Ok(Self { inner: Mutex::new(CoreMasker::new(rules)) })
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

    fn find(&self, py: Python<'_>, data: &[u8]) -> PyResult<Vec<(usize, usize, &'static str)>> {
        let spans = guarded(py, data.len(), || lock(&self.inner).find(data))?;
        Ok(spans.into_iter().map(|span| (span.start, span.end, span.kind.name())).collect())
    }

    #[pyo3(signature = (secret, service, *, one_way = false))]
    fn set_sealer(&self, secret: &Bound<'_, PyAny>, service: &str, one_way: bool) -> PyResult<String> {
        let py = secret.py();
        let secret = DaySecret::new(*thirty_two(secret, "the day secret")?);
        let sealer = Sealer::new(&secret, service).map_err(|error| from_core(py, error))?;
        let kid = sealer.kid().text();
        lock(&self.inner).set_sealer(Some(sealer), one_way);
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

fn mode_of(name: &str) -> Option<Mode> {
    match name.as_bytes() {
        [letter] => Mode::from_letter(*letter),
        _ => None,
    }
}
