"""Which way up a picture is: cameras store what the sensor saw, and say in EXIF how to turn it.

Orientation k of EXIF 2.32 (CIPA DC-008, tag 0x0112): 1 as stored, 2 mirrored, 3 turned by 180 degrees, 4 flipped, 5 to
8 with rows and columns exchanged. Browsers, labelme, CVAT and phones show the turned picture; MATLAB's `imread`, OpenCV
with IMREAD_UNCHANGED and loaders that call PIL alone give the stored one.
"""

import struct
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

TAG = 0x0112
_SHORT, _LONG = 3, 4


def turned(image: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """A stored picture (H, W, C) as people see it, a view where that will do.

    >>> turned(np.arange(6, dtype=np.uint8).reshape(2, 3, 1), 6)[..., 0].tolist()
    [[3, 0], [4, 1], [5, 2]]
    """
    if orientation >= 5:
        image = image.swapaxes(0, 1)
    if orientation in (2, 3, 6, 7):
        image = image[:, ::-1]
    if orientation in (3, 4, 7, 8):
        image = image[::-1]
    return image


def turned_back(image: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """A picture as people see it, the way it is stored: what `turned` undoes."""
    return turned(image, {6: 8, 8: 6}.get(orientation, orientation))


def turned_size(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    """(height, width) of the picture as people see it."""
    return (size[1], size[0]) if orientation >= 5 else size


def without_turn(content: bytes) -> bytes | None:
    """The bytes of a JPEG or TIFF that says it is shown as stored, no pixel changed; None where it cannot say so."""
    for at in (0,) if content[:4] in (b"II*\0", b"MM\0*") else _exif_blocks(content):
        place = _orientation_at(content, at)
        if place is not None:
            start, order = place
            return content[:start] + struct.pack(order + "H", 1) + content[start + 2 :]
    return None


def _exif_blocks(content: bytes) -> Iterator[int]:
    """Where the TIFF heads of a JPEG's EXIF segments begin."""
    at = 2
    while content[:2] == b"\xff\xd8" and at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != 0xDA:
        if content[at + 1] == 0xE1 and content[at + 4 : at + 10] == b"Exif\0\0":
            yield at + 10
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")


def _orientation_at(content: bytes, tiff: int) -> tuple[int, str] | None:
    """Where the value of the orientation tag stands in the first directory, and the order of its bytes."""
    order = {b"II": "<", b"MM": ">"}.get(content[tiff : tiff + 2])
    if order is None or tiff + 8 > len(content):
        return None
    directory = tiff + struct.unpack_from(order + "I", content, tiff + 4)[0]
    if directory + 2 > len(content):
        return None
    (number,) = struct.unpack_from(order + "H", content, directory)
    for entry in range(directory + 2, directory + 2 + 12 * number, 12):
        if entry + 12 > len(content):
            return None
        tag, kind = struct.unpack_from(order + "HH", content, entry)
        if tag == TAG and kind in (_SHORT, _LONG):  # EXIF has short numbers, some TIFF have long ones
            return entry + (10 if kind == _LONG and order == ">" else 8), order
    return None
