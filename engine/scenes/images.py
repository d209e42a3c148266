"""Pictures in and out: bounded before decoding, always uint8 RGB and upright, written whole or not at all.

A picture is what people see: turned as its EXIF says (`orientation`), and with the gray levels of 16 bits or floats
brought to 256 (`tones`).
"""

import io
import struct
import zlib
from pathlib import Path
from typing import IO, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from ..errors import DatasetError, OutputError
from ..files import sha256 as hash_of
from ..files import write_atomically
from ..reading import MAX_BYTES, opened, read_bytes
from ..reading.quiet import ignoring
from .orientation import TAG, turned, turned_size, without_turn
from .tones import to_uint8

MAX_PIXELS = 80_000_000
"""The largest picture that is opened, which takes 0.9 GB where it has alpha; NWPU-Crowd's largest has 60 million."""

FORMATS = ("JPEG", "PNG", "BMP", "TIFF", "WEBP")

SUFFIXES = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp")
"""File names that are taken for pictures, in lower case."""


class ImageHead(NamedTuple):
    """What a picture's file says of it before the pixels.

    `height` and `width` are of the upright picture; `orientation` is the EXIF value by which it is turned, 1 for none;
    `deep` is whether its gray levels have more than 8 bits, `pages` how many pictures it holds, of which the first
    counts.
    """

    height: int
    width: int
    gray: bool
    orientation: int = 1
    deep: bool = False
    pages: int = 1

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) of the upright picture."""
        return self.height, self.width

    @property
    def stored_size(self) -> tuple[int, int]:
        """(height, width) of the pixels as they are stored."""
        return turned_size(self.size, self.orientation)


def read_image(path: Path, *, upright: bool = True, sha256: str | None = None) -> NDArray[np.uint8]:
    """The picture at `path` as uint8 (H, W, 3) RGB, or the pixels as stored where not `upright`.

    `sha256` is what the file must hold. Raises DatasetError when it holds something else, is missing, damaged or too
    large.
    """
    return _decode(path, "RGB", upright, sha256)


def read_rgba(path: Path) -> NDArray[np.uint8]:
    """The upright picture at `path` as uint8 (H, W, 4) RGBA, opaque where it has no alpha. Raises DatasetError."""
    return _decode(path, "RGBA", True)


def read_small(path: Path, side: int, *, upright: bool = True) -> NDArray[np.uint8]:
    """The picture at `path` brought down to at most `side` x `side`, uint8 (h, w, 3); a JPEG is decoded in part only.

    Raises DatasetError.
    """
    with _open(path) as picture:
        orientation = _orientation(picture) if upright else 1
        try:
            picture.draft("RGB", (side, side))
            small = _in_mode(picture, "RGB")
        except _DAMAGE as error:
            raise _damaged(path, picture, error) from error
    image = Image.fromarray(small)
    image.thumbnail((side, side), Image.Resampling.BOX)
    return np.ascontiguousarray(turned(np.asarray(image), orientation))


def shrunk(image: NDArray[np.uint8], times: int) -> NDArray[np.uint8]:
    """uint8 (H, W, 3) made so many times smaller: (H // times, W // times, 3), each pixel the mean of its square.

    What is left over at the right and at the bottom is cut off; a side stays 1 at least.
    """
    height, width = shrunk_size(image.shape[:2], times)
    used = Image.fromarray(image[: height * times, : width * times])
    return np.asarray(used.reduce((min(times, image.shape[1]), min(times, image.shape[0]))))


def shrunk_size(size: tuple[int, ...], times: int) -> tuple[int, int]:
    """(height, width) of a frame of this size that is made so many times smaller."""
    return max(1, size[0] // times), max(1, size[1] // times)


def image_head(path: Path) -> ImageHead:
    """Size and color of the picture at `path`, from the head of the file, without decoding. Raises DatasetError."""
    with opened(path, "expected an image", DatasetError, MAX_BYTES) as file, _opened(path, file) as picture:
        orientation, deep = _orientation(picture), picture.mode in _DEEP
        height, width = turned_size((picture.height, picture.width), orientation)
        gray = deep or picture.mode in ("1", "L", "LA")
        return ImageHead(height, width, gray, orientation, deep, _pages(picture))


def image_size(path: Path) -> tuple[int, int]:
    """(height, width) of the upright picture, from the head of the file, without decoding. Raises DatasetError."""
    return image_head(path).size


def write_image(path: Path, image: NDArray[np.uint8]) -> None:
    """Write uint8 (H, W, 3) RGB as the suffix of `path` says: .png keeps every value, .jpg is of quality 95.

    Raises OutputError when the place cannot be written, ValueError for another suffix, shape or type.
    """
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8:
        raise ValueError(f"want uint8 (H, W, 3), got {image.dtype} {image.shape}")
    buffer, picture = io.BytesIO(), Image.fromarray(np.ascontiguousarray(image))
    match path.suffix.lower():
        case ".png":
            picture.save(buffer, "PNG", compress_level=3)
        case ".jpg" | ".jpeg":
            # full color resolution: triggers and heads are a few pixels wide
            picture.save(buffer, "JPEG", quality=95, subsampling=0)
        case suffix:
            raise ValueError(f"want a path that ends in .png or .jpg, got {suffix!r}")
    write_atomically(path, lambda part: part.write_bytes(buffer.getvalue()))


def copy_image(source: Path, path: Path, *, upright: bool = True) -> None:
    """Copy the file `source` to `path`, byte for byte; a JPEG that is not to be turned no longer says that it is.

    A copy that is there is not written again. Raises DatasetError when it is missing, OutputError.
    """
    if not source.is_file():
        raise DatasetError(f"{source} cannot be read: expected an image, found no such file.")
    if path.exists() and path.samefile(source):
        raise OutputError(f"{path} is the source itself; write to another folder.")
    content = read_bytes(source, "expected an image", DatasetError)
    plain = content if upright else without_turn(content)
    if plain is None:
        raise DatasetError(
            f"{source} is labelled as it is stored and says that it is to be turned: expected a JPEG, whose word can "
            "be changed; save it without EXIF."
        )
    if not (path.is_file() and read_bytes(path, "expected a copy", OutputError) == plain):
        write_atomically(path, lambda part: part.write_bytes(plain))


_DEEP = ("I;16", "I;16L", "I;16B", "I;16N", "I", "F")
_DAMAGE = (
    OSError, SyntaxError, ValueError, EOFError, struct.error, MemoryError, LookupError, TypeError, AttributeError,
    ArithmeticError, RuntimeError, zlib.error,
)  # fmt: skip
"""What Pillow raises of damaged files, each of them seen; SyntaxError is of a broken PNG."""


def _decode(path: Path, mode: str, upright: bool, sha256: str | None = None) -> NDArray[np.uint8]:
    with _open(path, sha256) as picture:
        try:
            pixels = _in_mode(picture, mode)
        except _DAMAGE as error:
            raise _damaged(path, picture, error) from error
        orientation = _orientation(picture) if upright else 1
    return np.ascontiguousarray(turned(pixels, orientation))


def _open(path: Path, sha256: str | None = None) -> Image.Image:
    content = read_bytes(path, "expected an image", DatasetError)
    if sha256 is not None and hash_of(content) != sha256:  # of the very bytes that are decoded
        raise changed(path)
    return _opened(path, io.BytesIO(content))


def changed(path: Path | str) -> DatasetError:
    """What is said of a scene's file that no longer holds what the run began with."""
    return DatasetError(
        f"{path} was changed while the run was reading it: expected the content that it began with. What was made "
        "since is not kept; run again."
    )


def _in_mode(picture: Image.Image, mode: str) -> NDArray[np.uint8]:
    if picture.mode in _DEEP:
        picture = Image.fromarray(to_uint8(np.asarray(picture)))
    return np.asarray(picture.convert(mode))


def _orientation(picture: Image.Image) -> int:
    try:
        with ignoring(UserWarning):  # Pillow muses about EXIF that it passes over
            found = picture.getexif().get(TAG, 1)
    except _DAMAGE:
        return 1  # EXIF that cannot be read turns nothing, in browsers neither
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def _pages(picture: Image.Image) -> int:
    if picture.format not in ("TIFF", "WEBP"):  # the second picture of a camera's JPEG is a preview
        return 1
    try:
        return int(getattr(picture, "n_frames", 1))
    except _DAMAGE:
        return 1


def _damaged(path: Path, picture: Image.Image, error: Exception) -> DatasetError:
    return DatasetError(f"{path} is damaged: expected a whole {picture.format} image, found {error}.")


def _opened(path: Path, file: IO[bytes]) -> Image.Image:
    try:
        # our own bound follows, and what Pillow passes over in a TIFF is no fault of a scene's
        with ignoring(Image.DecompressionBombWarning, UserWarning):
            picture = Image.open(file, formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise _too_large(path, str(error).partition("(")[2].partition(")")[0]) from error
    except (UnidentifiedImageError, *_DAMAGE) as error:
        raise DatasetError(
            f"{path} is not an image that can be read: expected {', '.join(FORMATS)}, found {_instead(file)}."
        ) from error
    if picture.width * picture.height > MAX_PIXELS:
        raise _too_large(path, f"{picture.width} x {picture.height}")
    return picture


def _too_large(path: Path, found: str) -> DatasetError:
    return DatasetError(f"{path} is too large: expected at most {MAX_PIXELS:,} pixels, found {found}.")


_MAGIC = (
    (0, b"GIF8", "a GIF"), (4, b"ftypavif", "an AVIF picture"), (4, b"ftyphe", "a HEIC picture of a phone"),
    (4, b"ftypmif1", "a HEIC picture of a phone"), (0, b"%PDF", "a PDF"), (0, b"8BPS", "a Photoshop file"),
    (0, b"II*\0", "a TIFF of a kind that is not read, such as one of 16 bits a color"),
    (0, b"MM\0*", "a TIFF of a kind that is not read, such as one of 16 bits a color"),
    (0, b"\0\0\0\x0cjP", "a JPEG 2000 picture"), (0, b"PK\x03\x04", "a zip archive"),
)  # fmt: skip
"""(where, the bytes there, what such a file is) of files that are often called as pictures are."""


def _instead(file: IO[bytes]) -> str:
    """What a file that is no picture is, in a few words."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    start = file.read(64)
    known = next((name for at, magic, name in _MAGIC if start[at : at + len(magic)] == magic), None)
    if known is not None:
        return f"{known}: save it as JPEG or PNG"
    start = start.lstrip().lower()
    if start.startswith(b"version https://git-lfs"):
        return "a pointer of Git LFS: fetch the files themselves with `git lfs pull`"
    if start.startswith((b"<!doctype html", b"<html")):
        return "a web page, as a broken download leaves it"
    return "an empty file" if not size else f"{size:,} bytes that are none of them"
