"""The form in which torch wrote weights before 1.6: five pickles, then the numbers."""

import io
import struct
from typing import Any, BinaryIO

from .built import built
from .limits import DamagedError, RefusedError
from .outline import MOST_PICKLE_BYTES, outline

MAGIC, PROTOCOL = 0x1950A86A20F9469CFC6C, 1001
"""What the first two pickles hold, in all versions of torch."""

_LENGTH = 8
"""Bytes before the numbers of each storage, which say how many there are."""


def values(file: BinaryIO, size: int) -> Any:
    """What torch saved in the file of `size` bytes.

    Raises DamagedError unless its numbers are all there, RefusedError, and what `pickletools` raises of a damaged
    pickle.
    """
    file.seek(0)
    head = io.BytesIO(file.read(MOST_PICKLE_BYTES))
    if outline(head).content != MAGIC:
        raise RefusedError("a pickle that torch.save did not write: save the network's state_dict() with torch.save")
    if outline(head).content != PROTOCOL:
        raise RefusedError("a torch file of an unknown version")
    outline(head)  # what machine wrote it
    outlined = outline(head)
    keys = outline(head).content
    if type(keys) is not list or sorted(keys) != sorted(outlined.storages):
        raise DamagedError("other numbers than its tensors want")
    at, places = head.tell(), {}
    for key in keys:
        storage = outlined.storages[key]
        file.seek(at)
        (count,) = struct.unpack("<q", file.read(_LENGTH))
        if count != storage.count:
            raise DamagedError(f"{storage.count:,} numbers declared where {count:,} lie")
        places[key] = at + _LENGTH
        at += _LENGTH + storage.nbytes
    if at > size:
        raise DamagedError(f"{at:,} bytes declared in a file of {size:,}")
    return built(outlined.content, lambda storage: _numbers(file, places[storage.key], storage.nbytes))


def _numbers(file: BinaryIO, place: int, size: int) -> bytearray:
    content = bytearray(size)
    file.seek(place)
    if file.readinto(content) != size:  # type: ignore[attr-defined]  # it is buffered
        raise DamagedError("fewer bytes than a moment ago")
    return content
