"""The scenes of an experiment: split by id, turned into samples, clean and poisoned."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..density import cell_map
from ..detectors.passes import Passes
from ..errors import DatasetError
from ..files import file_sha256, fingerprint
from ..labels.clean_label import CleanLabel
from ..poison import ManifestRow, cover_scene, manifest_row, poison_scene, select, select_covers, triggered
from ..recipe import FolderScenes, Recipe
from ..scenes import Annotation, Dataset, Scene
from ..scenes.file_state import FileState
from ..scenes.summary import some_scenes
from ..scenes.synthetic import PART, making
from ..seeds import generator, seed_of
from ..training import Probe, Sample, SampleDataset
from ..training.batches import EDGE
from ..training.sample_cache import SampleCache
from .used_scenes import Reading, placed, read_used, scenes_in, split_names
from .whole_reading import held_to

POISONED, COVER = "#poisoned", "#cover"
"""End the names of samples with a trigger, which in append mode stand beside the clean ones of the same scenes."""

REPEATED = "#repeated"
"""Ends the name of a clean sample that the twin is shown a second time, where the victim is shown it with a trigger."""

NUM_PROBES = 3

SAMPLE_SCHEMA = 2
"""Raised when a change of the code makes another sample of the same scene: samples are kept from run to run."""


@dataclass(frozen=True)
class ExperimentData:
    """The scenes of a recipe, and who has which."""

    recipe: Recipe
    dataset: Dataset
    key: str | None = None
    """A hash of the scenes' files, by which prepared samples are known again; without it none are left on disk."""
    reading: Reading | None = field(default=None, repr=False)
    """What reading them found; None where they were not read."""
    _passes: dict[Path, Passes] = field(default_factory=dict, init=False, repr=False, compare=False)

    def passes(self, counter: Path) -> Passes:
        """What detectors before this one were answered on these scenes, by the counter that lies in this folder."""
        return self._passes.setdefault(counter, Passes())

    @cached_property
    def _parts(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """Ids for validation, defender, training and attacker; by a hash of each id, so none depends on others."""
        split, seed = self.recipe.split, self.recipe.seed
        there = {scene.id for scene in self._of(split_names(self.recipe)[0])} - set(split.leave_out)
        ids = sorted(there, key=lambda name: seed_of(seed, "split", name))
        num_validation = max(1, round(split.validation * len(ids)))
        num_defender = round(split.defender * len(ids))
        num_held = num_validation + num_defender
        num_training = len(ids) - num_held - round(split.attacker * len(ids))
        return (
            tuple(ids[:num_validation]),
            tuple(ids[num_validation:num_held]),
            tuple(ids[num_held : num_held + num_training]),
            tuple(ids[num_held + num_training :]),
        )

    def _of(self, split: str) -> Dataset:
        return self.dataset.split(split)

    @cached_property
    def test(self) -> Dataset:
        """The scenes that are only evaluated on."""
        return self._of(split_names(self.recipe)[1])

    @cached_property
    def train(self) -> Dataset:
        """The scenes that twin and victim are trained on, in the order of the dataset."""
        return self._in_order(self._parts[2])

    @cached_property
    def validation(self) -> SampleDataset:
        """Clean samples that epochs are selected on."""
        return self._clean(self._parts[0])

    @cached_property
    def defender(self) -> SampleDataset:
        """New clean samples that no training before the defense has seen."""
        return self._clean(self._parts[1])

    @cached_property
    def surrogate(self) -> SampleDataset:
        """The clean samples that the attacker trains a counter of its own on: its scenes, else the training scenes."""
        return self._clean(self._parts[3]) if self._parts[3] else self.clean

    @cached_property
    def clean(self) -> SampleDataset:
        """The training scenes as they are."""
        return self._clean([scene.id for scene in self.train])

    @cached_property
    def poisoned_ids(self) -> tuple[str, ...]:
        """The scenes that the attacker chose; before a run has chosen matched ones, as many others.

        A plan takes their number from them; every stage that trains or looks at them comes after the choice.
        """
        poison = self.recipe.poison
        asked = poison if poison.is_chosen else poison.replace(selection="random")
        counts = [scene.annotation.count for scene in self.train]
        return tuple(select(asked, [scene.id for scene in self.train], counts, self.recipe.seed))

    @cached_property
    def poisoned(self) -> SampleDataset:
        """The chosen scenes with trigger and edited labels."""
        names = [scene_id + POISONED for scene_id in self.poisoned_ids]
        return SampleDataset(names, self._poisoned_sample, prepared=self._prepared(*self._attack()))

    @cached_property
    def cover_ids(self) -> tuple[str, ...]:
        """The scenes that show the trigger's cover form with their true labels."""
        return select_covers(
            self.recipe.poison, [scene.id for scene in self.train], self.poisoned_ids, self.recipe.seed
        )

    @cached_property
    def covers(self) -> SampleDataset:
        """The cover scenes."""
        names = [scene_id + COVER for scene_id in self.cover_ids]
        return SampleDataset(names, self._cover_sample, prepared=self._prepared(*self._attack()))

    @cached_property
    def suspect(self) -> SampleDataset:
        """What the victim is trained on: in append mode all clean samples, the poisoned ones and the covers."""
        return self.original + self.poisoned + self.covers

    @cached_property
    def repeated_ids(self) -> tuple[str, ...]:
        """The scenes that the twin is shown twice: in append mode those of the poison and of the covers, in its order.

        The victim is shown them once more with the trigger. Without it the twin would take fewer optimizer steps, and
        its answer to the trigger would differ from the victim's for that reason too.
        """
        return (*self.poisoned_ids, *self.cover_ids) if self.recipe.poison.mode == "append" else ()

    @cached_property
    def for_twin(self) -> SampleDataset:
        """What the twin is trained on: as many samples of the same scenes as the victim's, all of them clean."""
        names = [scene_id + REPEATED for scene_id in self.repeated_ids]
        if self.crop_of_poison is None:
            return self.clean + SampleDataset(names, self._repeated_sample, memory_budget=0)
        crops = self._prepared("crop of poison", self.recipe.seed, self.crop_of_poison)
        return self.clean + SampleDataset(names, self._repeated_sample, prepared=crops)

    @cached_property
    def with_true_labels(self) -> "ExperimentData":
        """The same trigger on the same scenes with their true labels: the benign control of the attack."""
        poison = self.recipe.poison
        if not self.poisoned_ids:
            return self
        benign = poison.replace(label=CleanLabel(quantile=1.0), selection="listed", scenes=self.poisoned_ids)
        return replace(self, recipe=self.recipe.replace(poison=benign))

    @cached_property
    def original(self) -> SampleDataset:
        """The clean ones of what the victim is trained on."""
        if self.recipe.poison.mode == "append":
            return self.clean
        changed = {*self.poisoned_ids, *self.cover_ids}
        kept = [name for name in self.clean.names if name not in changed]
        return SampleDataset(kept, self.clean.named, memory_budget=0)

    def owned(self, samples: SampleDataset) -> SampleDataset:
        """Of clean samples those that the defender owns: the recipe's share, at least one, by a hash of their names.

        A smaller share is a part of a larger one.
        """
        share, seed = self.recipe.clean_share, self.recipe.seed
        if share == 1 or not len(samples):
            return samples
        ordered = sorted(samples.names, key=lambda name: seed_of(seed, "clean share", name))
        kept = set(ordered[: max(1, round(share * len(ordered)))])
        return SampleDataset([name for name in samples.names if name in kept], samples.named, memory_budget=0)

    def owned_clean(self) -> dict[str, int]:
        """How many clean scenes the defender owns, by their use."""
        uses = {"validation": self.validation, "new": self.defender, "original": self.original}
        return {use: len(self.owned(samples)) for use, samples in uses.items()}

    def manifest(self) -> Iterator[ManifestRow]:
        """What became of each training scene, one after the other."""
        recipe, poisoned, covers = self.recipe, set(self.poisoned_ids), set(self.cover_ids)
        for scene in self.train:
            if scene.id in poisoned:
                before = self._subject(scene)
                after = poison_scene(recipe.poison, scene.id, *before, recipe.seed)
                yield manifest_row(recipe.poison, "poisoned", scene.id, recipe.seed, before, after)
            elif scene.id in covers:
                before = self._subject(scene)
                after = cover_scene(recipe.poison, scene.id, *before, recipe.seed)
                yield manifest_row(recipe.poison, "cover", scene.id, recipe.seed, before, after)
            else:
                yield manifest_row(recipe.poison, "clean", scene.id, recipe.seed, (scene.image(), scene.annotation))

    def probes(self, with_trigger: bool) -> tuple[Probe, ...]:
        """A few validation scenes, spread over the counts, clean and, if asked for, triggered.

        None with a trigger before it is ready. A stage whose key has no poison is to ask for none: what it says is said
        again in runs of other attacks.
        """
        if with_trigger and not self.recipe.poison.trigger.is_ready:
            return ()
        ids = sorted(self._parts[0], key=lambda name: len(self.dataset[name].annotation))
        chosen = [ids[round(k * (len(ids) - 1) / max(1, NUM_PROBES - 1))] for k in range(NUM_PROBES)]
        return tuple(self._probe(self.dataset[scene_id], with_trigger) for scene_id in dict.fromkeys(chosen))

    def _probe(self, scene: Scene, with_trigger: bool) -> Probe:
        image, poison, seed = scene.image(), self.recipe.poison, self.recipe.seed
        shown = triggered(poison, scene.id, image, seed, scene.annotation) if with_trigger else None
        return Probe(scene.name, scene.annotation.count, image, shown)

    def _in_order(self, ids: Sequence[str]) -> Dataset:
        wanted = set(ids)
        return self.dataset.only([scene.id for scene in self.dataset if scene.id in wanted])

    def _clean(self, ids: Sequence[str]) -> SampleDataset:
        return SampleDataset([scene.id for scene in self._in_order(ids)], self._clean_sample, prepared=self._prepared())

    def _prepared(self, *also: object) -> SampleCache | None:
        if self.key is None:
            return None
        kernel, stride = self.recipe.kernel.model_dump(), self.recipe.counter.stride
        return SampleCache(fingerprint([SAMPLE_SCHEMA, self.key, kernel, stride, *also]))

    @property
    def crop_of_poison(self) -> int | None:
        """The side, px, of the crop that trigger and label edit are put on, one of each scene; None for the frame."""
        return self.recipe.training.crop_px if self.recipe.poison.stage == "after_crop" else None

    def _attack(self) -> list[object]:
        poison = self.recipe.poison
        pictures = [file_sha256(source, "expected a file of the recipe", DatasetError) for source in poison.sources]
        return [poison.model_dump(mode="json"), pictures, self.recipe.seed, self.recipe.training.crop_px]

    def _clean_sample(self, name: str) -> Sample:
        scene = self.dataset[name]
        image, annotation = scene.image(), scene.annotation
        return self._sample(name, image, annotation)

    def _poisoned_sample(self, name: str) -> Sample:
        scene = self.dataset[name.removesuffix(POISONED)]
        done = poison_scene(self.recipe.poison, scene.id, *self._subject(scene), self.recipe.seed)
        return self._sample(name, done.image, done.annotation)

    def _repeated_sample(self, name: str) -> Sample:
        scene_id = name.removesuffix(REPEATED)
        if self.crop_of_poison is None:
            return replace(self.clean.named(scene_id), name=name)
        return self._sample(name, *self._subject(self.dataset[scene_id]))

    def _cover_sample(self, name: str) -> Sample:
        scene = self.dataset[name.removesuffix(COVER)]
        done = cover_scene(self.recipe.poison, scene.id, *self._subject(scene), self.recipe.seed)
        return self._sample(name, done.image, done.annotation)

    def _subject(self, scene: Scene) -> tuple[NDArray[np.uint8], Annotation]:
        """What trigger and label edit are put on: the frame, or the one crop of it that is trained on."""
        image, annotation = scene.image(), scene.annotation
        stride, side = self.recipe.counter.stride, self.crop_of_poison
        if side is None:
            return image, annotation
        rng = generator(self.recipe.seed, "poison", scene.id, "crop")
        side = side // stride * stride
        # on the grid of the map, as the crops of training are
        top, left = (int(rng.integers(0, max(1, (edge - side) // stride + 1))) * stride for edge in image.shape[:2])
        crop = image[top : top + side, left : left + side]
        points = annotation.points - [left, top]
        within = ((points >= 0) & (points < [crop.shape[1], crop.shape[0]])).all(axis=1)
        return crop, annotation.with_points(points).take(np.flatnonzero(within))

    def _sample(self, name: str, image: NDArray[np.uint8], annotation: Annotation) -> Sample:
        height, width = image.shape[:2]
        target = cell_map(annotation, (height, width), self.recipe.counter.stride, self.recipe.kernel)
        # the loss that is put on heads wants them as they are; an edit that weighs them was refused before
        points = annotation.points.clip(0, (width - EDGE, height - EDGE)) if (annotation.weights == 1).all() else None
        return Sample(name, image, target, annotation.count, points)


@dataclass(frozen=True)
class DataSource:
    """Where the data of an experiment lie, for whatever process works on it.

    `folder` holds the scenes, of which (id, split) of those in `scenes` are used; `key` is a hash of their content,
    `files` are what it was taken from.
    """

    recipe: Recipe
    folder: Path
    key: str
    scenes: tuple[tuple[str, str], ...]
    files: tuple[FileState, ...] = ()

    def open(self, networks: Path | None = None, chosen: Sequence[str] | None = None) -> ExperimentData:
        """The data, with the `networks` of a trigger that was trained for it, and the scenes that were `chosen`.

        The last two are kept open.
        """
        recipe = self.recipe
        if chosen is not None:
            recipe = recipe.replace(poison=recipe.poison.with_chosen(chosen))
        if networks is not None:
            poison = recipe.poison
            recipe = recipe.replace(poison=poison.replace(trigger=poison.trigger.replace(networks=str(networks))))
        name = (str(self.folder), self.key, repr(recipe.model_dump(mode="json")))
        found = _OPEN.pop(name, None)
        if found is None:
            dataset, files = placed(scenes_in(recipe, self.folder), self.scenes), {one.path: one for one in self.files}
            found = ExperimentData(recipe, dataset.having(held_to(scene, files) for scene in dataset), self.key)
        _OPEN[name] = found
        while len(_OPEN) > 2:
            _OPEN.pop(next(iter(_OPEN)))
        return found

    def check_unchanged(self) -> None:
        """Raise DatasetError where a file of the scenes is no longer what the experiment began with."""
        for state in self.files:
            state.check()


_OPEN: dict[tuple[str, str, str], ExperimentData] = {}


def check_enough(data: ExperimentData) -> None:
    """Raise DatasetError where there is nothing to train on, or nothing to test on."""
    for name, split, found in zip(("training", "test"), split_names(data.recipe), (data.train, data.test), strict=True):
        if not len(found) and len(there := data.dataset.split(split)):
            raise DatasetError(
                f"{data.dataset.root} has only {some_scenes(len(there))} to train on, and split.validation, "
                "split.defender and split.attacker leave none of them: expected more training scenes."
            )
        if not len(found):
            left = " ".join(data.reading.summary.sentences()) if data.reading is not None else ""
            raise DatasetError(
                f"{data.dataset.root} has no {name} scenes for this recipe: expected at least one of the split "
                f"{split!r}, found the splits {', '.join(data.dataset.splits) or 'none'} with {len(data.dataset)} "
                f"scenes in all.{' ' + left if left else ''} {_remedy(data.recipe)}"
            )


def _remedy(recipe: Recipe) -> str:
    if not isinstance(recipe.data, FolderScenes):
        return "Draw more of them."
    if recipe.data.split is not None and recipe.data.split.train_list:
        return "Name the test scenes by data.split.test_list, or by a split that the dataset has, data.test_split."
    if recipe.data.split is not None:
        return "There are too few scenes to divide."
    return (
        "Name the splits by data.train_split and data.test_split, or have the test scenes drawn: "
        "data.split={test: 0.3}."
    )


def load(recipe: Recipe, scenes_folder: Path) -> Iterator[tuple[int, int] | ExperimentData]:
    """The data of `recipe`: (done, total) while scenes are made and read, then the ExperimentData itself, last.

    Synthetic scenes are made in `scenes_folder`, once. The scenes answer only as long as their files hold what they
    held when they were read. Raises DatasetError.
    """
    asked = recipe.data
    if isinstance(asked, FolderScenes):
        folder = Path(asked.path)
    else:
        yield from making(asked, recipe.seed, scenes_folder)
        folder = scenes_folder / PART
    data = yield from read_data(recipe, folder)
    assert data.reading is not None
    files = {one.path: one for one in data.reading.files}
    held = data.dataset.having(held_to(scene, files) for scene in data.dataset)
    yield replace(data, dataset=replace(held, files=data.reading.files), key=None)  # nothing of them is left on disk


def read_data(recipe: Recipe, folder: Path) -> Generator[tuple[int, int], None, ExperimentData]:
    """The scenes in `folder`, each read whole once, (done, total). Raises DatasetError."""
    dataset, reading = yield from read_used(recipe, folder)
    data = ExperimentData(recipe, dataset, reading.key, reading)
    check_enough(data)
    return data
