"""Where a command writes: looked at before the work, which would be lost where it is found out afterwards."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import OutputError
from ..reading import is_file, is_folder, real_path, there


def checked_out(path: Path, inputs: Iterable[Path | None]) -> Path:
    """`path`, where a file can be written without harm to any of the `inputs`, files and folders that are read.

    Raises OutputError for one of them, for what is there already within a folder of them, for what is there and is no
    file, and for a place that cannot be written. A new file within such a folder is none's harm: a table may lie
    beside its pictures.
    """
    place, exists = real_path(path), there(path)
    for one in inputs:
        if one is None:
            continue
        source = real_path(one)
        if place == source or (exists and _same_file(path, one)):
            raise OutputError(f"{path} is what this command reads, which would be lost: name another file with --out.")
        if exists and is_folder(one) and place.is_relative_to(source):
            raise OutputError(
                f"{path} is there already, in {one}, which this command reads: name another file with --out."
            )
    if exists and not is_file(path):
        raise OutputError(f"{path} is {'a folder' if is_folder(path) else 'no regular file'}: expected a file.")
    _check_place(path, path.absolute().parent)
    return path


def checked_new(path: Path) -> Path:
    """`path`, where a new file can be written. Raises OutputError, also where anything is there already."""
    if there(path):
        raise OutputError(f"{path} is there already: name another file with --out.")
    return checked_out(path, ())


def checked_folder(path: Path | None) -> None:
    """Raises OutputError where there can be no folder `path` that is written into; None is none."""
    if path is None:
        return
    if there(path) and not is_folder(path):
        raise OutputError(f"{path} is a file: expected a folder.")
    _check_place(path, path.absolute())


@contextmanager
def also_written(write: Callable[[], object]) -> Iterator[None]:
    """Write when all is printed, so that a disk that is full by then costs the file alone.

    It is written as well where printing fails: `miscount count ... | head -1` asks for its table all the same.
    """
    try:
        yield
    finally:
        write()


def _same_file(path: Path, other: Path) -> bool:
    """Whether both are one file, by another link or in other letters where the disk takes them for the same."""
    try:
        return path.samefile(other)
    except (OSError, ValueError):
        return False


def _check_place(path: Path, folder: Path) -> None:
    """Raises OutputError where nothing can be written below `folder`; it is tried in the nearest one that is there."""
    try:
        while not (folder.is_symlink() or folder.exists()):
            folder = folder.parent
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (OSError, ValueError) as error:
        raise OutputError(f"{path} cannot be written: {getattr(error, 'strerror', None) or error}.") from error
