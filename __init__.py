"""Miscount: see a crowd counter being made to miscount, measure it honestly, and mend it.

    >>> import miscount as mc
    >>> edit = mc.label_edit({"kind": "thin", "alpha": 0.5})
    >>> edit.alpha
    0.5
    >>> mc.build({"kind": "light"})
    <Counter light, stride 8, 116,209 weights, on cpu>

| name | |
|---|---|
| `mc.read_dataset(path)` | a dataset in any format that is read; `.split("train")`, `.part("B")`, iterable of scenes |
| `mc.density_map(annotation, (H, W), kernel)` | float32 (H, W), whose sum is the count |
| `mc.trigger({"kind": ...})` | `.apply(image, rng)` -> uint8 (H, W, 3), `.footprint((H, W))` -> bool (H, W) |
| `mc.label_edit({"kind": ...})` | `.apply(annotation, (H, W), rng, footprint)` -> annotation |
| `mc.build({"kind": ...})`, `mc.load(path)` | a counter: `.count(image)`, `.density(image)`, `.network` |
| `mc.load_recipe(path, overrides)` | a recipe, checked |
| `mc.run(recipe, out)` | carries it out; an iterator of events |
| `mc.open_run(path)` | its results; `.per_scene.frame()` and `.results.frame()` are pandas frames |

The names are the small and stable part for notebooks and scripts; each also lives where the second column of
`_LIVES_IN` says. They are looked up when first used: `import miscount` loads neither torch nor Qt.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .engine.counters import build, load
    from .engine.density import density_map
    from .engine.experiment import run
    from .engine.labels import label_edit
    from .engine.recipe import load_recipe
    from .engine.runs import open_run
    from .engine.scenes import read_dataset
    from .engine.triggers import trigger

__version__ = "0.1.0"

__all__ = [
    "build",
    "density_map",
    "label_edit",
    "load",
    "load_recipe",
    "open_run",
    "read_dataset",
    "run",
    "trigger",
]

_LIVES_IN = {
    "build": "engine.counters",
    "density_map": "engine.density",
    "label_edit": "engine.labels",
    "load": "engine.counters",
    "load_recipe": "engine.recipe",
    "open_run": "engine.runs",
    "read_dataset": "engine.scenes",
    "run": "engine.experiment",
    "trigger": "engine.triggers",
}


def __getattr__(name: str) -> Any:
    if name not in _LIVES_IN:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f".{_LIVES_IN[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
