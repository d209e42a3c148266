"""Color and dash of what is drawn: one for each counter and run, the same in every plot of the window."""

from miscount.engine.runs.names import NUM_COLORS, style_of
from miscount.widgets.plots.line import Look

MOST_RUNS = 3
"""So many runs are told apart by dash, in one plot."""

FIGURES = {
    "annotated": Look(5, 2), "clean": Look(2, 0), "triggered": Look(3, 1), "target": Look(5, 0), "MAE": Look(2, 0),
    "RMSE": Look(3, 1),
}  # fmt: skip
"""Of figures that are no counter's own: what is annotated, what is said of clean and of triggered scenes."""


def look_of(counter: str, run: int = 0) -> Look:
    """Of a counter in the run of this number: the color is the counter's, the dash the run's.

    Where there are more counters than colors, those of one color have other dashes.
    """
    style = style_of(counter)
    return Look(style % NUM_COLORS, MOST_RUNS * (style // NUM_COLORS) + run % MOST_RUNS)
