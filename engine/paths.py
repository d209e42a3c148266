"""Names that become paths: of files that a recipe names, and of what is written under names that came out of files.

Neither can leave the folder that it belongs in.
"""

import os
import re
from pathlib import Path, PurePosixPath
from typing import Annotated

from pydantic import AfterValidator, ValidationInfo, WithJsonSchema

from .errors import OutputError
from .reading import real_path

LONGEST_NAME = 255
"""Bytes of a name in UTF-8: the bound of ext4, XFS, APFS and, in letters, of NTFS."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""What Windows takes for a device, whatever the suffix."""


def inside(root: Path, name: str) -> Path:
    """The path in the folder `root` of what is called `name`, with slashes between folders and the last part.

    The one place where a name that came out of a file, of a scene, a split, a stage, becomes a path that is written
    to. Raises OutputError for a name that leads out of `root`, or that no file can have.
    """
    return root / PurePosixPath(writable(name))


MOST_NAMES = 10_000
"""So many numbers are tried; a folder with more of one name is none that a person looks into."""


def free_name(path: Path) -> Path:
    """`path`, or with the first number from 2 that is free: `photos`, `photos_2`.

    `path` itself where nobody can tell what is there, such as in a closed folder, in a loop of links or under a name
    that is too long: whoever writes there is told why, and no other number would help.
    """
    for number in range(1, MOST_NAMES):
        found = path if number == 1 else path.with_name(f"{path.name}_{number}")
        try:
            found.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return found
        except (OSError, ValueError):
            return path
    return path


def writable(name: str, *, windows: bool = os.name == "nt") -> str:
    """`name`, which stays in the folder that it is written in. Raises OutputError.

    A name is never mended silently: two could become one, and whoever looks for it would not find it.
    """
    fault = _fault(name, windows)
    if fault:
        raise OutputError(f"Nothing can be written under the name {name[:80]!r}: {fault}.")
    return name


def _fault(name: str, windows: bool) -> str:
    """Why `name` can be no path within a folder, in words; empty where it can."""
    if any(ord(sign) < 32 for sign in name):
        return "expected a name without control characters"
    parts = name.split("/")
    if not {"", ".", ".."}.isdisjoint(parts) or "\\" in name or re.match(r"[A-Za-z]:", name):
        return "expected a name that stays in the folder"
    try:
        longest = max(len(part.encode()) for part in parts)
    except UnicodeEncodeError:
        return "expected letters that a name of a file can have"
    if longest > LONGEST_NAME:
        return f"expected at most {LONGEST_NAME} bytes, found {longest}"
    if windows and any(set(part) & set('<>:"|?*') or part[-1] in " ." or _RESERVED.fullmatch(part) for part in parts):
        return "Windows has another use for it"
    return ""


def in_folder(value: str, info: ValidationInfo) -> str:
    """`value` as an absolute path, a relative one from `info.context["folder"]`; for use as a pydantic validator.

    Raises ValueError, which pydantic turns into a line with the path of the setting, when it leaves that folder.
    """
    path = Path(value)
    if path.is_absolute():
        return value
    folder = real_path((info.context or {}).get("folder", "."))
    found = real_path(folder / path)
    if not found.is_relative_to(folder):
        raise ValueError(f"{value} lies outside of {folder}: copy it into that folder or give its full path")
    return str(found)


def _in_folder_if_any(value: str, info: ValidationInfo) -> str:
    return in_folder(value, info) if value else value


OwnPath = Annotated[str, AfterValidator(_in_folder_if_any), WithJsonSchema({"type": "string", "format": "path"})]
"""A file or folder of the person's, absolute once read; empty for none."""
