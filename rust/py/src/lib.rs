//! `milkglass._core`: the border between the engine and Python. Its face for people is `src/milkglass/_core.pyi`.

mod buffer;
mod errors;
mod masker;
mod opener;
mod rules;

use pyo3::prelude::*;

/// The engine of milkglass.
#[pymodule]
fn _core(module: &Bound<'_, PyModule>) -> PyResult<()> {
    opener::register(module)?;
    rules::register(module)?;
    masker::register(module)
}
