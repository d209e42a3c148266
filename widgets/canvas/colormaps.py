"""Perceptual, color-blind-safe color tables whose alpha rises from nothing, and maps colored through them."""

from functools import cache

import numpy as np
import pyqtgraph as pg

SEQUENTIAL = ("viridis", "inferno", "magma", "plasma", "cividis")
DIVERGING = ("blue-red", "CET-D1A", "CET-D4")
COLORMAPS = SEQUENTIAL + DIVERGING
# The share of the range over which a sequential map fades in: what is near zero must not veil the photograph.
FADE_SEQUENTIAL = 0.18
FADE_DIVERGING = 0.25
_CHUNK_ROWS = 32  # a chunk of a 6000 wide map stays in the cache: a third of the time of the whole at once


@cache
def rgb_table(name: str) -> np.ndarray:
    """The 256 colors of a map, uint8 (256, 3). Raises ValueError for a map that is not offered."""
    if name not in COLORMAPS:
        raise ValueError(f"no color map {name!r}; known: {', '.join(COLORMAPS)}")
    if name == "blue-red":
        return _blue_red()
    table: np.ndarray = pg.colormap.get(name).getLookupTable(nPts=256, alpha=False)
    return table.astype(np.uint8)


def prepare() -> None:
    """Make the tables that are offered: on a thread, since reading them takes 50 ms."""
    for name in COLORMAPS:
        rgb_table(name)


def _blue_red() -> np.ndarray:
    """CET-D1A without its pale middle and its nearly black ends: over a photograph both would be lost."""
    whole = rgb_table("CET-D1A")
    size = np.linspace(-1, 1, 256)
    table: np.ndarray = whole[np.rint(127.5 + np.sign(size) * (38 + 58 * np.abs(size))).astype(int)]
    return table


@cache
def argb_table(name: str, opacity: float = 1.0) -> np.ndarray:
    """The 256 colors of a map, premultiplied 0xAARRGGBB uint32, clear at zero (diverging maps: at the middle)."""
    step = np.arange(256)
    if name in DIVERGING:
        strength = np.maximum(np.abs(step - 127.5) - 0.5, 0.0) / 127.0 / FADE_DIVERGING
    else:
        strength = step / 255.0 / FADE_SEQUENTIAL
    alpha = opacity * np.clip(strength, 0, 1)
    red, green, blue = np.rint(rgb_table(name).T * alpha).astype(np.uint32)
    table: np.ndarray = (np.rint(255 * alpha).astype(np.uint32) << 24) | (red << 16) | (green << 8) | blue
    return table


def write_colors(values: np.ndarray, levels: tuple[float, float], table: np.ndarray, out: np.ndarray) -> None:
    """Color `values` (h, w) between `levels` through `table` into `out` uint32 (h, w); NaN shows as the low level."""
    low, high = levels
    factor = np.float32(255.0 / max(high - low, 1e-30))
    for top in range(0, len(values), _CHUNK_ROWS):
        chunk = values[top : top + _CHUNK_ROWS].astype(np.float32)
        if not np.isfinite(chunk.sum()):
            np.nan_to_num(chunk, copy=False, nan=low, posinf=high, neginf=low)
        chunk -= np.float32(low)
        chunk *= factor
        chunk += np.float32(0.5)
        np.clip(chunk, 0, 255, out=chunk)
        np.take(table, chunk.astype(np.uint8), out=out[top : top + _CHUNK_ROWS], mode="wrap")


def fixed_levels(values: np.ndarray, signed: bool) -> tuple[float, float]:
    """Levels for a map without any: 0 (or -m) to m, m being the 99.8 % point of what is not zero."""
    step = max(1, int(np.sqrt(values.size / 500_000)))
    sample = values[::step, ::step]
    size = np.abs(sample[np.isfinite(sample) & (sample != 0)])
    if size.size == 0:
        return (-1.0, 1.0) if signed else (0.0, 1.0)
    top = float(np.partition(size, k := int(0.998 * (size.size - 1)))[k])
    return (-top, top) if signed else (0.0, top)
