"""What the contracts are written with: a promise is held, or broken with a sentence; and what they ask with."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from ..counters import Counter
from ..events import Cancelled, Event, Progress, StepDone
from ..scenes import Annotation
from ..training import SampleDataset

HEIGHT, WIDTH = 96, 128
_REFERENCES = {"references": 2, "epochs": 1}
_ISOLATION = {"isolation": {"epochs": 1, "draws": 1, "refining": 0}}
_TRAINING = {"epochs": 1, "batch": 8, "precision": "32"}
SMALL: Mapping[str, Mapping[str, Mapping[str, object]]] = {
    "counters": {
        "csrnet": {"width": 0.1},
        "can": {"width": 0.05},
        "sfanet": {"width": 0.05},
        "vgg19": {"width": 0.05},
        "clip_ebc": {"width": 0.05, "num_vpt": 2},
        "light": {"channels": 4},
    },
    "detectors": {
        "inversion": {**_REFERENCES, "steps": 10, "batch": 2},
        "aeva": {**_REFERENCES, "scenes": 1, "steps": 5, "queries": 4, "grid": 4},
    },
    "defenses": {
        "cbd": {**_ISOLATION, "critic": 0.05},
        "partial_train": _ISOLATION,
        "abl": _ISOLATION,
        "nad": {"teacher": _TRAINING},
        "i_bau": {"steps": 1},
        "pipeline": {"detector": {"kind": "signed_residual", "epochs": 1}},
    },
}
"""Settings for as little work as there is; a kind that is not here is asked with its defaults."""


class BrokenPromise(AssertionError):
    """A kind does not keep what its base class promises; one sentence says which."""


def hold(kept: object, sentence: str) -> None:
    """Go on where `kept`. Raises BrokenPromise with `sentence`: contracts are held with `python -O` as well."""
    if not kept:
        raise BrokenPromise(sentence)


def is_array(array: NDArray[Any], dtype: type[np.generic], shape: tuple[int, ...]) -> bool:
    """Whether an array has this type and shape."""
    return array.dtype == dtype and array.shape == shape


def small(shelf: str, kind: str, fields: Mapping[str, object] | None = None) -> dict[str, object]:
    """The settings of a kind for as little work as there is; `fields` are those it has, where it is no one of ours."""
    training = {"training": _TRAINING} if shelf == "defenses" and (fields is None or "training" in fields) else {}
    return {"kind": kind, **training, **SMALL.get(shelf, {}).get(kind, {})}


class Asked:
    """A cancel token that counts how often it is asked, and is set by hand."""

    def __init__(self) -> None:
        self.times, self.stopped = 0, False

    def is_set(self) -> bool:
        """Whether to stop; one more time asked."""
        self.times += 1
        return self.stopped


def photo(height: int = HEIGHT, width: int = WIDTH, seed: int = 0) -> NDArray[np.uint8]:
    """A picture uint8 (H, W, 3) with a ramp, grain, and no pixel at an extreme."""
    rng = np.random.default_rng(seed)
    ramp = np.linspace(20, 220, height)[:, None, None] * rng.uniform(0.4, 1, (1, width, 3))
    return np.clip(ramp + rng.normal(0, 8, (height, width, 3)), 4, 250).astype(np.uint8)


def heads(height: int = HEIGHT, width: int = WIDTH, num: int = 30, seed: int = 0) -> Annotation:
    """Heads drawn evenly over the frame."""
    return Annotation.of(np.random.default_rng(seed).uniform(size=(num, 2)) * [width - 1, height - 1])


def whole_heads(num: int) -> Annotation:
    """Heads on whole pixels, which every format can hold."""
    return Annotation.of(np.floor(heads(num=num).points))


def weights_of(counter: Counter) -> dict[str, torch.Tensor]:
    """A copy of all that the counter has learned."""
    return {name: value.detach().clone() for name, value in counter.network.state_dict().items()}


def same_weights(one: Mapping[str, torch.Tensor], other: Mapping[str, torch.Tensor]) -> bool:
    """Whether both are the same to the last bit."""
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


def content_of(samples: SampleDataset) -> list[tuple[object, ...]]:
    """All that a set of samples holds, to see that nobody wrote into it."""
    return [(s.name, s.image.tobytes(), s.target.tobytes(), s.count, str(s.points)) for s in samples]


def contents_of(given: Any, sets: tuple[str, ...]) -> dict[str, list[tuple[object, ...]]]:
    """The content of each of the named sets of a defender."""
    return {name: content_of(getattr(given, name)) for name in sets}


def stops_within_a_step(begin: Callable[[Asked], Iterator[Event]], after: int) -> None:
    """Begun anew and asked to stop after so many steps: it ends in Cancelled and tells of no further step."""
    token, told = Asked(), 0
    try:
        for event in begin(token):
            told += isinstance(event, Progress | StepDone)
            token.stopped = token.stopped or told == after
            hold(told <= after, f"step {told} was taken after a stop was asked for at step {after}")
    except Cancelled:
        return
    raise BrokenPromise(f"asked to stop after step {after} it went on to its end: ask `check(cancel)` at every step")
