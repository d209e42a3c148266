"""Which scenes an experiment uses: each read whole once, what cannot be used set aside, all in their splits."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..errors import DatasetError, bounded
from ..files import fingerprint
from ..reading import real_path
from ..recipe import FolderScenes, Recipe, SplitRule
from ..scenes import Dataset, Labels, Scene, read_dataset
from ..scenes.content import content_of
from ..scenes.file_state import FileState
from ..scenes.formats import orphans_of, shanghaitech
from ..scenes.layouts.split_lists import named_by
from ..scenes.rules import ReadingRules
from ..scenes.summary import (
    Summary,
    broken_error,
    lost_labels,
    named,
    remarks_on,
    summary_of,
)
from ..seeds import seed_of
from .whole_reading import WholeReading

LOST_AT_MOST = 0.05
"""The share of training scenes whose labels may have lost something in reading before a run is refused."""

SKIP = "go on without them by data.skip_broken"


@dataclass(frozen=True)
class Reading:
    """What reading the scenes of an experiment found.

    `key` is a hash of what they hold, by which stages are remembered, `files` what it was taken from. `left_out` are
    the ids that the recipe dropped, which nobody opened. `drawn` are the test scenes that the recipe's rule chose, None
    where the dataset has its splits. `equal` are pairs of a training and a test scene with equal pictures.
    """

    key: str
    files: tuple[FileState, ...]
    summary: Summary
    left_out: tuple[str, ...] = ()
    drawn: tuple[str, ...] | None = None
    equal: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """What a person should read before believing the figures."""
        return (*self.warnings, *self.summary.sentences())

    def to_json(self) -> dict[str, Any]:
        """All of it but the hashes, as data.json of a run's folder has it."""
        return {
            "left_out": list(self.left_out),
            "drawn_test_scenes": None if self.drawn is None else list(self.drawn),
            "equal_pictures": [list(pair) for pair in self.equal],
            "warnings": list(self.warnings),
            "readers": self.summary.to_json(),
        }


def scenes_in(recipe: Recipe, folder: Path) -> Dataset:
    """The scenes that `recipe` asks for, where they lie in `folder`; reads names only. Raises DatasetError."""
    return _asked_for(recipe, _found_in(recipe, folder))


def _found_in(recipe: Recipe, folder: Path) -> Dataset:
    data = recipe.data
    return read_dataset(folder, data.read) if isinstance(data, FolderScenes) else shanghaitech.read(folder)


def _asked_for(recipe: Recipe, dataset: Dataset) -> Dataset:
    data, dropped = recipe.data, set(recipe.split.leave_out)
    if not isinstance(data, FolderScenes):
        return dataset.having(scene for scene in dataset if scene.id not in dropped)
    whole = _as_listed(data, dataset.part(data.part) if data.part else dataset)
    part = whole.having(scene for scene in whole if scene.id not in dropped)
    few = _few_of(part, {data.train_split: data.most_train, data.test_split: data.most_test})
    return few if data.shrink == 1 else few.having(replace(scene, shrink=data.shrink) for scene in few)


def lists_of(recipe: Recipe) -> dict[str, Path]:
    """The files that name the scenes of a split, by the split; none where the recipe names no file."""
    data = recipe.data
    rule = data.split if isinstance(data, FolderScenes) else None
    if rule is None or not isinstance(data, FolderScenes):
        return {}
    files = {data.train_split: rule.train_list, data.test_split: rule.test_list}
    return {split: Path(file) for split, file in files.items() if file}


def _as_listed(data: FolderScenes, dataset: Dataset) -> Dataset:
    """`dataset` in the splits that published lists name, without the scenes that are in none. Raises DatasetError."""
    if data.split is None or not data.split.train_list:
        return dataset
    train, _ = named_by(dataset, Path(data.split.train_list))
    if data.split.test_list:
        test, _ = named_by(dataset, Path(data.split.test_list))
    else:
        test = frozenset(scene.id for scene in dataset.split(data.test_split)) - train
    if both := sorted(train & test):
        raise DatasetError(
            f"{data.split.train_list} and {data.split.test_list} both name {named(both)}: a counter is never tested on "
            "the scenes that it was trained on."
        )
    places = dict.fromkeys(train, data.train_split) | dict.fromkeys(test, data.test_split)
    return dataset.having(in_split(scene, places[scene.id]) for scene in dataset if scene.id in places)


