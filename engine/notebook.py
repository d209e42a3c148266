"""What a notebook shows of a value, `_repr_html_`: plain tables and small pictures, with everything from files escaped.

No script, no style sheet and no address: it looks alike wherever it is opened, and asks nobody for anything.
"""

import base64
import io
from collections.abc import Iterable, Sequence
from html import escape
from itertools import islice

import numpy as np
from numpy.typing import NDArray

MOST_ROWS = 20
"""Of a table; how many more there are is said."""

LONGEST_CELL = 200


def table(
    head: Sequence[str], rows: Iterable[Sequence[object]], number: int | None = None, longest: int = LONGEST_CELL
) -> str:
    """An HTML table of the first rows, of `number` in all where that is known; cells are cut at `longest` letters."""
    shown = list(islice(rows, MOST_ROWS + 1))
    cells = "".join(
        f"<tr>{''.join(f'<td>{_cell(value, longest)}</td>' for value in row)}</tr>" for row in shown[:MOST_ROWS]
    )
    left = (number if number is not None else len(shown)) - min(len(shown), MOST_ROWS)
    more = f"<p>and {left:,} more</p>" if left > 0 else ""
    return f"<table><tr>{''.join(f'<th>{_cell(name)}</th>' for name in head)}</tr>{cells}</table>{more}"


def _cell(value: object, longest: int = LONGEST_CELL) -> str:
    if value is None:
        return ""
    text = f"{value:,.3f}" if isinstance(value, float) else str(value)
    return escape(text if len(text) <= longest else text[: longest - 1] + "…")


def titled(title: str, *parts: str) -> str:
    """Parts of HTML below a line in bold."""
    return f"<div><p><b>{escape(title)}</b></p>{''.join(parts)}</div>"


def sentences(lines: Iterable[str]) -> str:
    """A paragraph each."""
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def with_dots(image: NDArray[np.uint8], points: NDArray[np.float64]) -> NDArray[np.uint8]:
    """A copy of an image (H, W, 3) with a red dot of 3 x 3 px, edged in white, at each of `points` (N, 2) in it."""
    height, width = image.shape[:2]
    dotted = image.copy()
    column, row = np.floor(points).astype(np.intp).T if len(points) else np.empty((2, 0), np.intp)
    for reach, color in ((2, (255, 255, 255)), (1, (220, 30, 30))):
        for down in range(-reach, reach + 1):
            for right in range(-reach, reach + 1):
                dotted[np.clip(row + down, 0, height - 1), np.clip(column + right, 0, width - 1)] = color
    return dotted


def picture(image: NDArray[np.uint8], about: str) -> str:
    """An image uint8 (H, W, 3) as an `img`, with what stands for it where pictures are not shown."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "PNG")
    data = base64.b64encode(buffer.getvalue()).decode("ascii")
    return f'<img alt="{escape(about, quote=True)}" src="data:image/png;base64,{data}">'
