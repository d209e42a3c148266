"""Which classes the labels of a dataset name, and how many heads have each. No Qt."""

import threading
from collections import Counter
from dataclasses import dataclass

from miscount.engine.errors import DatasetError
from miscount.engine.scenes.scene import Dataset


@dataclass(frozen=True)
class ClassCounts:
    """Heads by class as the files have them, before any rule; the most frequent class first.

    `bare` heads have no class. `complete` where the labels of all scenes were looked at.
    """

    counts: tuple[tuple[str, int], ...] = ()
    bare: int = 0
    complete: bool = True


def count_classes(dataset: Dataset, stop: threading.Event) -> ClassCounts:
    """Read the labels of every scene and count; those that cannot be read have no classes. A stop ends it early."""
    spelled: dict[str, str] = {}
    counts: Counter[str] = Counter()
    bare = 0
    for scene in dataset:
        if stop.is_set():
            return ClassCounts(complete=False)
        try:
            heads = scene.read_labels(scene).annotation
        except DatasetError:
            continue
        kinds = heads.columns.get("class")
        for kind in [None] * len(heads) if kinds is None else kinds:
            if kind is None:
                bare += 1
                continue
            word = str(kind).strip()
            counts[spelled.setdefault(word.casefold(), word)] += 1
    return ClassCounts(tuple(counts.most_common()), bare)
