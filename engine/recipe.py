"""The recipe: a complete, validated description of an experiment, in YAML."""

import copy
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeAlias

import yaml
from pydantic import Field, TypeAdapter, ValidationInfo, field_validator, model_validator

from . import plugins
from .counters import AnyCounter, CounterConfig
from .counters.light import Light
from .defenses import ControlKind, Defense, FineTune
from .density import AdaptiveKernel, Kernel
from .detectors import Detector
from .errors import RecipeError
from .metrics.config import Evaluation
from .part import Part, parse_part
from .poison import Poison
from .reading import MAX_DEPTH, is_folder, read_text, real_path
from .reading.yaml_text import MAX_YAML_BYTES, parse_yaml
from .scenes.rules import ReadingRules
from .scenes.synthetic import SyntheticScenes
from .training import Training
from .training.losses import AnyLoss


class SplitRule(Part):
    """Which scenes are only evaluated on, where the dataset does not say it: drawn by a hash, or listed in files."""

    test: float = Field(
        default=0.3, gt=0, lt=1, description="Share of the scenes that is only evaluated on.",
        json_schema_extra={"step": 0.05},
    )  # fmt: skip
    by: Literal["hash", "content"] = Field(
        default="hash", description="Drawn by a hash of each scene's id; or of its picture's bytes, so that equal "
        "pictures are never on both sides.",
    )  # fmt: skip
    train_list: str = Field(
        default="", description="File of a published split: a JSON list of the paths of training pictures, as CSRNet's "
        "code has them; then nothing is drawn.", json_schema_extra={"more": True},
    )  # fmt: skip
    test_list: str = Field(
        default="", description="The same of the test pictures; empty: those of the test split that train_list does "
        "not name.", json_schema_extra={"more": True},
    )  # fmt: skip

    @field_validator("train_list", "test_list")
    @classmethod
    def _absolute(cls, path: str, info: ValidationInfo) -> str:
        folder = (info.context or {}).get("folder")
        return str(real_path(path, Path(folder))) if folder is not None and path else path

    @model_validator(mode="after")
    def _both_or_train(self) -> Self:
        if self.test_list and not self.train_list:
            raise ValueError("test_list is given without train_list: name the training pictures too")
        return self


class FolderScenes(Part):
    """Scenes in a folder, in any format that is read here."""

    kind: Literal["folder"] = "folder"
    path: str = Field(description="The dataset's folder, absolute or from the folder of the recipe.")
    part: str | None = Field(
        default=None,
        description="Only the scenes of one part, by any of its names, such as B or part_B, or whose id "
        "begins so; none for all.",
    )
    train_split: str = Field(default="train", description="The split that is trained on.")
    test_split: str = Field(default="test", description="The split that is only ever evaluated on.")
    shrink: int = Field(
        default=1, ge=1, le=32, description="How many times smaller frames and heads are made before anything else; a "
        "counter trained so counts frames of that size.", json_schema_extra={"step": 1},
    )  # fmt: skip
    most_train: int | None = Field(
        default=None, ge=1, description="Training scenes at most, drawn by a hash of each id, whatever the seed; none "
        "for all.", json_schema_extra={"step": 10},
    )  # fmt: skip
    most_test: int | None = Field(
        default=None, ge=1, description="Test scenes at most, drawn likewise; none for all.",
        json_schema_extra={"step": 10},
    )  # fmt: skip
    read: ReadingRules = Field(
        default=ReadingRules(), description="How labels are read where their files leave it open."
    )
    split: SplitRule | None = Field(
        default=None, description="How scenes are divided where the dataset has not both of these splits, or what "
        "files list; none: a dataset without splits is refused.",
    )  # fmt: skip
    skip_broken: bool = Field(
        default=False, description="Whether scenes that cannot be read are set aside, and said; else they stop the run."
    )
    allow_lost_labels: bool = Field(
        default=False, description="Whether a training set may be used of whose labels much was left out in reading."
    )

    @field_validator("path")
    @classmethod
    def _absolute(cls, path: str, info: ValidationInfo) -> str:
        folder = (info.context or {}).get("folder")
        return str(real_path(path, Path(folder))) if folder is not None else path

    @field_validator("split", mode="before")
    @classmethod
    def _of_a_file(cls, split: Any) -> Any:
        return {"train_list": split} if isinstance(split, str) else split

    @model_validator(mode="after")
    def _tests_on_others(self) -> Self:
        if self.train_split == self.test_split:
            raise ValueError(
                f"train_split and test_split are both {self.train_split!r}: a counter is never tested on the scenes "
                "that it was trained on; name two splits, or have them drawn by split, such as {test: 0.3}"
            )
        if (
            self.split is not None
            and not self.split.train_list
            and (self.most_train is not None or self.most_test is not None)
        ):
            raise ValueError(
                "most_train and most_test are of splits that the dataset has: leave them out where split draws the "
                "test scenes"
            )
        return self