def _few_of(dataset: Dataset, most: Mapping[str, int | None]) -> Dataset:
    """`dataset` with at most so many scenes of each of these splits, the same ones for every seed."""
    dropped: set[str] = set()
    for split, number in most.items():
        if number is not None:
            ids = sorted((scene.id for scene in dataset.split(split)), key=lambda name: seed_of(0, "few", name))
            dropped.update(ids[number:])
    return dataset.having(scene for scene in dataset if scene.id not in dropped) if dropped else dataset


def as_used(recipe: Recipe, dataset: Dataset) -> Dataset:
    """The scenes of `dataset` that `recipe` uses, each in its split. Reads labels and no picture. Raises DatasetError.

    They are those that `read_used` gives, and where the recipe skips broken scenes, those whose pictures are broken.
    """
    asked = _asked_for(recipe, dataset)
    rule = _rule_for(recipe, asked)
    labelled, _ = _without_unlabelled(recipe, rule, asked)
    divided = _divided(recipe, rule, labelled, {})
    return with_labels(divided) if _skips(recipe) else divided


def with_labels(dataset: Dataset) -> Dataset:
    """The scenes of `dataset` whose annotation can be read, with labels in it or not."""
    return dataset.having(scene for scene in dataset if _labels_of(scene) is not None)


def evaluated_dataset(recipe: Recipe | None, path: Path, rules: ReadingRules | None = None) -> Dataset:
    """The dataset at `path`; where it is that of `recipe`, read by its rules and divided as its run does.

    Other `rules` go before those of the recipe. Raises DatasetError.
    """
    data = recipe.data if recipe is not None else None
    if recipe is None or not isinstance(data, FolderScenes) or real_path(data.path) != real_path(path):
        return read_dataset(path, rules)
    dataset = read_dataset(path, rules or data.read)
    if lists_of(recipe) or _rule_for(recipe, _asked_for(recipe, dataset)) is not None:
        return as_used(recipe, dataset)
    return dataset if data.shrink == 1 else dataset.having(replace(scene, shrink=data.shrink) for scene in dataset)


def _labels_of(scene: Scene) -> Labels | None:
    """None where they cannot be read, which whoever needs them will say."""
    try:
        return scene.labels
    except DatasetError:
        return None


def by_names(recipe: Recipe, dataset: Dataset) -> Dataset:
    """`dataset` in the splits that the names of its scenes tell; of pictures drawn by content, only how many."""
    rule = _rule_for(recipe, dataset)
    return _divided(recipe, rule and rule.replace(by="hash"), dataset, {})


def read_used(recipe: Recipe, folder: Path) -> Generator[tuple[int, int], None, tuple[Dataset, Reading]]:
    """Read every scene of `recipe` in `folder` whole, (done, total); returns those that are used, and what was found.

    Whole, so that a damaged file is found now and not after an hour of training. Raises DatasetError: naming all that
    cannot be read, unless the recipe sets them aside, or where the labels of the training scenes lost too much.
    """
    found = _found_in(recipe, folder)
    asked, read = _asked_for(recipe, found), WholeReading()
    for num_taken in read.take(asked):
        yield num_taken, len(asked)
    if read.broken and not _skips(recipe):
        raise broken_error(asked.root, read.broken, len(asked), SKIP if isinstance(recipe.data, FolderScenes) else "")
    rule = _rule_for(recipe, asked)
    labelled, unlabelled = _without_unlabelled(recipe, rule, asked)
    # who is drawn does not depend on which pictures are broken, so that it is known again without reading them
    divided = _divided(recipe, rule, labelled, read.pictures)
    dataset = divided.having(scene for scene in divided if scene.id in read.parts)
    drawn = None if rule is None else tuple(scene.id for scene in dataset.split(split_names(recipe)[1]))
    key = _key([read.parts[scene.id] for scene in dataset], recipe, drawn, dataset)
    equal = tuple(_equal_pictures(dataset, read.pictures, split_names(recipe)))
    bare = [name for name in unlabelled if name in read.parts]
    summary = summary_of(dataset, read.broken, bare, orphans=_orphans(recipe, found), drops_unlabelled=True)
    warnings = tuple(map(bounded, (*_warnings(recipe, found, rule, equal), *told_of_lost(recipe, dataset))))
    dropped = tuple(scene.id for scene in found if scene.id in recipe.split.leave_out)
    reading = Reading(key, tuple(read.files.values()), summary, dropped, drawn, equal, warnings)
    return dataset, reading


