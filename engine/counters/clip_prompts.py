"""What CLIP-EBC asks of each block of an image: bins, the sentences that describe them, and their token numbers."""

import re
from typing import Literal, TypeAlias

import torch
from torch import Tensor

DatasetName: TypeAlias = Literal["sha", "shb", "qnrf", "nwpu", "jhu"]
Truncation: TypeAlias = Literal[2, 4]

AVERAGE: dict[tuple[str, int], float] = {
    ("sha", 4): 4.29992, ("shb", 4): 4.41009, ("nwpu", 4): 4.21931, ("qnrf", 4): 4.21937, ("jhu", 4): 4.24058,
    ("sha", 2): 2.24479, ("shb", 2): 2.15171, ("nwpu", 2): 2.10737, ("qnrf", 2): 2.09296, ("jhu", 2): 2.18589,
}  # fmt: skip
"""The mean count of the 8 x 8 blocks of a dataset's training scenes that hold at least so many heads (CLIP-EBC)."""

_WORDS = ("no", "one", "two", "three", "four")

_TOKENS = {
    ".": 269, "0": 271, "1": 272, "2": 273, "3": 274, "4": 275, "is": 533, "are": 631, "one": 637, "more": 750,
    "no": 871, "there": 997, "people": 1047, "than": 1126, "two": 1237, "three": 2097, "person": 2533, "four": 2721,
}  # fmt: skip
"""The entries of CLIP's vocabulary (Radford et al. 2021, 49,408 of them) that these sentences are made of."""

_START, _END = 49406, 49407


def anchors(dataset: DatasetName, truncation: Truncation, average: bool) -> tuple[float, ...]:
    """What each bin counts for: its integer, and for the last the average of the dataset, or its least."""
    last = AVERAGE[dataset, truncation] if average else float(truncation)
    return (*map(float, range(truncation)), last)


def prompts(truncation: Truncation, words: bool) -> tuple[str, ...]:
    """A sentence a bin; "more than" for the last as published, though it stands for "at least"."""
    said = [_WORDS[count] if words else str(count) for count in range(truncation + 1)]
    middle = (f"There are {said[count]} people." for count in range(2, truncation))
    return (
        f"There is {said[0]} person.",
        f"There is {said[1]} person.",
        *middle,
        f"There are more than {said[truncation]} people.",
    )


def tokens(sentences: tuple[str, ...]) -> Tensor:
    """Token numbers int64 (N, L), each row from the start to the end mark, zeros behind it."""
    rows = [[_START, *(_TOKENS[part] for part in re.findall(r"[a-z]+|\d|\.", s.lower())), _END] for s in sentences]
    longest = max(len(row) for row in rows)
    return torch.tensor([row + [0] * (longest - len(row)) for row in rows])
