"""What this machine has: versions, devices, folders, pairs that are known to be bad, and what is missing for what."""

import os
import platform
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, distributions, version
from pathlib import Path
from typing import Any

import platformdirs

from miscount import __version__

from .display import missing_for_window

NEEDED = (
    "torch", "lightning-fabric", "PySide6-Essentials", "pyqtgraph", "numpy", "scipy",
    "opencv-python-headless", "pillow", "h5py", "pydantic", "pyyaml", "typer", "rich", "platformdirs", "safetensors",
    "torchmetrics",
)  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """Something that will go wrong, in a sentence with what to do."""

    name: str
    sentence: str


@dataclass(frozen=True)
class Feature:
    """Something that not every installation has; `missing` says what it lacks, nothing where it is available."""

    name: str
    available: bool
    missing: str = ""


@dataclass(frozen=True)
class FolderState:
    """A folder that Miscount writes to."""

    purpose: str
    path: str
    writable: bool


@dataclass(frozen=True)
class Examination:
    """All that was found."""

    versions: Mapping[str, str | None]
    device: str
    threads: int
    folders: tuple[FolderState, ...]
    features: tuple[Feature, ...]
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing will go wrong."""
        return not self.problems

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return {"ok": self.ok, **asdict(self)}


def examine() -> Examination:
    """Look at this machine. Imports torch; changes nothing."""
    found = {name: _version(name) for name in NEEDED}
    folders = tuple(FolderState(purpose, str(path), writable(path)) for purpose, path in _folders())
    problems = [Problem(name, f"{name} is not installed: run pip install -c constraints.txt . again.")
                for name, number in found.items() if number is None]  # fmt: skip
    problems += bad_pairs(sys.version_info[:2], _installed())
    problems += [
        Problem(
            state.path, f"The {state.purpose} folder {state.path} cannot be written to: free it or change its owner."
        )
        for state in folders
        if not state.writable
    ]
    device, threads, fault = _device() if found["torch"] else ("", 0, None)
    problems += [fault] if fault else []
    about = {"miscount": __version__, "python": platform.python_version(), "system": platform.platform()}
    return Examination({**about, **found}, device, threads, folders, _features(), tuple(problems))


def bad_pairs(python: tuple[int, ...], installed: Mapping[str, str]) -> list[Problem]:
    """Pairs known to abort, hang or draw wrongly; `installed` maps lower-case package names to versions.

    PySide6 6.12 aborts CPython before 3.12 after some thousands of signals (measured); 6.9.1 breaks pyqtgraph's item
    tree (pyqtgraph 3321), 6.11.0 and 6.11.1 break docks (QTBUG-147209); opencv-python brings a Qt of its own.
    """
    problems = []
    qt = installed.get("pyside6-essentials", "")
    numbers = tuple(int(part) for part in qt.split(".")[:3] if part.isdigit())
    python_words = ".".join(map(str, python[:2]))
    if numbers >= (6, 12) and python < (3, 12):
        problems.append(Problem(
            f"PySide6-Essentials {qt}",
            f"PySide6-Essentials {qt} aborts Python {python_words}: install 6.10.3, or use Python 3.12.",
        ))  # fmt: skip
    if qt in ("6.9.1", "6.11.0", "6.11.1"):
        problems.append(Problem(
            f"PySide6-Essentials {qt}", f"PySide6-Essentials {qt} draws plots or docks wrongly: install 6.10.3."
        ))  # fmt: skip
    for name in ("opencv-python", "opencv-contrib-python"):
        if name in installed:
            problems.append(Problem(
                name, f"{name} brings a Qt of its own that fights PySide6: uninstall it and install "
                "opencv-python-headless again.",
            ))  # fmt: skip
    return problems


def writable(path: Path) -> bool:
    """Whether `path` can be written to, or be made where it does not exist yet; nothing is made to find out."""
    at = path
    while not at.exists() and at != at.parent:
        at = at.parent
    return at.is_dir() and os.access(at, os.W_OK | os.X_OK)


def _folders() -> list[tuple[str, Path]]:
    return [
        ("settings", Path(platformdirs.user_config_dir("miscount", appauthor=False))),
        ("data", Path(platformdirs.user_data_dir("miscount", appauthor=False))),
        ("cache", Path(platformdirs.user_cache_dir("miscount", appauthor=False))),
        ("current", Path.cwd()),
    ]


def _device() -> tuple[str, int, Problem | None]:
    try:
        import torch

        from ..training.devices import describe

        return describe(), torch.get_num_threads(), None
    except (ImportError, OSError) as error:  # a torch whose libraries do not load raises either
        return "", 0, Problem("torch", f"torch cannot be loaded: {error}; install it again with constraints.txt.")


def _features() -> tuple[Feature, ...]:
    from ..counters import KINDS
    from ..metrics import DEFINITIONS

    lacks = "" if "clip_ebc" in KINDS else "this version has no CLIP counter"
    window = missing_for_window()
    return (
        Feature("window", not window, window),
        Feature("CLIP towers", not lacks, lacks),
        Feature("LPIPS", "lpips" in DEFINITIONS["stealth"],
                "" if "lpips" in DEFINITIONS["stealth"] else "this version does not measure LPIPS yet"),
    )  # fmt: skip


def _installed() -> dict[str, str]:
    return {str(found.metadata["Name"]).lower().replace("_", "-"): found.version for found in distributions()}


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
