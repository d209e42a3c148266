"""The long work that the studio starts, as picklable tasks: each yields the engine's events on a thread or in a child.

The engine's heavy parts are imported inside, never when the window starts.
"""

import queue
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from miscount.engine.built import built_folder
from miscount.engine.errors import DatasetError
from miscount.engine.events import Cancel, Event, Finished, Progress, StageDone, StageStarted, Warned, check
from miscount.engine.scenes.annotation import Annotation
from miscount.engine.scenes.rules import ReadingRules
from miscount.engine.scenes.scene import Dataset, Labels, Scene

from .engine_choice import EngineChoice

if TYPE_CHECKING:
    from miscount.engine.scenes.formats import Format

_COMPLETE = ".complete"

FORMS = {
    "ShanghaiTech": "shanghaitech",
    "UCF-QNRF": "qnrf",
    "JHU-Crowd++": "jhu",
    "NWPU-Crowd": "nwpu",
    "CSV, which holds everything": "csv",
    "labelme": "labelme",
    "DotDotGoose": "dotdotgoose",
    "COCO": "coco",
    "CVAT": "cvat",
    "VIA": "via",
    "Label Studio": "label_studio",
    "P2PNet": "p2pnet",
    "CCLabeler": "cclabeler",
}
"""The forms that scenes can be exported in."""

Report = Callable[[int, int], None]

UNUSED_MAPS = (
    "{n} density map{s} edited by hand {are} not used by this run: it makes its maps from the heads with the recipe's "
    "kernel."
)


@dataclass(frozen=True)
class RunRecipe:
    """Carry out a recipe that reads the scenes in `scenes`, all stages.

    With `edited` heads, `scenes` is a copy that is made first, from `source`, which is read by `reading`.
    """

    recipe_yaml: str
    scenes: str
    out: str
    source: str = ""
    edited: Mapping[str, Annotation] = field(default_factory=dict)
    num_hand_maps: int = 0
    by: EngineChoice = field(default_factory=EngineChoice)
    reading: ReadingRules = field(default_factory=ReadingRules)

    def __call__(self, cancel: Cancel) -> Iterator[Event]:
        """The events of the run, after those of writing the edited scenes down."""
        from miscount.engine.experiment import run
        from miscount.engine.recipe import parse
        from miscount.engine.scenes import read_dataset
        from miscount.engine.training.devices import leave_a_core

        by = self.by.executor()
        leave_a_core()
        scenes = Path(self.scenes)
        recipe = parse(self.recipe_yaml)
        if self.edited and not is_copied(scenes):
            skips = bool(getattr(recipe.data, "skip_broken", False))
            yield from _copy(with_edits(read_dataset(self.source, self.reading), self.edited), scenes, cancel, skips)
        if self.num_hand_maps:
            n = self.num_hand_maps
            yield Warned("data", UNUSED_MAPS.format(n=n, s="s" * (n != 1), are="are" if n != 1 else "is"))
        yield from run(recipe, Path(self.out), cancel, by=by)


@dataclass(frozen=True)
class ExportScenes:
    """Write the dataset with the person's edits to a new folder, in the form of `form`."""

    dataset: str
    edited: Mapping[str, Annotation]
    out: str
    form: str = "shanghaitech"
    reading: ReadingRules = field(default_factory=ReadingRules)

    def __call__(self, cancel: Cancel) -> Iterator[Event]:
        """Progress, scene by scene; what the form cannot hold is reported before anything is written."""
        from miscount.engine.scenes import conversion, read_dataset
        from miscount.engine.scenes.formats import format_named

        dataset, form = with_edits(read_dataset(self.dataset, self.reading), self.edited), format_named(self.form)
        kept: list[Dataset] = []
        left_out: list[str] = []

        def read(report: Report) -> None:
            found, sentences = conversion.usable(dataset, report)
            labelled, sentence = _labelled(found, form)
            kept.append(labelled)
            left_out.extend((*sentences, *sentence))

        yield StageStarted("read scenes", 1, 2, len(dataset))
        yield from progress_of("read scenes", read, cancel)
        yield StageDone("read scenes", 0.0)
        yield StageStarted("write scenes", 2, 2, len(kept[0]))
        for sentence in (*left_out, *conversion.losses(kept[0], form)):
            yield Warned("write scenes", sentence)

        def write(report: Report) -> None:
            conversion.convert(kept[0], form, Path(self.out), report)

        yield from progress_of("write scenes", write, cancel)
        yield StageDone("write scenes", 0.0)
        yield Finished(out=self.out)


MAP_FORMS = {"NumPy arrays, .npy": "npy", "HDF5 with the key density, .h5": "h5"}


@dataclass(frozen=True)
class ExportMaps:
    """Write the density map of every scene, the hand-edited ones as they are, to a new folder."""

    dataset: str
    edited: Mapping[str, Annotation]
    maps: Mapping[str, Any]
    kernel: Mapping[str, Any]
    out: str
    form: str = "npy"
    reading: ReadingRules = field(default_factory=ReadingRules)

    def __call__(self, cancel: Cancel) -> Iterator[Event]:
        """Progress, scene by scene; a scene that cannot be read is reported and left out."""
        from miscount.engine.density import density_map, kernel
        from miscount.engine.scenes import read_dataset
        from miscount.engine.scenes.maps import map_path, write_map

        dataset, how = with_edits(read_dataset(self.dataset, self.reading), self.edited), kernel(self.kernel)
        with built_folder(Path(self.out), "the export of density maps") as part:
            yield StageStarted("density maps", 1, 1, len(dataset))
            for number, scene in enumerate(dataset, start=1):
                check(cancel)
                try:
                    hand = self.maps.get(scene.id)
                    density = hand if hand is not None else density_map(scene.annotation, scene.size, how)
                    write_map(map_path(part, scene.id, self.form), density)
                except DatasetError as error:
                    yield Warned("density maps", f"{scene.id} is left out: {error}")
                yield Progress("density maps", number, len(dataset))
        yield StageDone("density maps", 0.0)
        yield Finished(out=self.out)


