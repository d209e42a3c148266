"""Pictures in and out: bounded before decoding, always uint8 RGB and upright, written whole or not at all.

A picture is what people see: turned as its EXIF says (`orientation`), and with the levels of 16 bits or floats brought
to 256 (`tones`).
"""

import io
import struct
import zlib
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError
from PIL.ImageFile import ImageFile
from PIL.TiffImagePlugin import TiffImageFile

from ..errors import DatasetError, OutputError
from ..files import sha256 as hash_of
from ..files import write_atomically
from ..reading import MAX_BYTES, opened, read_bytes
from ..reading.quiet import ignoring
from .orientation import TAG, turned, turned_back, turned_size, without_turn
from .tones import to_uint8

MAX_PIXELS = 80_000_000
"""The largest picture that is opened, which takes 0.9 GB where it has alpha; NWPU-Crowd's largest has 60 million."""

FORMATS = ("JPEG", "PNG", "BMP", "TIFF", "WEBP")

SUFFIXES = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp")
"""File names that are taken for pictures, in lower case."""


class ImageHead(NamedTuple):
    """What a picture's file says of it before the pixels.

    `height` and `width` are of the upright picture; `orientation` is the EXIF value by which it is turned, 1 for none;
    `deep` is whether its levels have more than 8 bits, `pages` how many pictures it holds, of which the first counts.
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
        try:
            picture.draft("RGB", (side, side))
            stored, orientation = _stored(picture, "RGB")
        except _DAMAGE as error:
            raise _damaged(path, picture, error) from error
    image = Image.fromarray(np.ascontiguousarray(stored))
    image.thumbnail((side, side), Image.Resampling.BOX)
    return np.ascontiguousarray(turned(np.asarray(image), orientation if upright else 1))


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
        orientation = _orientation(picture)
        height, width = turned_size(_stored_size(picture), orientation)
        gray = picture.mode in (*_DEEP, "1", "L", "LA") or "LA;16B" in _raw_modes(picture)
        deep = picture.mode in _DEEP or _has_deep_colors(picture)
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


def copy_image(source: Path, path: Path, *, upright: bool = True) -> Path:
    """Copy the file `source` to `path`, byte for byte; a JPEG that is not to be turned no longer says that it is.

    A copy that is there is not written again. Returns `path`. Raises DatasetError when it is missing, OutputError.
    """
    if not source.is_file():
        raise DatasetError(f"{source} cannot be read: expected an image, found no such file.")
    _refuse_itself(source, path)
    content = read_bytes(source, "expected an image", DatasetError)
    plain = content if upright else without_turn(content)
    if plain is None:
        raise DatasetError(
            f"{source} is labelled as it is stored and says that it is to be turned: expected a JPEG, whose word can "
            "be changed; save it without EXIF."
        )
    if not (path.is_file() and read_bytes(path, "expected a copy", OutputError) == plain):
        write_atomically(path, lambda part: part.write_bytes(plain))
    return path


def copy_as_seen(source: Path, path: Path, *, upright: bool = True) -> Path:
    """The same for readers that turn no picture: one that EXIF turns is written anew, as people see it.

    A JPEG as a JPEG of quality 95, which loses a little, any other as a PNG, which changes the suffix; others are
    copied byte for byte. Returns the path that it got. Raises as `copy_image` does.
    """
    if not source.is_file() or not upright or image_head(source).orientation == 1:
        return copy_image(source, path, upright=upright)
    path = path if path.suffix.lower() in (".jpg", ".jpeg") else path.with_suffix(".png")
    _refuse_itself(source, path)
    write_image(path, read_image(source))
    return path


def _refuse_itself(source: Path, path: Path) -> None:
    if path.exists() and path.samefile(source):
        raise OutputError(f"{path} is the source itself; write to another folder.")


_DEEP = ("I;16", "I;16L", "I;16B", "I;16N", "I", "F")
_WIDTH, _LENGTH = 256, 257
"""Tags of a TIFF."""

_MOST_CHUNKS = 100_000
"""Of a PNG are looked at; 80 million pixels in the usual chunks of 8 KiB are 30,000."""

_DAMAGE = (
    OSError, SyntaxError, ValueError, EOFError, struct.error, MemoryError, LookupError, TypeError, AttributeError,
    ArithmeticError, RuntimeError, zlib.error,
)  # fmt: skip
"""What Pillow raises of damaged files, each of them seen; SyntaxError is of a broken PNG."""


def _decode(path: Path, mode: str, upright: bool, sha256: str | None = None) -> NDArray[np.uint8]:
    with _open(path, sha256) as picture:
        try:
            stored, orientation = _stored(picture, mode)
        except _DAMAGE as error:
            raise _damaged(path, picture, error) from error
    return np.ascontiguousarray(turned(stored, orientation if upright else 1))


def _open(path: Path, sha256: str | None = None) -> ImageFile:
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


def _stored(picture: ImageFile, mode: str) -> tuple[NDArray[np.uint8], int]:
    """The pixels (H, W, C) as they are stored, and the orientation by which they are to be turned."""
    orientation = _orientation(picture)
    if _has_deep_colors(picture):
        return _from_deep_colors(picture, mode), orientation
    picture.info.pop("xmp", None)  # by which Pillow turns a TIFF too
    pixels = _in_mode(picture, mode)
    # Pillow turns a TIFF, and no other, while it decodes
    return turned_back(pixels, orientation) if picture.format == "TIFF" else pixels, orientation


def _in_mode(picture: Image.Image, mode: str) -> NDArray[np.uint8]:
    if picture.mode in _DEEP:
        picture = Image.fromarray(to_uint8(np.asarray(picture)))
    return np.asarray(picture.convert(mode))


def _raw_modes(picture: ImageFile) -> list[str]:
    """How the pixels lie in the file of a picture that is not decoded yet, such as RGB;16B."""
    args = (tile[3] for tile in picture.tile)
    return [str(each[0] if isinstance(each, tuple) else each) for each in args]


def _has_deep_colors(picture: ImageFile) -> bool:
    """Whether it has colors, or gray with alpha, of 16 bits, of which Pillow drops the lower 8: 4095 would be 15."""
    deep = any(";16" in mode for mode in _raw_modes(picture))
    return deep and picture.format in ("PNG", "TIFF") and picture.mode not in _DEEP


def _from_deep_colors(picture: ImageFile, mode: str) -> NDArray[np.uint8]:
    """The pixels of a picture of 16 bits a color, as stored: colors by the rule of `tones`, alpha from 0 to 65,535."""
    import cv2  # 0.1 s that whoever has no such picture need not wait for

    assert picture.fp is not None
    picture.fp.seek(0)
    content = picture.fp.read()
    turns = picture.format == "TIFF" and _orientation(picture) != 1  # OpenCV turns a TIFF, whatever it is asked
    stored = without_turn(content) if turns else content
    if stored is None:
        raise OSError("16 bits a color that are to be turned in a form that is not read")
    picture.load()  # the judge of what is damaged: OpenCV gives half a picture without a word
    try:
        levels: Any = cv2.imdecode(np.frombuffer(stored, dtype=np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error as error:
        raise OSError(str(error)) from error
    forms = tuple((*_stored_size(picture), channels) for channels in (3, 4))
    if levels is None or levels.shape not in forms or levels.dtype != np.uint16:
        raise OSError("16 bits a color in a form that is not read")
    colors = to_uint8(levels[..., 2::-1])
    if mode == "RGB":
        return colors
    opaque = np.full(levels.shape[:2], 255, dtype=np.uint8)
    alpha = (levels[..., 3] >> 8).astype(np.uint8) if levels.shape[2] == 4 else opaque
    return np.dstack([colors, alpha])


def _orientation(picture: ImageFile) -> int:
    """How the EXIF of a picture that is not decoded yet turns it, 1 for not at all.

    XMP, of which Pillow's `getexif` takes the orientation where EXIF has none, turns nothing: browsers and OpenCV pass
    over it.
    """
    try:
        with ignoring(UserWarning):  # Pillow muses about EXIF that it passes over
            found = picture.tag_v2.get(TAG, 1) if isinstance(picture, TiffImageFile) else _exif(picture).get(TAG, 1)
    except _DAMAGE:
        return 1  # EXIF that cannot be read turns nothing, in browsers neither
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def _exif(picture: ImageFile) -> Image.Exif:
    content = picture.info.get("exif")
    if content is None and picture.format == "PNG" and picture.fp is not None:
        content = _late_exif(picture.fp)
    exif = Image.Exif()
    exif.load(content or b"")
    return exif


def _late_exif(file: IO[bytes]) -> bytes:
    """The EXIF of a PNG that may stand after its pixels, without decoding them as Pillow would to find it."""
    here = file.tell()
    file.seek(8)
    found = b""
    for _ in range(_MOST_CHUNKS):
        start = file.read(8)
        size = int.from_bytes(start[:4], "big")
        if start[4:] == b"eXIf":
            found = file.read(size)
        if len(start) < 8 or found:
            break
        file.seek(size + 4, io.SEEK_CUR)
    file.seek(here)
    return found


def _stored_size(picture: ImageFile) -> tuple[int, int]:
    """(height, width) of the pixels as stored; of a TIFF Pillow says the upright ones, by its version."""
    if isinstance(picture, TiffImageFile):
        return picture.tag_v2[_LENGTH], picture.tag_v2[_WIDTH]
    return picture.height, picture.width


def _pages(picture: Image.Image) -> int:
    if picture.format not in ("TIFF", "WEBP"):  # the second picture of a camera's JPEG is a preview
        return 1
    try:
        return int(getattr(picture, "n_frames", 1))
    except _DAMAGE:
        return 1


def _damaged(path: Path, picture: Image.Image, error: Exception) -> DatasetError:
    return DatasetError(f"{path} is damaged: expected a whole {picture.format} image, found {error}.")


def _opened(path: Path, file: IO[bytes]) -> ImageFile:
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
