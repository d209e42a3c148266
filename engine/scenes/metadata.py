"""Pictures without what cameras and programs say of them: the same pixels, and nothing that tells files apart.

A poisoned picture is written anew, and has neither EXIF nor a camera's name. If the clean ones beside it kept theirs,
whoever looks at the files would need no detector.
"""

from pathlib import Path

from ..errors import DatasetError
from ..files import sha256 as hash_of
from ..files import write_atomically
from ..reading import read_bytes
from .images import changed, image_head, read_image, write_image

_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
"""What our own writer begins a JPEG with."""

_ADOBE = 0xEE
"""A segment without which the colors of a JPEG are read otherwise."""

_CHUNKS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
"""What of a PNG its pixels are made of."""


def write_plain(source: Path, path: Path, *, upright: bool = True, sha256: str | None = None) -> Path:
    """Write the picture `source` beside `path` without metadata; the path that it got, with its suffix.

    A JPEG or a PNG that is not turned keeps its compressed pixels to the last bit; any other becomes a PNG of the
    pixels as people see them, or as they are stored where not `upright`. `sha256` is what `source` must hold. Raises
    DatasetError, OutputError.
    """
    content = read_bytes(source, "expected an image", DatasetError)
    if sha256 is not None and hash_of(content) != sha256:
        raise changed(source)
    turns = upright and image_head(source).orientation != 1
    plain = None if turns else plain_jpeg(content) or plain_png(content)
    if plain is None:
        path = path.with_suffix(".png")
        write_image(path, read_image(source, upright=upright, sha256=sha256))
        return path
    path = path.with_suffix(source.suffix.lower())
    write_atomically(path, lambda part: part.write_bytes(plain))
    return path


def plain_jpeg(content: bytes) -> bytes | None:
    """The bytes of a JPEG without EXIF, comments and profiles; None where they are none."""
    if content[:3] != b"\xff\xd8\xff":
        return None
    kept, at = [b"\xff\xd8", _JFIF], 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker, size = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == 0xDA:  # the pixels, to the end
            return b"".join([*kept, content[at:]])
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker == _ADOBE:
            kept.append(content[at : at + 2 + size])
        at += 2 + size
    return None


def plain_png(content: bytes) -> bytes | None:
    """The bytes of a PNG with nothing but its pixels; None where they are none."""
    if content[:8] != b"\x89PNG\r\n\x1a\n":
        return None
    kept, at = [content[:8]], 8
    while at + 12 <= len(content):
        size, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        if name in _CHUNKS:
            kept.append(content[at : at + 12 + size])
        at += 12 + size
        if name == b"IEND":
            return b"".join(kept)
    return None
