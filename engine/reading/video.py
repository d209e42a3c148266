"""Frames of a video, which FFmpeg decodes in the process apart: its decoders die of damaged bytes, and a playlist
that is called a video could ask for files and addresses.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .apart import Unreadable, apart
from .regular import Kind, opened

SUFFIXES = (
    ".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm", ".mpg", ".mpeg", ".ts", ".mts", ".m2ts", ".wmv", ".flv", ".3gp",
    ".ogv",
)  # fmt: skip
"""File names that are taken for videos, in lower case."""

MAX_PIXELS = 40_000_000
"""Of one frame: 8K has 33 million."""

_CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,avi,matroska,webm,mpeg,mpegts,mpegvideo,asf,flv,ogg"
"""What FFmpeg may take a file for: containers of pictures, and none that only names other files."""

_ALLOWED = f"protocol_whitelist;file|format_whitelist;{_CONTAINERS}"

ROOM_BYTES = 512 * 2**20
"""What a decoder may take beside the frames of one file: references of an 8K video."""

Frame = tuple[int, float, NDArray[np.uint8]]
"""The number of a frame from 0, its time in seconds, and its pixels uint8 (H, W, 3) RGB."""


def frames(path: Path, every: int, raises: Kind) -> Iterator[Frame]:
    """Every `every`-th frame of the video `path`, from its first. Raises `raises` in the middle where it is damaged."""
    expected = "expected a video"
    with opened(path, expected, raises) as file:
        state = os.fstat(file.fileno())
    place, number = (str(path.absolute()), (state.st_dev, state.st_ino)), 0
    while True:
        try:
            found: Frame | None = apart(f"{__name__}:frame_at", *place, number, size=ROOM_BYTES)
        except Unreadable as error:
            raise raises(f"{path} cannot be read: {expected}, found {error}.") from error
        if found is None:
            return
        yield found
        number += every


class _Open:
    """The video that the process apart has open: the one that was asked for last."""

    def __init__(self, path: str, which: tuple[int, int]) -> None:
        import cv2

        state = os.stat(path)  # noqa: PTH116  in a process that loads little
        if (state.st_dev, state.st_ino) != which:
            raise Unreadable("another file than a moment ago")
        os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = _ALLOWED
        # by FFmpeg alone: other backends take a name for a pipeline or a pattern of names
        self.capture = cv2.VideoCapture(path, cv2.CAP_FFMPEG, [cv2.CAP_PROP_N_THREADS, 1])
        if not self.capture.isOpened():
            raise Unreadable("no video that can be read")
        width, height = (self.capture.get(side) for side in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
        if not 0 < width * height <= MAX_PIXELS:
            raise Unreadable(f"frames of {width:.0f} x {height:.0f}")
        self.next = 0

    def frame(self, number: int) -> Frame | None:
        """The frame of this number; None behind the last one."""
        import cv2

        while self.next <= number:
            if not self.capture.grab():
                self._check_end(float(self.capture.get(cv2.CAP_PROP_FRAME_COUNT)))
                return None
            self.next += 1
        time_s = max(0.0, float(self.capture.get(cv2.CAP_PROP_POS_MSEC)) / 1000)
        good, pixels = self.capture.retrieve()
        if not good or pixels is None or pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8:
            raise Unreadable(f"a frame {number} that cannot be decoded")
        return number, time_s, np.ascontiguousarray(pixels[..., ::-1])

    def _check_end(self, declared: float) -> None:
        """Raises Unreadable where far fewer frames came than the file declares, which some round by a few."""
        if 0 < declared < 1e9 and self.next < declared - max(2.0, declared / 20):
            raise Unreadable(f"its end after {self.next:,} of {declared:,.0f} frames")


_held: dict[tuple[Any, ...], _Open] = {}


def frame_at(path: str, which: tuple[int, int], number: int) -> Frame | None:
    """The frame of this number, from 0; None behind the last. To be called apart. Raises Unreadable."""
    key = (path, which)
    if key not in _held or _held[key].next > number:
        for other in _held.values():
            other.capture.release()
        _held.clear()
        _held[key] = _Open(path, which)
    return _held[key].frame(number)
