//! What the access plane needs of the core, and the few functions around sealed values that need no masker.

use milkglass_core::kind::Kind as CoreKind;
use milkglass_core::open::KindKey as CoreKindKey;
use milkglass_core::seal::keys::DaySecret;
use milkglass_core::seal::{format, recipient};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use zeroize::Zeroizing;

use crate::buffer::thirty_two;
use crate::errors::{from_core, raised};

/// A row of `kinds()`: name, title, default mode, sensitivity.
type KindRow = (&'static str, &'static str, &'static str, u8);
/// A row of `find_sealed()`: start, end, mode, kind, key id.
type SealedRow = (usize, usize, &'static str, String, String);

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(kinds, module)?)?;
    module.add_function(wrap_pyfunction!(kid_of, module)?)?;
    module.add_function(wrap_pyfunction!(seal_day, module)?)?;
    module.add_function(wrap_pyfunction!(find_sealed, module)?)?;
    module.add_class::<KindKey>()
}

/// Every kind: name, title, default mode (`d`, `r` or `o`), sensitivity (1 to 4).
#[pyfunction]
fn kinds() -> Vec<KindRow> {
    let row = |kind: &CoreKind| (kind.name(), kind.title(), kind.mode().name(), kind.sensitivity());
    CoreKind::ALL.iter().map(row).collect()
}

/// The key id of a day secret of 32 bytes.
#[pyfunction]
fn kid_of(secret: &Bound<'_, PyAny>) -> PyResult<String> {
    Ok(day_secret(secret)?.kid().text())
}

/// The day secret sealed by HPKE to a public key: 80 bytes. `random` is 32 fresh random bytes, never used again.
#[pyfunction]
fn seal_day<'py>(
    secret: &Bound<'py, PyAny>,
    public_key: &Bound<'py, PyAny>,
    info: &[u8],
    random: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyBytes>> {
    let py = secret.py();
    if u16::try_from(info.len() + 5).is_err() {
        return Err(raised(py, "FormatError", "the info is longer than HPKE takes"));
    }
    let (secret, random) = (day_secret(secret)?, thirty_two(random, "the random input")?);
    let public_key = thirty_two(public_key, "the public key")?;
    let sealed = recipient::seal_day(&secret, &public_key, info, &random).map_err(|error| from_core(py, error))?;
    Ok(PyBytes::new(py, &sealed))
}

/// The sealed values in `data`, from left to right: start, end, mode, kind, key id.
#[pyfunction]
fn find_sealed(data: &[u8]) -> Vec<SealedRow> {
    let mut rows = Vec::new();
    let mut from = 0;
    while let Some((start, end)) = format::find(data, from) {
        if let Some(sealed) = format::parse(&data[start..end]) {
            rows.push((start, end, sealed.mode.name(), sealed.kind.to_owned(), sealed.kid.text()));
        }
        from = end;
    }
    rows
}

/// Opens the values of one kind that one service sealed in one day.
#[pyclass(frozen, module = "milkglass._core")]
struct KindKey {
    inner: CoreKindKey,
}

#[pymethods]
impl KindKey {
    #[new]
    fn new(secret: &Bound<'_, PyAny>, kind: &str, service: &str) -> PyResult<Self> {
        let py = secret.py();
        let inner = CoreKindKey::new(&day_secret(secret)?, kind, service).map_err(|error| from_core(py, error))?;
        Ok(Self { inner })
    }

    /// The key id of the service-day.
    #[getter]
    fn kid(&self) -> String {
        self.inner.kid().text()
    }

    /// The value of a sealed value, and whether it stood bare in JSON. Raises `OpenError`.
    fn open<'py>(&self, py: Python<'py>, text: &str) -> PyResult<(Bound<'py, PyBytes>, bool)> {
        let (value, bare) = self.inner.open(text.as_bytes()).map_err(|error| from_core(py, error))?;
        let value = Zeroizing::new(value);
        Ok((PyBytes::new(py, &value), bare))
    }
}

fn day_secret(object: &Bound<'_, PyAny>) -> PyResult<DaySecret> {
    Ok(DaySecret::new(*thirty_two(object, "the day secret")?))
}
