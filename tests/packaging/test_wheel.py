"""What a user installs: one wheel without dependencies, and a source package that builds the same."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900), pytest.mark.xdist_group("wheel")]

INSIDE = (
    "milkglass/py.typed",
    "milkglass/_core.pyi",
    "milkglass/masking/rules.schema.json",
    "milkglass/access/policies/starter.cedar",
    "milkglass/access/policies/floor.cedar",
    "milkglass/access/policies/schema.cedarschema",
    "milkglass/db/migrations/env.py",
    "milkglass/db/migrations/versions/v0001_first.py",
)


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a wheel and a source package, built as a release is."""
    out = tmp_path_factory.mktemp("dist")
    # Cargo's own folder is kept: with it the build takes seconds, and the wheel is the same.
    maturin = Path(sys.executable).with_name("maturin")
    command = [maturin, "build", "--release", "--locked", "--sdist", "--quiet", "--out", out]
    subprocess.run(command, cwd=ROOT, check=True, stdin=subprocess.DEVNULL)
    return out


@pytest.fixture(scope="session")
def wheel(dist: Path) -> Path:
    """The wheel."""
    (found,) = dist.glob("*.whl")
    return found


@pytest.fixture(scope="session")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that holds the wheel and nothing else."""
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    target = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", target, wheel]
    subprocess.run(pip, check=True)
    return python


def ask(python: Path, code: str, *flags: str) -> str:
    """What a program prints in the bare environment, far from the checkout."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV"))}
    command = [python, "-I", *flags, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=python.parent, env=environ)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_wheel_works_alone(bare: Path) -> None:
    """In an environment with nothing else, warnings as errors, text is masked."""
    code = "import milkglass; print(milkglass.Masker().mask('user=ann mail ann@example.com'), milkglass.__version__)"
    assert ask(bare, code, "-W", "error") == "user=*** mail *** 0.1.0"


def test_masking_imports_the_standard_library_only(bare: Path) -> None:
    """No module outside the standard library and the package itself is loaded by masking and by the logging handler."""
    code = (
        "import sys, milkglass, milkglass.integrations.logging as hosts\n"
        "before = milkglass.Masker('seal').mask('a@example.com')\n"
        "names = {name.partition('.')[0] for name in sys.modules}\n"
        "print(sorted(names - set(sys.stdlib_module_names) - {'milkglass', '__main__'}))"
    )
    left = ask(bare, code)
    assert [name for name in eval(left) if not name.startswith(("_distutils", "sitecustomize", "usercustomize"))] == []  # noqa: S307 - a list of names


def test_importing_loads_nothing_heavy(bare: Path) -> None:
    """``import milkglass`` alone loads neither the core nor the access plane."""
    code = "import sys, milkglass; print(sorted(name for name in sys.modules if name.startswith('milkglass')))"
    assert ask(bare, code) == "['milkglass']"


def test_the_command_says_what_it_needs(bare: Path) -> None:
    """Without the extra ``cli`` the command ends with a sentence about it, not with a traceback."""
    done = subprocess.run(
        [bare, "-I", "-m", "milkglass", "mask"], capture_output=True, text=True, check=False, cwd=bare.parent
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "milkglass[cli]" in done.stderr


def test_what_is_inside(wheel: Path) -> None:
    """Types, policies, migrations and the licence travel in the wheel; tests, sources in Rust and caches do not."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = archive.read("milkglass-0.1.0.dist-info/METADATA").decode()
    assert [name for name in INSIDE if name not in names] == []
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert [name for name in names if name.endswith((".rs", ".pyc", ".md")) or name.startswith(("tests", "rust"))] == []
    needs = [line for line in metadata.splitlines() if line.startswith("Requires-Dist:")]
    assert needs
    assert [line for line in needs if "extra ==" not in line] == []


def test_every_module_of_the_source_is_in_the_wheel(wheel: Path) -> None:
    """Nothing under ``src`` is left out."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "src"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert [path for path in tracked if path.removeprefix("src/") not in names] == []


def test_one_wheel_for_all_python_versions(wheel: Path) -> None:
    """The core uses the stable interface of Python 3.11, so one wheel serves it and all later ones."""
    assert "-cp311-abi3-" in wheel.name


def test_the_source_package_builds(dist: Path, tmp_path: Path) -> None:
    """The source package holds all that its build needs, the licence and the lock included."""
    (source,) = dist.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        archive.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.iterdir()
    assert [
        name for name in ("LICENSE", "README.md", "pyproject.toml", "Cargo.lock") if not (folder / name).is_file()
    ] == []
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environ = os.environ | {"CARGO_TARGET_DIR": str(ROOT / "target"), "PATH": path}
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "."]
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert list(folder.glob("*.whl"))
    assert list(folder.rglob("starter.cedar"))
