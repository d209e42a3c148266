"""Levels of cameras and microscopes, of 16 bits or floats, as the 256 that counters and screens have.

The rule, one for all pictures: whole numbers are divided by the largest that their bits can hold, where the bits are
the 8, 10, 12, 14, 16, 24 or 32 that the picture's largest value needs (cameras put 12 bits into files of 16); floats
are spread from their own least to their own greatest value. Colors share one rule, so that none shifts. Nothing is
clipped.
"""

import numpy as np
from numpy.typing import NDArray

BITS = (8, 10, 12, 14, 16, 24, 32)


def to_uint8(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Levels of any shape and numeric type as uint8, by the rule above; what is not finite becomes 0.

    >>> to_uint8(np.array([[0, 4095]], dtype=np.uint16)).tolist(), to_uint8(np.array([[-1.0, 1.0]])).tolist()
    ([[0, 255]], [[0, 255]])
    """
    if values.size == 0:
        return np.zeros(values.shape, dtype=np.uint8)
    if values.dtype.kind in "iu" and int(values.min()) >= 0:
        largest = 2 ** bits_needed(int(values.max())) - 1
        if largest < 2**16:  # a table of all levels: 80 million pixels of colors would be 2 GB as floats
            table = np.rint(np.arange(largest + 1) * (255 / largest)).astype(np.uint8)
            return np.asarray(table[values])
        return np.asarray(np.rint(values.astype(np.float64) * (255 / largest)), dtype=np.uint8)
    levels = values.astype(np.float64)
    finite = np.isfinite(levels)
    if not finite.any():
        return np.zeros(values.shape, dtype=np.uint8)
    low, high = float(levels[finite].min()), float(levels[finite].max())
    spread = (levels - low) * (255 / (high - low)) if high > low else np.full_like(levels, 128.0)
    return np.asarray(np.rint(np.where(finite, spread, 0.0)), dtype=np.uint8)


def bits_needed(largest: int) -> int:
    """The least of BITS that hold `largest`."""
    return next(bits for bits in BITS if largest < 2**bits)
