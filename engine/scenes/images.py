"""Reading pictures: bounded before decoding, always uint8 RGB."""

import io
import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from ..errors import DatasetError

MAX_PIXELS = 200_000_000
"""The largest picture that is opened; NWPU-Crowd's largest has about 60 million pixels."""

FORMATS = ("JPEG", "PNG", "BMP", "TIFF", "WEBP")


def read_image(path: Path) -> NDArray[np.uint8]:
    """The picture at `path` as uint8 (H, W, 3) RGB. Raises DatasetError when it is missing, damaged or too large."""
    return _decode(path, "RGB")


def read_rgba(path: Path) -> NDArray[np.uint8]:
    """The picture at `path` as uint8 (H, W, 4) RGBA, opaque where it has no alpha. Raises DatasetError."""
    return _decode(path, "RGBA")


def image_size(path: Path) -> tuple[int, int]:
    """(height, width) from the head of the file, without decoding. Raises DatasetError."""
    with _opened(path) as picture:
        return picture.height, picture.width


def _decode(path: Path, mode: str) -> NDArray[np.uint8]:
    with _opened(path) as picture:
        try:
            return np.asarray(picture.convert(mode))
        except (OSError, SyntaxError, ValueError) as error:  # Pillow raises SyntaxError for a broken PNG
            raise DatasetError(f"{path} is damaged: expected a whole {picture.format} image, found {error}.") from error


def _opened(path: Path) -> Image.Image:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: expected an image, found {error.strerror or error}.") from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own bound follows
            picture = Image.open(io.BytesIO(content), formats=FORMATS)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise DatasetError(
            f"{path} is not an image that can be read: expected {', '.join(FORMATS)}, "
            f"found {len(content):,} bytes that are none of them."
        ) from error
    if picture.width * picture.height > MAX_PIXELS:
        raise DatasetError(
            f"{path} is too large: expected at most {MAX_PIXELS:,} pixels, found {picture.width} x {picture.height}."
        )
    return picture
