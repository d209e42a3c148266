"""Handcrafted features as pictures: HOG, LBP, GLCM; float32 (H, W) from 0 to 1."""

from functools import lru_cache
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

Extractor = Literal["hog", "lbp", "glcm"]
Layer = NDArray[np.float32]

CELL_PX = 8
NUM_BINS = 9
NUM_LEVELS = 16


def feature_picture(image: NDArray[np.uint8], extractor: Extractor) -> Layer:
    """The features of `image` uint8 (H, W, 3) RGB, drawn at its size: float32 (H, W), 0 to 1."""
    gray = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    match extractor:
        case "hog":
            return hog(gray)
        case "lbp":
            return lbp(gray)
        case "glcm":
            return glcm(gray)


def hog(gray: NDArray[np.uint8]) -> Layer:
    """Histograms of oriented gradients (Dalal and Triggs 2005), each bin drawn as a stroke along its edges.

    Nine unsigned orientations in cells of 8 px, normalized over 2 x 2 cells (L2), as the usual HOG picture.
    """
    height, width = gray.shape
    rows, columns = -(-height // CELL_PX), -(-width // CELL_PX)
    whole = cv2.copyMakeBorder(
        gray, 0, rows * CELL_PX - height, 0, columns * CELL_PX - width, cv2.BORDER_REFLECT
    ).astype(np.float32)
    along_x, along_y = cv2.Sobel(whole, cv2.CV_32F, 1, 0, ksize=1), cv2.Sobel(whole, cv2.CV_32F, 0, 1, ksize=1)
    size, angle = cv2.cartToPolar(along_x, along_y)
    place = np.minimum((angle % np.pi) * np.float32(NUM_BINS / np.pi), NUM_BINS - 1e-3).astype(np.intp)
    histogram = np.zeros((rows, columns, NUM_BINS), np.float32)
    cells = (rows, CELL_PX, columns, CELL_PX)
    for number in range(NUM_BINS):
        histogram[..., number] = (size * (place == number)).reshape(cells).sum(axis=(1, 3))
    energy = cv2.boxFilter(np.square(histogram).sum(axis=2), -1, (2, 2), normalize=False)
    histogram /= np.sqrt(energy + np.float32(25.0))[..., None]
    drawn = np.einsum("rcn,nyx->rycx", histogram, _strokes()).reshape(rows * CELL_PX, columns * CELL_PX)
    return _unit(drawn[:height, :width])


@lru_cache(maxsize=1)
def _strokes() -> Layer:
    """A stroke for each bin, (9, 8, 8), across the gradient, as an edge runs."""
    strokes = np.zeros((NUM_BINS, CELL_PX, CELL_PX), np.float32)
    for number in range(NUM_BINS):
        across = (number + 0.5) * np.pi / NUM_BINS + np.pi / 2
        reach = (CELL_PX / 2 - 0.5) * np.array([np.cos(across), np.sin(across)])
        middle = np.array([CELL_PX / 2 - 0.5, CELL_PX / 2 - 0.5])
        ends = [np.rint(16 * end).astype(int).tolist() for end in (middle - reach, middle + reach)]
        stroke = np.zeros((CELL_PX, CELL_PX), np.uint8)
        cv2.line(stroke, ends[0], ends[1], 255, 1, cv2.LINE_AA, 4)
        strokes[number] = stroke / np.float32(255)
    return strokes


def lbp(gray: NDArray[np.uint8]) -> Layer:
    """Local binary patterns (Ojala et al. 2002): the code of the eight neighbors that are not darker, over 255."""
    wide = cv2.copyMakeBorder(gray, 1, 1, 1, 1, cv2.BORDER_REFLECT_101)
    height, width = gray.shape
    code = np.zeros(gray.shape, np.uint8)
    ring = ((0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0))
    for bit, (row, column) in enumerate(ring):
        code |= (wide[row : row + height, column : column + width] >= gray).astype(np.uint8) << bit
    return np.asarray(code / np.float32(255), dtype=np.float32)


def glcm(gray: NDArray[np.uint8]) -> Layer:
    """The contrast of the gray-level co-occurrence matrix of each window (Haralick et al. 1973), 16 levels, 9 px.

    Contrast is sum_ij (i - j)^2 p(i, j), which is the mean of (i - j)^2 over the pairs: no matrix need be made. Pairs
    are of right and lower neighbors.
    """
    level = (gray // (256 // NUM_LEVELS)).astype(np.float32)
    right = np.square(level - np.roll(level, -1, axis=1))
    lower = np.square(level - np.roll(level, -1, axis=0))
    right[:, -1], lower[-1] = 0, 0
    return _unit(np.asarray(cv2.boxFilter((right + lower) / 2, -1, (9, 9))))


def _unit(layer: Layer) -> Layer:
    # the brightest hundredth is cut, so that one strong edge does not darken all others
    top = float(np.quantile(layer[::2, ::2], 0.99)) if layer.size else 0.0
    return np.asarray(np.clip(layer / max(top, 1e-6), 0, 1), dtype=np.float32)
