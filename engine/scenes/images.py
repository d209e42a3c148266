"""Pictures in and out: bounded before decoding, always uint8 RGB, written whole or not at all."""

import io
import shutil
import warnings
from pathlib import Path
from typing import IO, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from ..errors import DatasetError, OutputError
from ..files import write_atomically

MAX_PIXELS = 200_000_000
"""The largest picture that is opened; NWPU-Crowd's largest has about 60 million pixels."""

FORMATS = ("JPEG", "PNG", "BMP", "TIFF", "WEBP")

SUFFIXES = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp")
"""File names that are taken for pictures, in lower case."""


class ImageHead(NamedTuple):
    """What a picture's file says of it before the pixels."""

    height: int
    width: int
    gray: bool


def read_image(path: Path) -> NDArray[np.uint8]:
    """The picture at `path` as uint8 (H, W, 3) RGB. Raises DatasetError when it is missing, damaged or too large."""
    return _decode(path, "RGB")


def read_rgba(path: Path) -> NDArray[np.uint8]:
    """The picture at `path` as uint8 (H, W, 4) RGBA, opaque where it has no alpha. Raises DatasetError."""
    return _decode(path, "RGBA")


def image_head(path: Path) -> ImageHead:
    """Size and color of the picture at `path`, from the head of the file, without decoding. Raises DatasetError."""
    try:
        with path.open("rb") as file, _opened(path, file) as picture:
            return ImageHead(picture.height, picture.width, picture.mode in ("1", "L", "LA", "I;16"))
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: expected an image, found {error.strerror or error}.") from error


def image_size(path: Path) -> tuple[int, int]:
    """(height, width) from the head of the file, without decoding. Raises DatasetError."""
    return image_head(path)[:2]


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


def copy_image(source: Path, path: Path) -> None:
    """Copy the file `source` to `path`, byte for byte. Raises DatasetError when it is missing, OutputError."""
    if not source.is_file():
        raise DatasetError(f"{source} cannot be read: expected an image, found no such file.")
    if path.exists() and path.samefile(source):
        raise OutputError(f"{path} is the source itself; write to another folder.")
    write_atomically(path, lambda part: shutil.copyfile(source, part))


def _decode(path: Path, mode: str) -> NDArray[np.uint8]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: expected an image, found {error.strerror or error}.") from error
    with _opened(path, io.BytesIO(content)) as picture:
        try:
            return np.asarray(picture.convert(mode))
        except (OSError, SyntaxError, ValueError) as error:  # Pillow raises SyntaxError for a broken PNG
            raise DatasetError(f"{path} is damaged: expected a whole {picture.format} image, found {error}.") from error


def _opened(path: Path, file: IO[bytes]) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own bound follows
            picture = Image.open(file, formats=FORMATS)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise DatasetError(
            f"{path} is not an image that can be read: expected {', '.join(FORMATS)}, "
            f"found {file.seek(0, io.SEEK_END):,} bytes that are none of them."
        ) from error
    if picture.width * picture.height > MAX_PIXELS:
        raise DatasetError(
            f"{path} is too large: expected at most {MAX_PIXELS:,} pixels, found {picture.width} x {picture.height}."
        )
    return picture
