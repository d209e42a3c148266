"""A suite: attacks x label edits x counters x seeds, each with all defenses and detectors, described in YAML."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field, TypeAdapter

from .. import runs
from ..errors import RecipeError
from ..part import Part, parse_part
from ..reading import read_text
from ..reading.yaml_text import MAX_YAML_BYTES
from ..recipe import Recipe, load_recipe, parse, read_yaml, with_value

Settings = dict[str, Any]
"""Settings of a recipe by their dotted path."""


class Attack(Part):
    """One attack of a suite: a recipe to begin with, and what is set otherwise."""

    base: str = Field(default="", description="Its recipe or project, from the suite's folder; the suite's if empty.")
    set: Settings = Field(default={}, description="Settings that it changes, by their dotted path.")


class Suite(Part):
    """Many experiments that are carried out as one graph and read as one table."""

    version: Literal[1] = Field(default=1, description="Version of the suite's form.")
    name: str = Field(default="suite", min_length=1, max_length=80, description="What the suite is called.")
    about: str = Field(default="", description="What it is to show.")
    base: str = Field(default="", description="The recipe or project that every experiment begins with.")
    set: Settings = Field(default={}, description="Settings of all experiments, by their dotted path.")
    attacks: dict[str, Attack] = Field(default={}, description="Attacks by name; the base's own where none is named.")
    labels: dict[str, Settings] = Field(
        default={}, description="Label edits by name, each tried with every attack; each attack's own if empty."
    )
    counters: dict[str, Settings] = Field(default={}, description="Counters by name; the base's own if empty.")
    counter_settings: dict[str, Settings] = Field(
        default={}, description="What is set with the counter of that name, such as its training, by dotted path."
    )
    counter_attacks: dict[str, tuple[str, ...]] = Field(
        default={}, description="The only attacks that the counter of that name is tried with; all where none is named."
    )
    counter_seeds: dict[str, tuple[int, ...]] = Field(
        default={}, description="The only seeds of the counter of that name; those of the suite where none is named."
    )
    defenses: tuple[Settings, ...] | None = Field(default=None, description="Defenses; those of the base if not given.")
    detectors: tuple[Settings, ...] | None = Field(
        default=None, description="Detectors; those of the base if not given."
    )
    overrides: Settings = Field(
        default={}, description="Settings that come after all others, in every experiment; what --set gives."
    )
    seeds: tuple[int, ...] = Field(default=(0, 1, 2), min_length=1, description="Seeds of every experiment.")


@dataclass(frozen=True)
class Cell:
    """One experiment of a suite: where it stands in the tables, its recipe, and the folder of its run."""

    attack: str
    label: str
    counter: str
    seed: int
    recipe: Recipe
    folder: Path

    @property
    def setting(self) -> tuple[str, str, str]:
        """What the seeds of one row have in common."""
        return self.attack, self.label, self.counter


_ADAPTER: TypeAdapter[Suite] = TypeAdapter(Suite)
_OF_SUITES = Suite.model_fields.keys() - Recipe.model_fields.keys() - {"base", "set"}


def load_suite(path: Path | str, overrides: Iterable[str] = ()) -> tuple[Suite, Path]:
    """The suite in the file `path`, and the folder that its paths are from. `overrides` change every experiment.

    Those that begin with the name of a field which only a suite has, such as counters.csrnet.pretrained, change the
    suite. Raises RecipeError, one line a fault, each naming the file.
    """
    file = Path(path)
    text = read_text(file, "expected a suite in YAML", RecipeError, MAX_YAML_BYTES)
    try:
        raw = read_yaml(text)
        if not isinstance(raw, dict):
            raise RecipeError(f"expected a suite, settings by name, found {type(raw).__name__}")
        changed = {}
        for name, value in _settings(overrides):
            if name.partition(".")[0] in _OF_SUITES:
                raw = with_value(raw, name, value)
            else:
                changed[name] = value
        suite = parse_part(_ADAPTER, raw, "the suite")
    except RecipeError as error:
        raise error.within(str(file)) from None
    return suite.replace(overrides={**suite.overrides, **changed}), file.parent


def _settings(overrides: Iterable[str]) -> Iterator[tuple[str, Any]]:
    for override in overrides:
        name, equals, value = override.partition("=")
        if not equals:
            raise RecipeError(f"{override}: an override is written key.path=value")
        yield name, read_yaml(value)


def cells(suite: Suite, folder: Path, out: Path) -> list[Cell]:
    """Every experiment of `suite`, whose paths are from `folder`, with its run's folder in `out`.

    Seeds are the innermost, so that the cells of one row stand together. Raises RecipeError, naming the cell.
    """
    _check_names(suite)
    attacks = suite.attacks or {"attack": Attack()}
    labels: Mapping[str, Settings | None] = suite.labels or {"": None}
    counters: Mapping[str, Settings | None] = suite.counters or {"": None}
    found = []
    for attack, label, counter in itertools.product(attacks, labels, counters):
        if attack not in suite.counter_attacks.get(counter, (attack,)):
            continue
        name = "-".join(word for word in (attack, label, counter) if word)
        seeds = suite.counter_seeds.get(counter, suite.seeds)
        try:
            also = suite.counter_settings.get(counter, {})
            raw = _raw(suite, folder, attacks[attack], labels[label], counters[counter], also)
            made = [_seeded(raw, folder, name, seed) for seed in seeds]
        except RecipeError as error:
            raise error.within(f"{suite.name}, {name}") from None
        for seed, recipe in zip(seeds, made, strict=True):
            own = out / runs.file_name(f"{name}-seed {seed}".replace(" ", "-").replace(",", ""))
            found.append(Cell(attack, label, counter, seed, recipe, own))
    return found


def _check_names(suite: Suite) -> None:
    """Raises RecipeError where what is said of a counter names one, or an attack, that the suite does not have."""
    for field in ("counter_settings", "counter_attacks", "counter_seeds"):
        if unknown := sorted(getattr(suite, field).keys() - suite.counters.keys()):
            raise RecipeError(f"{suite.name}: {field}.{unknown[0]}: counters has none of that name")
    for counter, names in suite.counter_attacks.items():
        if unknown := sorted(set(names) - suite.attacks.keys()):
            raise RecipeError(f"{suite.name}: counter_attacks.{counter}: attacks has no {unknown[0]!r}")


def _raw(
    suite: Suite, folder: Path, attack: Attack, label: Settings | None, counter: Settings | None, also: Settings
) -> Any:
    """The recipe of one row, as YAML has it: what the attack begins with, and what is set otherwise."""
    base = attack.base or suite.base
    raw: Any = load_recipe(folder / base).model_dump(mode="json") if base else {}
    whole: dict[str, Any] = {"poison.label": label, "counter": counter}
    whole |= {"defenses": suite.defenses, "detectors": suite.detectors}
    grid = {path: value for path, value in whole.items() if value is not None}
    for path, value in _in_turn(suite.set, attack.set, grid, also, suite.overrides):
        raw = with_value(raw, path, list(value) if isinstance(value, tuple) else value)
    return raw


def _in_turn(*changes: Settings) -> Iterator[tuple[str, Any]]:
    """Each setting in its place; one that is set again later is set then."""
    for change in changes:
        yield from change.items()


def _seeded(raw: Any, folder: Path, name: str, seed: int) -> Recipe:
    own = with_value(with_value(raw, "seed", seed), "name", name[:80])
    return parse(str(yaml.safe_dump(own, allow_unicode=True)), folder=folder)
