//! Errors of the core as classes of `milkglass.errors`, which is imported only when something is raised.

use milkglass_core::error::Error;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

/// `milkglass.errors.CLASS(message)`.
pub(crate) fn raised(py: Python<'_>, class: &str, message: &str) -> PyErr {
    let made = py.import("milkglass.errors").and_then(|module| module.getattr(class)?.call1((message,)));
    match made {
        Ok(error) => PyErr::from_value(error),
        Err(_) => PyRuntimeError::new_err(message.to_owned()),
    }
}

/// The exception for a refusal of the core.
pub(crate) fn from_core(py: Python<'_>, error: Error) -> PyErr {
    let class = match error {
        Error::Service | Error::Kind => "FormatError",
        Error::Recipient => "KeysError",
        Error::NotSealed | Error::OneWay | Error::OtherKind | Error::OtherKey | Error::Refused => "OpenError",
    };
    raised(py, class, error.message())
}
