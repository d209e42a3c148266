"""A plugin held to the promises of its kinds: what `miscount plugin test` does."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from .. import counters, defenses, detectors, labels, triggers
from ..part import Part
from ..plugins import Plugin
from ..scenes.formats import format_named
from . import by_hand, dots
from .of_attacks import keeps_label_contract, keeps_trigger_contract
from .of_formats import keeps_format_contract
from .of_methods import keeps_defense_contract, keeps_detector_contract
from .of_networks import keeps_counter_contract
from .of_parts import keeps_part_contract
from .promises import BrokenPromise, small


@dataclass(frozen=True)
class Held:
    """A kind, and the promise that it broke in one sentence; empty where it keeps all."""

    shelf: str
    kind: str
    broken: str = ""


def held(plugin: Plugin, folder: Path) -> Iterator[Held]:
    """Each kind of a plugin that is in use, held to its promises; what that needs is written to the empty `folder`."""
    for shelf, kind in plugin.kinds:
        broken = ""
        try:
            _hold(shelf, kind, folder / f"{shelf}-{kind}")
        except BrokenPromise as error:
            broken = str(error)
        except Exception as error:  # noqa: BLE001  whatever somebody's code raises is what it does wrong
            words = str(error).strip().splitlines()
            broken = f"it raised {type(error).__name__}{f': {words[0]}' if words else ''}"
        yield Held(shelf, kind, broken)


def _hold(shelf: str, kind: str, folder: Path) -> None:
    if shelf == "formats":
        form = format_named(kind)
        if form.HOLDS.written:
            keeps_format_contract(form, folder)
        return
    part, ask = _asked(shelf, kind, folder)
    keeps_part_contract(kind, part)
    ask()


def _asked(shelf: str, kind: str, folder: Path) -> tuple[type[Part], Callable[[], None]]:
    """The class of a kind, and its contract with all that it takes."""
    known: Any = {"triggers": triggers, "labels": labels, "counters": counters, "defenses": defenses,
                  "detectors": detectors}[shelf].KINDS  # fmt: skip
    part: type[Part] = known[kind]
    raw = small(shelf, kind, part.model_fields)
    match shelf:
        case "triggers":
            return part, lambda: keeps_trigger_contract(triggers.trigger(raw))
        case "labels":
            return part, lambda: keeps_label_contract(labels.label_edit(raw))
        case "counters":
            config = counters.counter_config(raw)
            return part, partial(keeps_counter_contract, config, partial(counters.build, raw))
        case "detectors":
            give = _in(folder, by_hand.few)
            return part, partial(keeps_detector_contract, partial(detectors.detector, raw), give)
        case _:
            return part, partial(keeps_defense_contract, partial(defenses.defense, raw), _in(folder, dots.few))


def _in(folder: Path, few: Callable[[Path], Any]) -> Callable[[str], Any]:
    return lambda name: few(folder / name)