Data: TypeAlias = Annotated[SyntheticScenes | FolderScenes, Field(discriminator="kind")]


class Split(Part):
    """Who gets which of the training scenes; drawn by scene id, so that no scene serves two of them."""

    validation: float = Field(
        default=0.1, gt=0, lt=0.9, description="Share of the training scenes that epochs are selected on.",
        json_schema_extra={"step": 0.05},
    )  # fmt: skip
    defender: float = Field(
        default=0.3, ge=0, lt=0.9, description="Share of the training scenes that only the defender has: the new clean "
        "ones of fine-tuning.", json_schema_extra={"step": 0.05},
    )  # fmt: skip
    attacker: float = Field(
        default=0, ge=0, lt=0.9, description="Share of the training scenes that only the attacker has, to train the "
        "counter that a trigger looks through; none: it is trained on the scenes of twin and victim.",
        json_schema_extra={"step": 0.05},
    )  # fmt: skip
    leave_out: tuple[str, ...] = Field(
        default=(), description="Ids of scenes that nobody gets and that are not even opened: what a curator dropped."
    )

    @model_validator(mode="after")
    def _leaves_some(self) -> Self:
        if self.validation + self.defender + self.attacker >= 0.95:
            raise ValueError(
                "validation, defender and attacker together leave nothing to train on: keep them under 0.95"
            )
        return self


class Surrogate(Part):
    """The clean counter of an attacker that a trigger looks through, or that scenes are chosen by."""

    counter: CounterConfig | None = Field(
        default=None, description="Its network; none: that of the victim, which the attacker then knows."
    )
    training: Training | None = Field(default=None, description="How it is trained; none: as the victim is.")


class Recipe(Part):
    """An experiment from scenes to report."""

    version: Literal[1] = Field(default=1, description="Version of the recipe's form.")
    name: str = Field(default="experiment", min_length=1, max_length=80, description="What the run is called.")
    about: str = Field(default="", description="What this experiment is to show, in a sentence or two.")
    seed: int = Field(
        default=0, ge=0, lt=2**31, description="Every draw is keyed by it.", json_schema_extra={"step": 1}
    )
    data: Data = Field(default=SyntheticScenes(), description="Where the scenes come from.")
    split: Split = Field(default=Split(), description="Who gets which training scenes.")
    kernel: Kernel = Field(default=AdaptiveKernel(), description="Makes the density maps that are trained on.")
    counter: CounterConfig = Field(default=Light(), description="The network.")
    training: Training = Field(default=Training(), description="How twin and victim are trained.")
    poison: Poison = Field(default=Poison(), description="What the attacker does.")
    surrogate: Surrogate = Field(
        default=Surrogate(), description="The counter that the attack is made with, where it takes one."
    )
    evaluation: Evaluation = Field(default=Evaluation(), description="What is measured beyond the scores.")
    detectors: tuple[Detector, ...] = Field(default=(), description="What looks for the poison, one by one.")
    defenses: tuple[Defense, ...] = Field(default=(FineTune(),), description="What the defender tries, one by one.")
    controls: tuple[ControlKind, ...] = Field(
        default=("same_training",), max_length=4,
        description="What stands beside each defense, of as many steps. same_training: the same data and light, "
        "without the method. same_light: its light on the suspect set. random_drop: as many scenes left out at random "
        "as it isolated. from_scratch: a fresh counter on the clean scenes alone. Each costs a training.",
    )  # fmt: skip
    clean_share: float = Field(
        default=1.0, gt=0, le=1,
        description="Share of the clean scenes of each use that the defender owns: new, original, and validation for "
        "thresholds and epochs; at least one of each. Twin and victim are trained on all.",
        json_schema_extra={"step": 0.05},
    )  # fmt: skip

    @model_validator(mode="after")
    def _fits(self) -> Self:
        theirs = self.surrogate
        for counter, training in ((self.counter, self.training), (theirs.counter, theirs.training)):
            _check_loss((training or self.training).loss, counter or self.counter)
        counter, label, loss = self.counter, self.poison.label, self.training.loss
        if (counter.needs_unit_weights or loss.needs_points) and not label.keeps_unit_weights:
            who = f"counter {counter.kind!r}" if counter.needs_unit_weights else f"loss {loss.kind!r}"
            raise ValueError(
                f"the label edit {label.kind!r} changes weights, which the {who} cannot be trained on: choose an edit "
                "that adds or removes heads, such as thin or duplicate"
            )
        return self

    @property
    def shrink(self) -> int:
        """How many times smaller the frames are made that its counters are trained on."""
        return self.data.shrink if isinstance(self.data, FolderScenes) else 1

    def of_surrogate(self) -> "Recipe":
        """The recipe by which the attacker's own counter is trained."""
        theirs = self.surrogate
        return self.replace(
            counter=theirs.counter or self.counter, training=theirs.training or self.training, surrogate=Surrogate(),
            poison=Poison(rate=0),
        )  # fmt: skip

    def to_yaml(self, folder: Path | None = None) -> str:
        """The recipe with every setting written out; `parse` reads it back to an equal one.

        Files within `folder`, where the text will lie, are named from there, so that both can move together. Whose
        kinds it has that are not ours stands above it, for a reader who lacks them.
        """
        raw = self.model_dump(mode="json")
        of_plugins = "".join(
            f"{_OF_PLUGIN}{kind}: {plugin.words}\n" for plugin in plugins.used_in(raw) for _, kind in plugin.kinds
        )
        if folder is not None:
            raw = _named_from(raw, str(real_path(folder)) + os.sep)
        return of_plugins + str(yaml.safe_dump(raw, sort_keys=False, allow_unicode=True))


