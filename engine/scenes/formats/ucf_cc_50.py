"""UCF_CC_50: `1.jpg` beside `1_ann.mat`, which holds `annPoints`, N x 2 of x and y; no splits.

Published results are means over five folds of its fifty pictures. Source: Idrees et al., "Multi-source multi-scale
counting in extremely dense crowd images", CVPR 2013.
"""

from collections.abc import Iterator
from pathlib import Path

from ...errors import OutputError
from ..holds import Holds
from ..labels import Labels
from ..layouts.listing import by_name, has_file, label_paths, orphan_id
from ..matfile import read_arrays
from ..points import finite_labels, positions
from ..scene import Dataset, Scene
from ..writing import Report

NAME = "ucf_cc_50"
TITLE = "UCF_CC_50"
LAYOUT = "1.jpg beside 1_ann.mat"
HOLDS = Holds(splits=("all",), written=False)

_END = "_ann.mat"


def recognizes(path: Path) -> bool:
    """Whether a file below `path` is called as an annotation of UCF_CC_50."""
    return has_file(path, (_END,))


def read(path: Path) -> Dataset:
    """The pictures below `path`. Reads names only."""
    return _paired(path)[0]


def _paired(root: Path) -> tuple[Dataset, tuple[str, ...]]:
    return by_name(root, NAME, label_paths(root, (_END,)), _read_file, _END)


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """(id of the scene that would be, file) of every annotation without a picture."""
    for label in _paired(dataset.root)[1]:
        yield orphan_id(label[: -len(_END)]), dataset.root / label


def _read_file(path: Path, _scene: Scene) -> Labels:
    points, repairs = positions(read_arrays(path, "annPoints")["annPoints"], path, "annPoints")
    return finite_labels(points, {}, repairs=repairs, notes=repairs)


def write(_dataset: Dataset, _root: Path, _report: Report) -> None:
    """Nothing is written: fifty pictures without splits are no form for others. Raises OutputError."""
    raise OutputError("ucf_cc_50 is read and not written: it has no splits; write qnrf, whose files are the same.")
