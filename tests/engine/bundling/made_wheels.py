"""Tiny wheels, and what stands for pip where its seconds of starting would add up."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

PROGRAM = """
import sys


def main():
    print("miscount 9" if "--version" in sys.argv else "light")
"""


def wheel(folder: Path, name: str, version: str, needs: tuple[str, ...] = (), tag: str = "py3-none-any") -> Path:
    """A wheel of the package `name` that requires `needs`; that of miscount has a program."""
    info = f"{name}-{version}.dist-info"
    about = [f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}"]
    about += [f"Requires-Dist: {need}" for need in needs] + ["Provides-Extra: onnx"]
    files = {
        f"{name}/__init__.py": PROGRAM,
        f"{info}/METADATA": "\n".join([*about, "", ""]),
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: by hand\nRoot-Is-Purelib: true\nTag: {tag}\n",
    }
    if name == "miscount":
        files[f"{info}/entry_points.txt"] = "[console_scripts]\nmiscount = miscount:main\n"
    path = folder / f"{name}-{version}-{tag}.whl"
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in files.items():
            archive.writestr(file, text)
        archive.writestr(f"{info}/RECORD", "".join(f"{file},,\n" for file in [*files, f"{info}/RECORD"]))
    return path


def fetching(shelf: Path) -> Callable[..., str]:
    """A `download` that takes the newest wheel of each package from the folder `shelf`, as pip does."""

    def download(wanted, to, how, cancel):
        for each in map(Requirement, wanted):
            fitting = [
                (parse_wheel_filename(path.name)[1], path)
                for path in shelf.glob("*.whl")
                if parse_wheel_filename(path.name)[0] == canonicalize_name(each.name)
                and each.specifier.contains(parse_wheel_filename(path.name)[1], prereleases=True)
            ]
            if not fitting:
                return f"No matching distribution found for {each}"
            shutil.copy(max(fitting)[1], to)
        return ""

    return download
