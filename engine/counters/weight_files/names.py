"""The names of a state dict without what training scripts wrap around them, and a sentence for all that is left out."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .limits import shown

CONTAINERS = (
    "state_dict", "model_state_dict", "model", "net", "network", "params", "weights", "module", "generator", "state",
    "ema", "model_ema", "ema_state_dict", "params_ema", "ema_model",
)  # fmt: skip
"""Entries of a training state that hold weights, in the order in which they are taken; before all other entries."""

WRAPPERS = frozenset({"module", "_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module"})
"""Parts of names that DataParallel, torch.compile and FSDP put in, wherever a module is wrapped."""

PROFILED = frozenset({"total_ops", "total_params", "n_averaged"})
"""Ends of names of buffers that profiling (thop) and averaging (torch's AveragedModel) leave in a network."""

_DEPTH, _MOST_MAPPINGS = 3, 1000


def held(values: object) -> Iterator[tuple[str, dict[str, Tensor]]]:
    """Every set of tensors by name in `values`: where it lies ("" for the whole), the likeliest first."""
    rank = {name: place for place, name in enumerate(CONTAINERS)}
    level, seen = [("", values)], set[int]()
    for _ in range(_DEPTH + 1):
        inner: list[tuple[str, object]] = []
        for way, mapping in level:
            # a pickle can hold one mapping at a thousand places
            if not isinstance(mapping, Mapping) or id(mapping) in seen or len(seen) > _MOST_MAPPINGS:
                continue
            seen.add(id(mapping))
            by_name = {name: value for name, value in mapping.items() if isinstance(name, str)}
            tensors = {name: _tensor(value) for name, value in by_name.items()}
            plain = {name: value for name, value in tensors.items() if value is not None}
            if plain:
                yield way, plain
            names = sorted(by_name, key=lambda name: rank.get(name, len(rank)))
            inner += [(f"{way}.{name}".removeprefix("."), by_name[name]) for name in names]
        level = inner


def _tensor(value: Any) -> Tensor | None:
    if isinstance(value, Tensor):
        return value.detach()
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        return torch.from_numpy(np.array(value, dtype=value.dtype.newbyteorder("=")))
    return None


def prefixes(names: Mapping[str, Any], marks: frozenset[str]) -> list[str]:
    """What stands before all of `marks` in `names`: "" where they are there as they are; none, one or more."""
    mark = min(marks)
    before = [name.removesuffix(mark) for name in names if name.endswith(mark)]
    before = [prefix for prefix in before if not prefix or prefix[-1] in "./"]
    return [prefix for prefix in before if all(prefix + other in names for other in marks)]


def unwrapped(tensors: Mapping[str, Tensor]) -> tuple[dict[str, Tensor], list[str]]:
    """`tensors` without what wrappers put into names and without the counts of profilers, and what to say of it."""
    kept: dict[str, Tensor] = {}
    parts: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    for name, value in tensors.items():
        words = name.split(".")
        if words[-1] in PROFILED:
            dropped[words[-1]] += 1
            continue
        parts.update(WRAPPERS & set(words))
        kept[".".join(word for word in words if word not in WRAPPERS)] = value
    notes = [f"{_entries(dropped)} of a profiler or an average are left out"] if dropped else []
    if len(kept) + sum(dropped.values()) != len(tensors):  # two names became one: they were no wrappers
        return {name: value for name, value in tensors.items() if name.split(".")[-1] not in PROFILED}, notes
    if parts:
        notes.append(f"its names are read without {' and '.join(repr(part + '.') for part in sorted(parts))}")
    return kept, notes


def _entries(dropped: Mapping[str, int]) -> str:
    return " and ".join(f"{count} entries {name}" for name, count in sorted(dropped.items()))


def without_prefix(tensors: Mapping[str, Tensor], prefix: str) -> tuple[dict[str, Tensor], list[str]]:
    """The tensors whose names begin with `prefix`, without it, the others as they are, and what to say of it."""
    if not prefix:
        return dict(tensors), []
    plain = {name.removeprefix(prefix): value for name, value in tensors.items()}
    if len(plain) != len(tensors):
        return dict(tensors), []
    return plain, [f"its names are read without {shown(prefix)!r}"]


def with_batch_counts(tensors: dict[str, Tensor]) -> tuple[dict[str, Tensor], list[str]]:
    """`tensors` with one `num_batches_tracked` for every batch norm and no others, and what to say of it.

    torch before 0.4.1 did not write them; an answer does not depend on them.
    """
    end, norm = "num_batches_tracked", re.compile(r"running_mean$")
    wanted = {norm.sub(end, name) for name in tensors if norm.search(name)}
    there = {name for name in tensors if name.rpartition(".")[2] == end}
    kept = {name: value for name, value in tensors.items() if name not in there - wanted}
    for name in there & wanted:  # where a whole state dict was cast, these were too
        if kept[name].is_floating_point() and bool((kept[name] == kept[name].round()).all()):
            kept[name] = kept[name].long()
    notes = []
    if there - wanted:
        notes.append(f"{len(there - wanted)} entries {end} without a batch norm are left out")
    if wanted - there:
        kept |= {name: torch.zeros((), dtype=torch.int64) for name in wanted - there}
        notes.append(f"{len(wanted - there)} batch norms lack their {end}, which no answer depends on; 0 is taken")
    return kept, notes