def _key(parts: Sequence[Any], recipe: Recipe, drawn: Sequence[str] | None, dataset: Dataset) -> str:
    """A hash of what the scenes hold, and of what else decides on their labels and on who is tested on."""
    data = recipe.data
    also: list[Any] = [] if drawn is None else [["test", *sorted(drawn)]]
    if isinstance(data, FolderScenes) and data.read != ReadingRules():
        also.append(["read", data.read.model_dump(mode="json")])
    if isinstance(data, FolderScenes) and data.shrink > 1:
        also.append(["shrink", data.shrink])
    if lists_of(recipe):  # which may put a scene where its id does not say
        also.append(["listed", *sorted([scene.id, scene.split] for scene in dataset)])
    return fingerprint([*parts, *also])


def _skips(recipe: Recipe) -> bool:
    return isinstance(recipe.data, FolderScenes) and recipe.data.skip_broken


def split_names(recipe: Recipe) -> tuple[str, str]:
    """The names of the splits that are trained and tested on."""
    data = recipe.data
    return (data.train_split, data.test_split) if isinstance(data, FolderScenes) else ("train", "test")


# ---- who is tested on


def _rule_for(recipe: Recipe, dataset: Dataset) -> SplitRule | None:
    """The recipe's rule where the dataset needs one: it has not both splits."""
    if not isinstance(recipe.data, FolderScenes) or set(split_names(recipe)) <= set(dataset.splits):
        return None
    if lists_of(recipe):
        return None
    return recipe.data.split


def _in_question(recipe: Recipe, rule: SplitRule | None, dataset: Dataset) -> set[str]:
    """Ids of what is trained or tested on: with a rule, all that it divides, which is the one split where one is."""
    own = {scene.id for scene in dataset if scene.split in split_names(recipe)}
    return own if own or rule is None else {scene.id for scene in dataset}


def _without_unlabelled(recipe: Recipe, rule: SplitRule | None, dataset: Dataset) -> tuple[Dataset, list[str]]:
    """`dataset` without the scenes that would be trained or tested on and have no labels, and the ids of these."""
    asked = _in_question(recipe, rule, dataset)
    bare = dict.fromkeys(
        scene.id for scene in dataset
        if scene.id in asked and (labels := _labels_of(scene)) is not None and not labels.labelled
    )  # fmt: skip
    return dataset.having(scene for scene in dataset if scene.id not in bare), list(bare)


def _divided(recipe: Recipe, rule: SplitRule | None, dataset: Dataset, pictures: Mapping[str, str]) -> Dataset:
    """`dataset` with each scene in its split, drawn by `rule` where there is one.

    `pictures` are hashes by id; those that are asked for and missing are made.
    """
    if rule is None:
        return dataset
    asked = _in_question(recipe, rule, dataset)
    names = {scene.id: scene.id for scene in dataset if scene.id in asked}
    if rule.by == "content":
        names = {name: pictures.get(name) or _content_of(dataset[name]) for name in names}
    ranked = sorted(names, key=lambda name: (seed_of(recipe.seed, "test split", names[name]), name))
    num = min(max(1, round(rule.test * len(ranked))), len(ranked) - 1)
    while 0 < num < len(ranked) and names[ranked[num]] == names[ranked[num - 1]]:
        num += 1  # equal pictures stay together
    train, test = split_names(recipe)
    places = {name: test if at < num else train for at, name in enumerate(ranked)}
    return dataset.having(in_split(scene, places.get(scene.id, scene.split)) for scene in dataset)


def _content_of(scene: Scene) -> str:
    try:
        return content_of(scene.image_path).sha256
    except DatasetError:
        return scene.id  # a picture that is missing, which is said elsewhere


