"""A folder of wheels that is whole: each wheel's requirements, as the target's machine reads them, are in it.

pip reads conditions such as `platform_system == "Linux"` as of the machine that it runs on, also while it looks for
wheels of another: so the way from package to package is gone here, and pip is asked for single wheels only.
"""

import email.parser
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name, parse_wheel_filename
from packaging.version import Version

from ..errors import BundleError
from ..events import Cancel
from ..reading import read_text
from .own import PACKAGE
from .pip import download
from .target import CPU_TORCH, Target

_MOST_PACKAGES = 400
"""More than all extras together bring by far: a circle in somebody's requirements ends here at the latest."""


@dataclass
class Wheelhouse:
    """Wheels in `folder` for `target`; torch comes from the folder or index `torch_from`, where one is named."""

    folder: Path
    target: Target
    torch_from: str = ""
    wheels: dict[str, Path] = field(default_factory=dict)

    def add(self, wheel: Path) -> None:
        """A wheel that lies in the folder already."""
        self.wheels[canonicalize_name(parse_wheel_filename(wheel.name)[0])] = wheel

    def complete(self, extras: Sequence[str], cancel: Cancel) -> Iterator[int]:
        """Fetch all that `miscount` with `extras` needs; yields how many wheels there are, again and again.

        Raises BundleError, Cancelled.
        """
        open_ends = [Requirement(f"miscount[{','.join(extras)}]" if extras else "miscount")]
        asked: set[tuple[str, str]] = set()
        while open_ends:
            self._fetch(open_ends, cancel)
            yield len(self.wheels)
            following = []
            for wanted in open_ends:
                self._check(wanted)
                name = canonicalize_name(wanted.name)
                news = {(name, extra) for extra in ("", *wanted.extras)} - asked
                asked |= news
                following += [need for _, extra in sorted(news) for need in self._needs(name, extra)]
            open_ends = following

    def _fetch(self, wanted: Sequence[Requirement], cancel: Cancel) -> None:
        """Fetch those of `wanted` that are not there yet."""
        lacking: dict[str, SpecifierSet] = {}
        for each in wanted:
            if (name := canonicalize_name(each.name)) not in self.wheels:
                lacking[name] = lacking.get(name, SpecifierSet()) & each.specifier
        if len(self.wheels) + len(lacking) > _MOST_PACKAGES:
            raise BundleError(f"More than {_MOST_PACKAGES} packages are required: something is wrong with one of them.")
        if lacking.pop("torch", None) is not None:
            self._fetch_torch(cancel)
        if words := [f"{name}{versions}" for name, versions in lacking.items()]:
            fault = download(words, self.folder, [*self._pins, *self.target.pip_words], cancel)
            if fault:
                raise BundleError(
                    f"Not all wheels for Python {self.target.python} on {self.target.platform} could be had: {fault}"
                )
        self._look(list(lacking))

    def _fetch_torch(self, cancel: Cancel) -> None:
        """The build of torch that was asked for: PyPI has one for each system, on Linux that with CUDA."""
        pin, for_linux = pins()["torch"], self.target.platform == "linux_x86_64"
        exact = f"torch=={pin}"
        places = [_place(self.torch_from)] if self.torch_from else [[]]
        if for_linux and not self.target.cuda:
            exact += "+cpu"
            places += [] if self.torch_from else [["--index-url", CPU_TORCH]]
        elif for_linux:
            exact += f",!={pin}+cpu"
        fault = ""
        for place in places:
            fault = download([exact], self.folder, [*self._pins, *self.target.pip_words, *place], cancel)
            if not fault:
                return self._look(["torch"])
        where = self.torch_from or ("where pip looks here" + (f" and at {CPU_TORCH}" if len(places) > 1 else ""))
        raise BundleError(
            f"{exact} for Python {self.target.python} on {self.target.platform} could not be had; asked {where}: "
            f"{fault} Name a folder or an index that has it with --torch-from."
        )

    def _look(self, names: Sequence[str]) -> None:
        """Take notice of new wheels in the folder, which must be those of `names`."""
        for wheel in self.folder.glob("*.whl"):
            self.add(wheel)
        if missing := sorted(set(names) - set(self.wheels)):
            raise BundleError(f"pip said that it fetched {', '.join(missing)}, and no such wheel is in {self.folder}.")

    def _check(self, wanted: Requirement) -> None:
        """Raise BundleError where the wheel that is there is none that `wanted` allows."""
        wheel = self.wheels[canonicalize_name(wanted.name)]
        version = version_of(wheel)
        if not wanted.specifier.contains(version, prereleases=True):
            raise BundleError(f"{wanted} is required, and the wheel that fits the other pins is {wheel.name}.")

    def _needs(self, name: str, extra: str) -> list[Requirement]:
        """What the wheel of `name` requires on the target for `extra`, "" for what it always does."""
        conditions = self.target.markers | {"extra": extra}
        found = []
        for need in requirements_of(self.wheels[name]):
            always = need.marker is None or need.marker.evaluate(self.target.markers | {"extra": ""})
            if always if not extra else not always and need.marker is not None and need.marker.evaluate(conditions):
                found.append(need)
        return found

    @property
    def _pins(self) -> list[str]:
        return ["--constraint", str(PACKAGE / "constraints.txt")]


def _place(source: str) -> list[str]:
    """Words for pip: the folder or the index `source` has torch."""
    return ["--no-index", "--find-links", source] if Path(source).is_dir() else ["--index-url", source]


def pins() -> dict[str, str]:
    """The version of each package in constraints.txt. Raises BundleError."""
    text = read_text(PACKAGE / "constraints.txt", "expected the versions that are tested", BundleError)
    pairs = (line.partition("==") for line in text.splitlines() if "==" in line and not line.startswith("#"))
    return {canonicalize_name(name): version.strip() for name, _, version in pairs}


def version_of(wheel: Path) -> Version:
    """The version in a wheel's name."""
    return parse_wheel_filename(wheel.name)[1]


def requirements_of(wheel: Path) -> list[Requirement]:
    """What the wheel's metadata requires, conditions included. Raises BundleError."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
            about = email.parser.Parser().parsestr(archive.read(name).decode("utf-8"), headersonly=True)
        return [Requirement(line) for line in about.get_all("Requires-Dist", [])]
    except (OSError, zipfile.BadZipFile, StopIteration, UnicodeDecodeError, InvalidRequirement) as error:
        raise BundleError(f"{wheel.name} is damaged: expected a wheel, found {error or 'no metadata'}.") from error