def _check_loss(loss: AnyLoss, counter: AnyCounter) -> None:
    """Raise ValueError where the counter does not give what the loss is put on."""
    if loss.needs_logits and not counter.gives_logits:
        raise ValueError(
            f"the loss {loss.kind!r} is put on classes, which the counter {counter.kind!r} does not give: choose "
            "another loss, or the counter 'clip_ebc'"
        )
    if loss.needs_attention and not counter.gives_attention:
        raise ValueError(
            f"the loss {loss.kind!r} is put on an attention, which the counter {counter.kind!r} does not give: "
            "choose another loss, or the counter 'sfanet'"
        )


def skipping_broken(recipe: Recipe) -> Recipe:
    """`recipe` with scenes that cannot be read set aside; drawn scenes always can be."""
    if not isinstance(recipe.data, FolderScenes):
        return recipe
    return recipe.replace(data=recipe.data.replace(skip_broken=True))


def of_folder(recipe: Recipe, folder: Path) -> Recipe:
    """`recipe` on the scenes in `folder`, a path from here; read and divided as it says, where it was a folder's."""
    path = str(real_path(folder))
    data = recipe.data.replace(path=path) if isinstance(recipe.data, FolderScenes) else FolderScenes(path=path)
    return recipe.replace(data=data)


def _named_from(raw: Any, folder: str) -> Any:
    if isinstance(raw, dict):
        return {name: _named_from(value, folder) for name, value in raw.items()}
    if isinstance(raw, list):
        return [_named_from(value, folder) for value in raw]
    return raw.removeprefix(folder).replace(os.sep, "/") if isinstance(raw, str) and raw.startswith(folder) else raw


_ADAPTER: TypeAdapter[Recipe] = TypeAdapter(Recipe)


def load_recipe(path: Path | str, overrides: Iterable[str] = ()) -> Recipe:
    r"""The recipe in the file `path`, or in a project's folder, after its `key.path=value` overrides.

    Plugins beside it are taken into account that the person has allowed to run. Raises RecipeError, one line a fault,
    each naming the file and the path in it.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "recipe.yaml").write_text("name: snow\npoison: {rate: 0.2}\n")
    ...     recipe = load_recipe(folder, ["poison.rate=0.3", "seed=4"])
    >>> recipe.name, recipe.poison.rate, recipe.seed
    ('snow', 0.3, 4)
    """
    file = recipe_file(Path(path))
    plugins.look_in(project_of(file))
    text = read_text(file, "expected a recipe in YAML", RecipeError, MAX_YAML_BYTES)
    try:
        return parse(text, overrides, folder=file.parent)
    except RecipeError as error:
        raise error.within(str(file)) from None