@dataclass(frozen=True)
class _LabelsOf:
    """Reads the labels of a scene as they were read in the split that its dataset gives it."""

    scene: Scene

    def __call__(self, _scene: Scene) -> Labels:
        return self.scene.read_labels(self.scene)


def in_split(scene: Scene, split: str) -> Scene:
    """`scene` in another split, its labels as they are."""
    return scene if scene.split == split else replace(scene, split=split, read_labels=_LabelsOf(scene))


def placed(dataset: Dataset, scenes: Sequence[tuple[str, str]]) -> Dataset:
    """The scenes of `dataset` that (id, split) name, in their splits. Raises DatasetError where one is gone."""
    try:
        return dataset.having(in_split(dataset[name], split) for name, split in scenes)
    except KeyError as error:
        raise DatasetError(
            f"{dataset.root} has no scene {error.args[0]} any more: expected the scenes that the run began with; run "
            "again."
        ) from error


# ---- what is said of them


def _warnings(
    recipe: Recipe, found: Dataset, rule: SplitRule | None, equal: Sequence[tuple[str, str]]
) -> Iterator[str]:
    unknown = sorted(set(recipe.split.leave_out) - {scene.id for scene in found})
    if unknown:
        yield f"split.leave_out names what is no scene of {found.root}: {named(unknown)}."
    data = recipe.data
    for split, file in lists_of(recipe).items():
        part = recipe.data.part if isinstance(recipe.data, FolderScenes) else None
        _, missing = named_by(found.part(part) if part else found, file)
        if missing:
            yield (f"{len(missing)} of the {split} scenes that {file} names are not in {found.root}: {named(missing)}.")
    if isinstance(data, FolderScenes) and data.split is not None and rule is None and not lists_of(recipe):
        yield f"data.split is not used: {found.root} has the splits {data.train_split} and {data.test_split}."
    if equal:
        by_content = " or draw the test scenes by content, data.split.by=content" if rule is not None else ""
        yield (
            f"The same picture is trained on and tested on {_times(len(equal))}: "
            f"{named([' = '.join(pair) for pair in equal])}. Scores on it say nothing of new scenes; drop one of each "
            f"pair by split.leave_out{by_content}."
        )


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _equal_pictures(
    dataset: Dataset, pictures: Mapping[str, str], splits: tuple[str, str]
) -> Iterator[tuple[str, str]]:
    """(training scene, test scene) for each picture that both splits have byte for byte."""
    first: dict[str, str] = {}
    for scene in dataset.split(splits[0]):
        first.setdefault(pictures[scene.id], scene.id)
    for scene in dataset.split(splits[1]):
        if pictures[scene.id] in first:
            yield first[pictures[scene.id]], scene.id


def _orphans(recipe: Recipe, found: Dataset) -> list[str]:
    """The ids of annotations without a picture, of the scenes that are asked for."""
    asked = recipe.data.part if isinstance(recipe.data, FolderScenes) else None
    part = found.beginning_of(asked) if asked else ""
    return [name for name in orphans_of(found) if name.startswith(part) and name not in recipe.split.leave_out]


def told_of_lost(recipe: Recipe, dataset: Dataset) -> Iterator[str]:
    """What is to be said where labels of the scenes that `recipe` uses lost much in reading.

    Raises DatasetError where those of the training scenes did, and the recipe does not allow it.
    """
    train, test = split_names(recipe)
    allowed = isinstance(recipe.data, FolderScenes) and recipe.data.allow_lost_labels
    for sentence in too_many_lost(dataset.split(train), "training"):
        if not allowed:
            raise DatasetError(
                f"{sentence} At most {LOST_AT_MOST:.0%} of what is trained on may: mend them, drop them by "
                "split.leave_out, or train on them all the same by data.allow_lost_labels=true."
            )
        yield sentence
    yield from too_many_lost(dataset.split(test), "test")


def too_many_lost(dataset: Dataset, words: str) -> Iterator[str]:
    """A sentence where the labels of more of its scenes than LOST_AT_MOST lost something in reading."""
    lost = lost_labels(dataset)
    if len(lost) > LOST_AT_MOST * len(dataset):
        told = " ".join(str(remark) for remark in remarks_on(lost, lost_only=True)[:2])
        yield f"{len(lost)} of {len(dataset)} {words} scenes of {dataset.root} lost labels in reading. {told}"
