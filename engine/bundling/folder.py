"""A bundle: one folder to be carried to a machine without a network, tried before it is given away."""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..built import built_folder
from ..errors import BundleError
from ..events import Cancel, Event, Progress, StageDone, StageStarted, check
from ..files import file_sha256, write_json, write_text
from .own import PACKAGE, own_wheel
from .pip import carry_out
from .target import Target
from .wheels import Wheelhouse, version_of

INSTALLER = "install.py"
_LEFT_OUT = ("__pycache__", "dark_*.png")

_README = """Miscount {version} for Python {python} on {platform}{cuda}, to be installed without a network.

    {start} install.py

makes the folder miscount-env here and installs into it; another folder may be named behind. Nothing else is changed,
and nothing is asked of a network. Before that, every wheel is compared with its hash in bundle.json.

wheels/    Miscount and all that it needs, each with its license
projects/  example projects and suites; miscount studio projects/quickstart opens one
guide/     the user guide (also in the program: F1)
"""


@dataclass(frozen=True)
class Bundle:
    """What was made: the folder, its wheels and bytes, and, where it was tried, bytes of the installation."""

    folder: Path
    num_wheels: int
    size_bytes: int
    installed_bytes: int | None


def bundle(
    out: Path, target: Target, cancel: Cancel, extras: Sequence[str] = (), torch_from: str = "", tried: bool = True
) -> Generator[Event, None, Bundle]:
    """Fill the new folder `out` with all that `target` needs; `tried`: install it here, where this is such a machine.

    `torch_from` is a folder or an index that has torch. Raises BundleError, OutputError, Cancelled; then there is no
    folder.
    """
    tries = tried and target.is_here
    stages = 3 if tries else 2
    installed = None
    with built_folder(out, "miscount bundle") as built:
        yield StageStarted("wheels", 1, stages)
        began = time.perf_counter()
        house = Wheelhouse(built.folder / "wheels", target, torch_from)
        house.folder.mkdir()
        house.add(own_wheel(house.folder, cancel))
        for number in house.complete(extras, cancel):
            yield Progress("wheels", number, number + 1)  # how many it will be is known at the end
        yield Progress("wheels", len(house.wheels), len(house.wheels))
        yield StageDone("wheels", time.perf_counter() - began)
        yield StageStarted("folder", 2, stages)
        began = time.perf_counter()
        _fill(built.folder, target, house, extras, cancel)
        yield StageDone("folder", time.perf_counter() - began)
        if tries:
            yield StageStarted("check", 3, stages)
            began = time.perf_counter()
            installed = _try(built.folder, cancel)
            yield StageDone("check", time.perf_counter() - began)
    return Bundle(out, len(house.wheels), size_of(out), installed)


def _fill(folder: Path, target: Target, house: Wheelhouse, extras: Sequence[str], cancel: Cancel) -> None:
    """Put beside the wheels all else that a bundle holds."""
    hashes = {}
    for wheel in sorted(house.wheels.values()):
        check(cancel)
        hashes[wheel.name] = file_sha256(wheel, "a wheel", BundleError)
    requirement = f"miscount[{','.join(extras)}]" if extras else "miscount"
    write_json(folder / "bundle.json", {"python": target.python, "platform": target.platform, "cuda": target.cuda,
                                        "requirement": requirement, "wheels": hashes})  # fmt: skip
    shutil.copyfile(Path(__file__).with_name(INSTALLER), folder / INSTALLER)
    what = {
        "version": version_of(house.wheels["miscount"]), "python": target.python, "platform": target.platform,
        "cuda": " with CUDA" if target.cuda else "",
        "start": f"py -{target.python}" if target.platform == "win_amd64" else f"python{target.python}",
    }  # fmt: skip
    write_text(folder / "README.txt", _README.format(**what))
    for name, source in (("projects", PACKAGE / "projects"), ("guide", PACKAGE / "resources" / "guide")):
        shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("*.py", *_LEFT_OUT))


def _try(folder: Path, cancel: Cancel) -> int:
    """Install the bundle in `folder` as a stranger would, and ask it what it is; the bytes that it takes then.

    Raises BundleError, Cancelled.
    """
    with tempfile.TemporaryDirectory(prefix="miscount-") as place:
        home = Path(place, "env")
        # an index that answers nothing: whatever asked a network would fail here as it would there
        nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PYTHONPATH": ""}
        _must([sys.executable, str(folder / INSTALLER), str(home)], "It cannot be installed", cancel, nowhere)
        program = home / ("Scripts" if os.name == "nt" else "bin") / "miscount"
        _must([str(program), "--version"], "What it installs does not start", cancel, nowhere)
        _must([str(program), "list", "counters"], "What it installs does not work", cancel, nowhere)
        return size_of(home)


def _must(words: Sequence[str], otherwise: str, cancel: Cancel, also: Mapping[str, str]) -> None:
    """Run a program. Raises BundleError where it does not end well."""
    code, said = carry_out(words, cancel, also)
    if code:
        lines = [line for line in said.splitlines() if line.strip()]
        raise BundleError(f"The bundle was tried here and is not whole. {otherwise}: {' '.join(lines[-3:])}")


def size_of(folder: Path) -> int:
    """Bytes of all files below `folder`; one that has several names counts once."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            state = path.stat()
            found[state.st_dev, state.st_ino or hash(path)] = state.st_size
    return sum(found.values())
