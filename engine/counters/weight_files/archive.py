"""ZIP archives of weights: their directory and what they declare is looked at before anything is unpacked."""

import io
import struct
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, Literal, TypeAlias

from .built import built
from .limits import DamagedError, RefusedError, gigabytes, most_unpacked, shown
from .outline import MOST_PICKLE_BYTES, outline

Kind: TypeAlias = Literal["torch", "compiled", "numpy"]

_MOST_DIRECTORY_BYTES = 16 * 2**20
_END, _END_64, _LOCATOR_64 = 22, 56, 20
"""Bytes of the record at the end of an archive, and of the two before it in a large one."""
_WEIGHTS = (".pth", ".pt", ".tar", ".safetensors", ".npz", ".ckpt", ".bin")


@contextmanager
def opened(file: BinaryIO, size: int) -> Iterator[zipfile.ZipFile]:
    """The archive in `file`, if its directory is plain and its size bearable. Raises DamagedError, RefusedError."""
    _check_end(file, size)
    with zipfile.ZipFile(file) as archive:
        entries, most = archive.infolist(), most_unpacked(size)
        if len({entry.filename for entry in entries}) != len(entries):
            raise DamagedError("a ZIP archive with two records of one name")
        if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
            raise RefusedError("a ZIP archive with a kind of compression that torch and NumPy do not use")
        if any(entry.flag_bits & 1 for entry in entries):
            raise RefusedError("a ZIP archive with a password")
        whole = sum(entry.file_size for entry in entries)
        if whole > most:
            raise RefusedError(
                f"an archive that would unpack from {gigabytes(size)} to {gigabytes(whole)}, more than the "
                f"{gigabytes(most)} that weights of its size can have"
            )
        yield archive


def kind_of(archive: zipfile.ZipFile) -> Kind:
    """What the archive is by the names of its records. Raises RefusedError for an archive of something else."""
    names = archive.namelist()
    if any(name.endswith("/constants.pkl") for name in names):
        return "compiled"
    if any(name.endswith("/data.pkl") for name in names):
        return "torch"
    if names and all(name.endswith(".npy") for name in names):
        return "numpy"
    inside = next((name for name in names if name.endswith(_WEIGHTS)), None)
    if inside is not None:
        raise RefusedError(f"a ZIP archive: unpack it first, and give {shown(inside)} in it")
    first = f"such as {shown(names[0])}" if names else "none"
    raise RefusedError(f"a ZIP archive of something else, with {len(names)} files, {first}")


def values(archive: zipfile.ZipFile) -> Any:
    """What torch saved in the archive. Raises DamagedError unless its numbers are all there, zipfile.BadZipFile."""
    root = _root(archive)
    outlined = outline(io.BytesIO(pickle_in(archive, f"{root}/data.pkl")))
    for storage in outlined.storages.values():
        size = archive.getinfo(f"{root}/data/{storage.key}").file_size
        if size != storage.nbytes:
            raise DamagedError(f"{storage.nbytes:,} bytes of numbers declared where {size:,} lie")
    order = f"{root}/byteorder"
    if order in archive.namelist() and archive.read(order) != sys.byteorder.encode():
        raise RefusedError("numbers in the byte order of another machine: save it anew on one like this")
    # zipfile compares what it reads with the checksum in the directory
    return built(outlined.content, lambda storage: bytearray(archive.read(f"{root}/data/{storage.key}")))


def _root(archive: zipfile.ZipFile) -> str:
    """The folder of all records, as torch's reader finds it."""
    return archive.namelist()[0].partition("/")[0]


def pickle_in(archive: zipfile.ZipFile, name: str) -> bytes:
    """The pickle that lies under `name`. Raises RefusedError when it is too large."""
    if archive.getinfo(name).file_size > MOST_PICKLE_BYTES:
        raise RefusedError(f"a pickle of more than {MOST_PICKLE_BYTES >> 20} MB")
    return archive.read(name)


def _check_end(file: BinaryIO, size: int) -> None:
    """Whether any reader must find the same directory: one, at the end, with nothing before, between or behind.

    Python's reader and torch's search for it in their own ways; what the one checks must be what the other reads.
    """
    file.seek(max(0, size - _END - _LOCATOR_64 - _END_64))
    tail = file.read()
    end, large = tail[-_END:], tail[:-_END][-(_LOCATOR_64 + _END_64) :]
    if len(end) < _END or not end.startswith(b"PK\x05\x06"):
        raise DamagedError("a ZIP archive without its end")
    disk, first, here, count, length, start, comment = struct.unpack("<HHHHIIH", end[4:])
    begins_at = size - _END
    if large[_END_64:].startswith(b"PK\x06\x07"):
        begins_at -= _LOCATOR_64 + _END_64
        (place,) = struct.unpack("<Q", large[_END_64 + 8 : _END_64 + 16])
        (record_size,) = struct.unpack("<Q", large[4:12])
        disk, first, here, count, length, start = struct.unpack("<IIQQQQ", large[16:_END_64])
        if place != begins_at or not large.startswith(b"PK\x06\x06") or record_size != _END_64 - 12:
            raise DamagedError("a ZIP archive whose end is not where it says")
    if disk or first or comment or here != count or start + length != begins_at:
        raise DamagedError("a ZIP archive whose directory is not where it says")
    if length > _MOST_DIRECTORY_BYTES:
        raise RefusedError("a ZIP archive with too many records")
