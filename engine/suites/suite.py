"""A suite: attacks x label edits x counters x seeds, each with all defenses and detectors, described in YAML."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

import yaml
from pydantic import AfterValidator, Field, TypeAdapter, model_validator

from .. import plugins, runs
from ..errors import RecipeError
from ..part import Part, parse_part
from ..reading import is_file, listed, read_text
from ..reading.yaml_text import MAX_YAML_BYTES
from ..recipe import Recipe, load_recipe, parse, project_of, read_yaml, with_value

Settings = dict[str, Any]
"""Settings of a recipe by their dotted path."""


T = TypeVar("T")


def each_once(values: Sequence[T]) -> Sequence[T]:
    """`values`, none of them twice: two experiments that are one would wait for one another. Raises ValueError."""
    for number, value in enumerate(values):
        if value in values[:number]:
            raise ValueError(f"{value} is given twice, and each value is carried out once: give it once")
    return values


Seeds = Annotated[tuple[int, ...], AfterValidator(each_once), Field(min_length=1)]


class Attack(Part):
    """One attack of a suite: a recipe to begin with, and what is set otherwise."""

    base: str = Field(default="", description="Its recipe or project, from the suite's folder; the suite's if empty.")
    set: Settings = Field(default={}, description="Settings that it changes, by their dotted path.")


class WithCounter(Part):
    """What is otherwise where a counter of a suite is the one that counts."""

    set: Settings = Field(
        default={}, description="Settings that win over those of the suite and of the attack, by their dotted path."
    )
    attacks: tuple[str, ...] | None = Field(default=None, description="Only these attacks; all if not given.")
    seeds: Seeds | None = Field(default=None, description="Only these seeds; those of the suite if not given.")


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
    with_counter: dict[str, WithCounter] = Field(
        default={}, description="By the names of `counters`: how each is trained, and on what, where not as the others."
    )
    defenses: tuple[Settings, ...] | None = Field(default=None, description="Defenses; those of the base if not given.")
    detectors: tuple[Settings, ...] | None = Field(
        default=None, description="Detectors; those of the base if not given."
    )
    overrides: Settings = Field(default={}, description="Settings that come after all others, in every experiment.")
    seeds: Seeds = Field(default=(0, 1, 2), description="Seeds of every experiment.")

    @model_validator(mode="after")
    def _names_what_is_there(self) -> Self:
        if unknown := sorted(self.with_counter.keys() - self.counters.keys()):
            raise ValueError(f"with_counter names what is none of the counters: {', '.join(unknown)}")
        wanted = {name for one in self.with_counter.values() for name in one.attacks or ()}
        if unknown := sorted(wanted - self.attacks.keys()):
            raise ValueError(f"with_counter names what is none of the attacks: {', '.join(unknown)}")
        return self


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
    plugins.look_in(project_of(file))
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
    attacks = suite.attacks or {"attack": Attack()}
    labels: Mapping[str, Settings | None] = suite.labels or {"": None}
    counters: Mapping[str, Settings | None] = suite.counters or {"": None}
    found = []
    for attack, label, counter in itertools.product(attacks, labels, counters):
        name = "-".join(word for word in (attack, label, counter) if word)
        own = suite.with_counter.get(counter, WithCounter())
        if own.attacks is not None and attack not in own.attacks:
            continue
        seeds = own.seeds or suite.seeds
        try:
            raw = _raw(suite, folder, attacks[attack], labels[label], counters[counter], own.set)
            made = [_seeded(raw, folder, name, seed) for seed in seeds]
        except RecipeError as error:
            raise error.within(f"{suite.name}, {name}") from None
        for seed, recipe in zip(seeds, made, strict=True):
            place = out / runs.file_name(f"{name}-seed {seed}".replace(" ", "-").replace(",", ""))
            found.append(Cell(attack, label, counter, seed, recipe, place))
    check_apart((cell.recipe.name, cell.folder) for cell in found)
    return found


def check_folder(out: Path, *own: str) -> None:
    """Raises OutputError where `out` holds other things than runs and `own`, the files that such a folder has."""
    runs.check_own(out, [*own, *(path.name for path in listed(out) or () if is_file(path / runs.RECIPE))])


def check_apart(named: Iterable[tuple[str, Path]]) -> None:
    """Raises RecipeError where two experiments, each with its name, would have one folder on some disk."""
    known: dict[str, str] = {}
    for name, folder in named:
        place = folder.name.casefold()
        if place in known:
            raise RecipeError(f"{known[place]} and {name} would have one folder, {folder.name}: name them otherwise")
        known[place] = name


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
