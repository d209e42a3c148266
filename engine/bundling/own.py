"""The wheel of this very Miscount: built of its checkout, or packed again from where it is installed."""

import base64
import hashlib
import importlib.metadata
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

from ..errors import BundleError
from ..events import Cancel
from .pip import carry_out, complaint

PACKAGE = Path(__file__).resolve().parents[2]
_SOURCES = (
    "pyproject.toml", "README.md", "LICENSE", "THIRD_PARTY.md", "constraints.txt", "py.typed", "__init__.py", "main.py",
    "engine", "widgets", "studio", "resources", "projects",
)  # fmt: skip
_NOT_PACKED = {"INSTALLER", "REQUESTED", "RECORD", "direct_url.json"}


def own_wheel(to: Path, cancel: Cancel) -> Path:
    """Write the wheel into the folder `to`. Raises BundleError, Cancelled."""
    return _built(to, cancel) if (PACKAGE / "pyproject.toml").is_file() else _packed_again(to)


def _built(to: Path, cancel: Cancel) -> Path:
    """A wheel of the checkout, built of a copy: what an earlier build left in the checkout would be packed, too."""
    with tempfile.TemporaryDirectory(prefix="miscount-") as folder:
        for name in _SOURCES:
            if (PACKAGE / name).is_dir():
                shutil.copytree(PACKAGE / name, Path(folder, name), ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copyfile(PACKAGE / name, Path(folder, name))
        words = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(to), folder]
        code, said = carry_out(words, cancel)
    if code:
        raise BundleError(f"The wheel of {PACKAGE} could not be built: {complaint(said)}")
    return next(to.glob("miscount-*.whl"))


def _packed_again(to: Path) -> Path:
    """A wheel of the files that the installation lists, which pip put where they are without a change."""
    try:
        found = importlib.metadata.distribution("miscount")
    except importlib.metadata.PackageNotFoundError as error:
        raise BundleError(f"{PACKAGE} is neither installed nor a checkout: no wheel can be made of it.") from error
    if Path(str(found.locate_file("miscount"))).resolve() != PACKAGE:
        raise BundleError(f"{PACKAGE} is not the installed Miscount: no wheel can be made of it.")
    wheel = to / f"miscount-{found.version}-py3-none-any.whl"
    record, info = [], ""
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in found.files or ():
            in_info = file.parts[0].endswith(".dist-info")
            info = file.parts[0] if in_info else info
            if ".." in file.parts or "__pycache__" in file.parts or (in_info and file.name in _NOT_PACKED):
                continue  # scripts and what installing made
            content = Path(str(found.locate_file(file))).read_bytes()
            archive.writestr(file.as_posix(), content)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            record.append(f"{file.as_posix()},sha256={digest},{len(content)}")
        archive.writestr(f"{info}/RECORD", "\n".join([*record, f"{info}/RECORD,,", ""]))
    return wheel
