//! Keys and secrets as they come in: any object with a buffer of bytes, so that Python can hold them in a `bytearray`
//! and wipe it.

use pyo3::buffer::PyBuffer;
use pyo3::prelude::*;
use zeroize::Zeroizing;

use crate::errors::raised;

/// The 32 bytes of `object`.
///
/// # Errors
/// `TypeError` or `BufferError` if it has no buffer of bytes, `KeysError` if the length is another; `name` stands in the
/// message.
pub(crate) fn thirty_two(object: &Bound<'_, PyAny>, name: &str) -> PyResult<Zeroizing<[u8; 32]>> {
    let py = object.py();
    let buffer = PyBuffer::<u8>::get(object)?;
    let mut bytes = Zeroizing::new([0; 32]);
    if buffer.item_count() != bytes.len() {
        return Err(raised(py, "KeysError", &format!("{name} is not 32 bytes")));
    }
    buffer.copy_to_slice(py, bytes.as_mut_slice())?;
    Ok(bytes)
}
