"""The machine that a bundle is for: its Python, its platform, and whether torch comes with CUDA."""

import platform
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..errors import BundleError

CPU_TORCH = "https://download.pytorch.org/whl/cpu"
"""Where PyTorch publishes its CPU builds; for Linux, PyPI has the build with CUDA alone."""

_GLIBC = 34
"""The newest glibc, 2.34, that a wheel may ask for: what PySide6 asks for."""

_TAGS: Mapping[str, Sequence[str]] = {
    "linux_x86_64": [
        *(f"manylinux_2_{minor}_x86_64" for minor in range(_GLIBC, 4, -1)),
        "manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64", "linux_x86_64",
    ],
    "win_amd64": ["win_amd64"],
}  # fmt: skip
PLATFORMS = tuple(_TAGS)

_MARKERS: Mapping[str, Mapping[str, str]] = {
    "linux_x86_64": {
        "os_name": "posix", "sys_platform": "linux", "platform_system": "Linux", "platform_machine": "x86_64",
    },
    "win_amd64": {
        "os_name": "nt", "sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Target:
    """Python `python`, such as "3.11", on `platform`, one of PLATFORMS. Raises BundleError for others."""

    python: str
    platform: str
    cuda: bool = False

    def __post_init__(self) -> None:
        if not re.fullmatch(r"3\.\d{1,2}", self.python) or int(self.python[2:]) < 11:
            raise BundleError(f"Python {self.python[:20]} is none that Miscount runs with: expected 3.11 or newer.")
        if self.platform not in PLATFORMS:
            raise BundleError(f"{self.platform[:40]} is no platform for a bundle: expected {' or '.join(PLATFORMS)}.")

    @classmethod
    def here(cls) -> "Target | None":
        """The machine that this runs on; None where bundles are made for no such machine."""
        kind = f"{platform.system()}-{platform.machine()}"
        names = {"Linux-x86_64": "linux_x86_64", "Windows-AMD64": "win_amd64"}
        if kind not in names or sys.implementation.name != "cpython":
            return None
        return cls("{}.{}".format(*sys.version_info), names[kind])

    @property
    def is_here(self) -> bool:
        """Whether this machine with this Python is such a one."""
        here = self.here()
        return here is not None and (here.python, here.platform) == (self.python, self.platform)

    @property
    def pip_words(self) -> list[str]:
        """What pip is told, so that it looks for wheels of the target and not of this machine."""
        tags = [word for tag in _TAGS[self.platform] for word in ("--platform", tag)]
        return ["--only-binary=:all:", "--implementation", "cp", "--python-version", self.python, *tags]

    @property
    def markers(self) -> dict[str, str]:
        """What a requirement's condition is about, as the target would say it."""
        return {
            **_MARKERS[self.platform],
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
            "python_version": self.python,
            # of the releases of one Python, a late one: conditions on them are about faults of the first
            "python_full_version": f"{self.python}.9",
            "implementation_version": f"{self.python}.9",
            "platform_release": "",
            "platform_version": "",
        }