def project_of(file: Path) -> Path:
    """The folder whose `plugins` a recipe or a suite may use: where it lies, or the project around its folder."""
    folder = real_path(file).parent
    return folder.parent if folder.name in ("recipes", "suites") else folder


def recipe_file(path: Path) -> Path:
    """The file of a recipe: `path` itself, or the only recipe of a project's folder. Raises RecipeError."""
    if not is_folder(path):
        return path
    found = sorted([*path.glob("recipe.yaml"), *path.glob("recipes/*.yaml")])
    if len(found) == 1:
        return found[0]
    names = ", ".join(file.name for file in found) or "none"
    raise RecipeError(f"{path} is a folder: expected one recipe in it, found {names}; name the file.")


def parse(text: str, overrides: Iterable[str] = (), folder: Path | None = None) -> Recipe:
    """The recipe in YAML `text` after its overrides; relative paths are from `folder`. Raises RecipeError.

    An override `data=PATH` puts it on the dataset at that path, `data.split=FILE` takes the training scenes that a
    list names; both paths are from where the person stands.
    """
    raw = read_yaml(text)
    if raw is None:
        raw = {}
    if not isinstance(raw, dict):
        raise RecipeError(f"expected a recipe, settings by name, found {type(raw).__name__}")
    for override in overrides:
        path, equals, value = override.partition("=")
        if not equals:
            raise RecipeError(f"{override}: an override is written key.path=value")
        said = read_yaml(value)
        if isinstance(said, str) and path == "data":
            said = _placed(raw, value)
        elif isinstance(said, str) and path.startswith("data.split"):
            said = str(real_path(said)) if path in _SPLIT_FILES else said
        raw = with_value(raw, path, said)
    try:
        return parse_part(_ADAPTER, raw, "the recipe", folder)
    except RecipeError as error:
        raise _naming_plugins(error, text) from None


_SPLIT_FILES = ("data.split", "data.split.train_list", "data.split.test_list")
_OF_PLUGIN = "# of a plugin, "


def _naming_plugins(error: RecipeError, text: str) -> RecipeError:
    """The faults of `error`; of a kind that is not here with the plugin that the text was written with."""
    known = dict(
        line.removeprefix(_OF_PLUGIN).split(": ", 1) for line in text.split("\n", 50) if line.startswith(_OF_PLUGIN)
    )
    faults = [
        f"{fault}; the recipe was written with {known[kind]}, which has it: install that plugin, or put its file into "
        "the folder plugins beside the recipe" if (kind := _lacking(fault)) in known else fault
        for fault in error.faults
    ]  # fmt: skip
    return RecipeError("\n".join(faults))


def _lacking(fault: str) -> str:
    _, found, rest = fault.partition(": no kind '")
    return rest.partition("'")[0] if found else ""


def _placed(raw: dict[str, Any], path: str) -> dict[str, Any]:
    """The data of a recipe `raw`, on the dataset at `path` from where the person stands; read as it says, if so."""
    data = raw.get("data")
    there = data if isinstance(data, dict) and data.get("kind") == "folder" else {}
    return {**there, "kind": "folder", "path": str(real_path(path))}


def with_value(raw: Any, path: str, value: Any) -> Any:
    """A copy of the nested dicts and lists `raw` with `value` at the dotted `path`. Raises RecipeError."""
    changed = copy.deepcopy(raw)
    *way, last = path.split(".")
    if len(way) > MAX_DEPTH:
        raise RecipeError(f"{path}: no setting lies that deep")
    at = changed
    for step in way:
        at = at.setdefault(step, {}) if isinstance(at, dict) else _item(at, step, path)
    if isinstance(at, dict):
        at[last] = value
    else:
        _item(at, last, path)
        at[int(last)] = value
    return changed


def _item(at: Any, step: str, path: str) -> Any:
    if not isinstance(at, list) or not step.isdecimal() or len(step) > 9 or int(step) >= len(at):
        raise RecipeError(f"{path}: there is no {step!r} to set a value in")
    return at[int(step)]


def read_yaml(text: str) -> Any:
    """What `text` says in YAML, read strictly. Raises RecipeError."""
    try:
        return parse_yaml(text)
    except ValueError as error:
        raise RecipeError(str(error)) from None
