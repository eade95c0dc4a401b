//! Rules files for Python: compiled once, shared by maskers; faults go back as rows, because `milkglass.masking.rules` words them.

use std::collections::HashMap;

use milkglass_core::kind::Mode;
use milkglass_core::rules::fault::Fault;
use milkglass_core::rules::read::File;
use milkglass_core::rules::{Rules as CoreRules, files};
use milkglass_core::ruleset::{Ruleset as CoreRuleset, Style};
use pyo3::prelude::*;

use crate::errors::raised;

/// Line, column, rule, code, message, mend.
type FaultRow = (usize, usize, String, &'static str, String, String);

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(rules_files, module)?)?;
    module.add_function(wrap_pyfunction!(compile_rules, module)?)?;
    module.add_class::<Rules>()?;
    module.add_class::<Ruleset>()
}

/// The word lists that a rules file names.
#[pyfunction]
fn rules_files(data: &[u8]) -> Vec<String> {
    files(data)
}

/// Checks and compiles a rules file. `lists`: name of a word list, its bytes, or why it cannot be read. With rules come notes
/// about what is odd, without them all that is wrong.
#[pyfunction]
fn compile_rules(
    py: Python<'_>,
    data: Vec<u8>,
    lists: Vec<(String, Option<Vec<u8>>, String)>,
) -> (Option<Rules>, Vec<FaultRow>) {
    let file = |(name, data, problem): (String, Option<Vec<u8>>, String)| File { name, data: data.ok_or(problem) };
    let lists: Vec<File> = lists.into_iter().map(file).collect();
    match py.detach(|| CoreRules::new(&data, &lists)) {
        Ok(inner) => {
            let odd = inner.odd.iter().map(row).collect();
            (Some(Rules { inner }), odd)
        }
        Err(faults) => (None, faults.iter().map(row).collect()),
    }
}

fn row(fault: &Fault) -> FaultRow {
    let (place, rule) = (fault.place, fault.rule.clone());
    (place.line, place.column, rule, fault.code, fault.message.clone(), fault.mend.clone())
}

/// A rules file that was checked and compiled.
#[pyclass(frozen, module = "milkglass._core")]
pub(crate) struct Rules {
    inner: CoreRules,
}

#[pymethods]
impl Rules {
    /// The style the file asks for in a service.
    fn style(&self, service: &str) -> Option<&'static str> {
        self.inner.style(service).map(Style::name)
    }

    /// Kinds of the file's own.
    #[getter]
    fn kinds(&self) -> Vec<String> {
        self.inner.own_kinds().to_vec()
    }

    /// How sensitive each of them is, 1 to 4.
    #[getter]
    fn sensitivities(&self) -> HashMap<String, u8> {
        self.inner.own_kinds().iter().cloned().zip(self.inner.own_sensitivities()).collect()
    }

    /// How many rules it has.
    #[getter]
    fn count(&self) -> usize {
        self.inner.count()
    }
}

/// What a masker is told: a style, modes by kind, and the rules of a file for one service.
#[pyclass(frozen, module = "milkglass._core")]
pub(crate) struct Ruleset {
    pub(crate) inner: CoreRuleset,
}

#[pymethods]
impl Ruleset {
    #[new]
    #[pyo3(signature = (style, modes, rules = None, service = "default"))]
    pub(crate) fn new(
        py: Python<'_>,
        style: &str,
        modes: HashMap<String, String>,
        rules: Option<&Rules>,
        service: &str,
    ) -> PyResult<Self> {
        let unknown = |what: &str| raised(py, "RulesetError", what);
        let style = Style::from_name(style).ok_or_else(|| unknown("the style is not stars, label or seal"))?;
        let mut inner = rules.map_or_else(|| CoreRuleset::new(style), |rules| rules.inner.ruleset(service, style));
        for (kind, mode) in modes {
            let kind = inner.kind(&kind).ok_or_else(|| unknown("a mode is set for a kind that is not known"))?;
            inner.set_mode(kind, mode_of(&mode).ok_or_else(|| unknown("a mode is neither d, r nor o"))?);
        }
        Ok(Self { inner })
    }

    /// Whether some kind is sealed.
    #[getter]
    fn seals(&self) -> bool {
        self.inner.seals()
    }
}

fn mode_of(name: &str) -> Option<Mode> {
    match name.as_bytes() {
        [letter] => Mode::from_letter(*letter),
        _ => None,
    }
}