@dataclass(frozen=True)
class ExportPoison:
    """Write the poisoned dataset with its manifest to a new folder."""

    recipe_yaml: str
    dataset: str
    edited: Mapping[str, Annotation]
    out: str
    reading: ReadingRules = field(default_factory=ReadingRules)

    def __call__(self, cancel: Cancel) -> Iterator[Event]:
        """Progress, scene by scene."""
        from miscount.engine.poison.dataset import write_poisoned_dataset
        from miscount.engine.recipe import parse
        from miscount.engine.scenes import read_dataset

        recipe = parse(self.recipe_yaml)
        edited = with_edits(read_dataset(self.dataset, self.reading), self.edited)
        split = getattr(recipe.data, "train_split", "train")

        def work(report: Report) -> None:
            write_poisoned_dataset(edited, recipe.poison, recipe.seed, Path(self.out), report, split)

        yield StageStarted("poisoned dataset", 1, 1, len(edited))
        yield from progress_of("poisoned dataset", work, cancel)
        yield Finished(out=self.out)


def with_edits(dataset: Dataset, edited: Mapping[str, Annotation]) -> Dataset:
    """`dataset` with the edited heads in place of those in its files."""
    return dataset.having(with_heads(scene, edited[scene.id]) if scene.id in edited else scene for scene in dataset)


def with_heads(scene: Scene, heads: Annotation) -> Scene:
    """`scene` with these heads, all of them people; what its file says of the scene as a whole is kept."""
    return replace(scene, read_labels=_Edited(heads, scene), rules=scene.rules.replace(classes=(), ignored=()))


@dataclass(frozen=True)
class _Edited:
    annotation: Annotation
    source: Scene

    def __call__(self, _scene: Scene) -> Labels:
        turned = _size_if_turned(self.source)
        try:
            said = self.source.read_labels(self.source)
        except DatasetError:
            # the person labelled what could not be read
            return Labels(self.annotation, stated_size=turned)
        size = turned or said.stated_size
        return replace(
            said, annotation=self.annotation, notes=(), repairs=(), stated_count=None, labelled=True, stated_size=size
        )


def _size_if_turned(scene: Scene) -> tuple[int, int] | None:
    """The size in which a person saw a picture that its EXIF turns: edited heads must not turn it another way."""
    from miscount.engine.scenes.images import image_head

    try:
        return scene.size if image_head(scene.image_path).orientation != 1 else None
    except DatasetError:
        return None


def is_copied(scenes: Path) -> bool:
    """Whether the copy in `scenes` is there whole."""
    return (scenes / _COMPLETE).exists()


def _labelled(dataset: Dataset, form: "Format") -> tuple[Dataset, tuple[str, ...]]:
    """The scenes that somebody has labelled, and a sentence on the others, where `form` cannot tell them apart.

    It would hold them as scenes without people, and a counter would learn so. Raises DatasetError where none is left.
    """
    if form.HOLDS.unlabelled:
        return dataset, ()
    kept = dataset.having(scene for scene in dataset if scene.labels.labelled)
    number = len(dataset) - len(kept)
    if not number:
        return dataset, ()
    if not len(kept):
        raise DatasetError(f"No scene of {dataset.root} is labelled yet: place heads in some first (Heads page).")
    return kept, (f"{number} scene{'s' * (number != 1)} that nobody has labelled {'are' if number != 1 else 'is'} left "
                  "out.",)  # fmt: skip


def _copy(dataset: Dataset, out: Path, cancel: Cancel, skips_broken: bool) -> Iterator[Event]:
    """Write the edited scenes for a run; a copy that an older version left unfinished is removed."""
    from miscount.engine.scenes import conversion

    form = conversion.own_form(dataset)
    if out.exists():
        shutil.rmtree(out, ignore_errors=True)
    if skips_broken:
        dataset, sentences = conversion.usable(dataset, lambda _done, _total: check(cancel))
        for sentence in sentences:
            yield Warned("write scenes", sentence)
    dataset, said = _labelled(dataset, form)
    for sentence in said:
        yield Warned("write scenes", sentence)
    yield StageStarted("write scenes", 1, 1, len(dataset))
    with built_folder(out, "a run of edited scenes") as part:
        yield from progress_of("write scenes", lambda report: form.write(dataset, part, report), cancel)
        (part / _COMPLETE).touch()
    yield StageDone("write scenes", 0.0)


def progress_of(stage: str, work: Callable[[Report], Any], cancel: Cancel) -> Iterator[Event]:
    """Progress events of `work`, which reports them through a callback; it is stopped there when asked."""
    events: queue.SimpleQueue[Event | Exception | None] = queue.SimpleQueue()

    def report(done: int, total: int) -> None:
        check(cancel)
        events.put(Progress(stage, done, total))

    def body() -> None:
        try:
            work(report)
            events.put(None)
        except Exception as error:  # noqa: BLE001  handed over to the job, which reports it
            events.put(error)

    thread = threading.Thread(target=body, name=stage, daemon=True)
    thread.start()
    while (event := events.get()) is not None:
        if isinstance(event, Exception):
            thread.join()
            raise event
        yield event
    thread.join()
