"""A poisoned copy of a dataset on disk, in its own format, with its manifest; sources are only ever read."""

import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..built import built_folder
from ..errors import DatasetError, OutputError, RecipeError
from ..files import file_sha256, write_json
from ..reading import real_path
from ..scenes import Dataset, Labels, Scene
from ..scenes.conversion import losses, own_form, write_whole
from ..scenes.images import read_image, write_image
from ..scenes.metadata import write_plain
from ..scenes.rules import ReadingRules
from .manifest import ManifestRow, Role, manifest_row, write_manifest
from .plan import Poison, Rates, cover_scene, poison_scene, rates, select, select_covers

MANIFEST = "poison.csv"
SUMMARY = "poison.json"
SUFFIX_OF_COPIES = "_poisoned"
"""Ends the name of an appended scene: IMG_12_poisoned.jpg beside GT_IMG_12_poisoned.mat, as published loaders pair."""

LOST_AT_MOST = 0.10
"""The share of a trigger's signal that JPEG may take before images are written as PNG."""

NUM_MEASURED = 5

Progress = Callable[[int, int], None]
ImageFormat = Literal["auto", "jpg", "png"]


@dataclass(frozen=True)
class PoisonedDataset:
    """What was written: the folder, a row a scene, the rates, why images have their format, and what had no place.

    `losses`: a sentence for each thing that the dataset's format cannot hold, such as weights.
    """

    root: Path
    rows: tuple[ManifestRow, ...]
    rates: Rates
    image_suffix: str
    about_images: str
    losses: tuple[str, ...] = ()


def write_poisoned_dataset(
    dataset: Dataset,
    poison: Poison,
    seed: int,
    out: Path,
    progress: Progress | None = None,
    split: str = "train",
    images: ImageFormat = "auto",
) -> PoisonedDataset:
    """Write a copy of `dataset` to the empty folder `out`, the scenes of `split` poisoned as `poison` says.

    Every other scene is copied. `progress` hears (done, total). Raises OutputError when `out` holds something
    or cannot be written, DatasetError for a scene that cannot be read or where none can be poisoned, RecipeError for
    poison that needs a training. A scene without labels is copied and never poisoned.
    """
    _refuse_what_would_mix(dataset, out)
    if poison.stage == "after_crop":
        raise RecipeError(
            "poison.stage: after_crop happens inside a training, whose crops are no files; set before_crop to write a "
            "dataset of whole frames"
        )
    form = own_form(dataset)
    chosen = _labelled(dataset, split)
    ids = [scene.id for scene in chosen]
    poisoned = select(poison, ids, [scene.annotation.count for scene in chosen], seed)
    covers = select_covers(poison, ids, poisoned, seed)
    _refuse_taken_names(dataset, poison, {*poisoned, *covers})
    suffix, about = _suffix(poison, chosen.only(poisoned[:NUM_MEASURED]), seed, images)
    with built_folder(out, "miscount poison") as part, tempfile.TemporaryDirectory() as staging:
        stage = _Stage(poison, seed, Path(staging), suffix)
        for done, scene in enumerate(dataset, start=1):
            stage.add(scene, _role(scene.id, poisoned, covers))
            if progress is not None:
                progress(done, len(dataset))
        whole = Dataset(Path(staging), dataset.format, tuple(stage.scenes))
        lost = losses(whole, form)
        # staged pictures are copied byte for byte
        written = write_whole(whole, form, part, lambda *_: progress(len(dataset), len(dataset)) if progress else None)
        rows = _filed(stage.rows, written, part)
        write_manifest(part / MANIFEST, rows)
        made = PoisonedDataset(out, tuple(rows), rates(poison, len(chosen), len(poisoned)), suffix, about, lost)
        write_json(part / SUMMARY, _summary(poison, seed, made))
    return made


def signal_lost(clean: NDArray[np.uint8], image: NDArray[np.uint8]) -> float:
    """The share of the trigger in `image` that is gone after JPEG: mean |(J(t) - J(x)) - (t - x)| / mean |t - x|.

    Both uint8 (H, W, 3); 0 where there is no trigger. J is what `write_image` writes to a .jpg.
    """
    signal = image.astype(np.float32) - clean
    asked = float(np.abs(signal).mean())
    if asked == 0:
        return 0.0
    left = _through_jpeg(image).astype(np.float32) - _through_jpeg(clean)
    return float(np.abs(left - signal).mean()) / asked


def _through_jpeg(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    # by the very writer that is judged, so that the figure cannot drift from the files
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "image.jpg"
        write_image(path, image)
        return read_image(path)


def _suffix(poison: Poison, scenes: Dataset, seed: int, images: ImageFormat) -> tuple[str, str]:
    if images != "auto":
        return f".{images}", f"Poisoned images are {images.upper()}, as asked."
    lost = []
    for scene in scenes:
        image = scene.image()
        lost.append(signal_lost(image, poison_scene(poison, scene.id, image, scene.annotation, seed).image))
    median = float(np.median(lost)) if lost else 0.0
    suffix = ".png" if median > LOST_AT_MOST else ".jpg"
    reason = "more" if suffix == ".png" else "no more"
    return suffix, (
        f"Poisoned images are {suffix[1:].upper()}: JPEG takes {median:.1%} of the trigger's signal (median of "
        f"{len(lost)} scenes), {reason} than the {LOST_AT_MOST:.0%} that is let pass."
    )


def _refuse_what_would_mix(dataset: Dataset, out: Path) -> None:
    root, target = real_path(dataset.root), real_path(out)
    if target.is_relative_to(root) or root.is_relative_to(target):
        raise OutputError(f"{out} and the dataset {dataset.root} lie in each other: write to a folder of its own.")


def _refuse_taken_names(dataset: Dataset, poison: Poison, changed: set[str]) -> None:
    """Raises DatasetError where a scene has the name of one that is to be appended: it was poisoned before."""
    there = {scene.id for scene in dataset}
    taken = sorted(f"{name}{SUFFIX_OF_COPIES}" for name in changed if f"{name}{SUFFIX_OF_COPIES}" in there)
    if poison.mode == "append" and taken:
        raise DatasetError(
            f"{dataset.root} has a scene {taken[0]} already, which is to be appended: it was poisoned before; poison "
            "the clean dataset, or set poison.mode to replace."
        )


def _labelled(dataset: Dataset, split: str) -> Dataset:
    """The scenes that can be poisoned: a label edit needs labels. Raises DatasetError where there is none."""
    chosen = dataset.having(scene for scene in dataset.split(split) if scene.labels.labelled)
    if not len(chosen):
        raise DatasetError(
            f"{dataset.root} has nothing to poison: expected labelled scenes of the split {split!r}, found the splits "
            f"{', '.join(dataset.splits) or 'none'} with {len(dataset)} scenes in all."
        )
    return chosen


def _role(scene_id: str, poisoned: tuple[str, ...], covers: tuple[str, ...]) -> Role:
    if scene_id in poisoned:
        return "poisoned"
    return "cover" if scene_id in covers else "clean"


class _Stage:
    """The scenes that are to be written, changed pictures in a folder of their own, with a row for each."""

    def __init__(self, poison: Poison, seed: int, folder: Path, suffix: str) -> None:
        self.scenes: list[Scene] = []
        self.rows: list[ManifestRow] = []
        self._poison, self._seed, self._folder, self._suffix = poison, seed, folder, suffix

    def add(self, scene: Scene, role: Role) -> None:
        """The clean scene, the changed one, or both."""
        if role == "clean" or self._poison.mode == "append":
            row = manifest_row(self._poison, "clean", scene.id, self._seed, (scene.image(), scene.annotation))
            self._add(self._plain(scene), row)
        if role != "clean":
            self._change(scene, role)

    def _plain(self, scene: Scene) -> Scene:
        """The scene with a picture that says as little of itself as the poisoned ones do: the same pixels."""
        labels, path = scene.labels, self._folder / f"{len(self.scenes)}"
        if scene.shrink > 1:
            path = path.with_suffix(".png")
            write_image(path, scene.image())
        else:
            path = write_plain(scene.image_path, path, upright=scene.upright)
        return replace(scene, image_path=path, read_labels=lambda _scene: labels, rules=ReadingRules(), shrink=1)

    def _change(self, scene: Scene, role: Role) -> None:
        image, annotation = scene.image(), scene.annotation
        change = poison_scene if role == "poisoned" else cover_scene
        done = change(self._poison, scene.id, image, annotation, self._seed)
        path = self._folder / f"{len(self.scenes)}{self._suffix}"
        write_image(path, done.image)
        labels = Labels(done.annotation, about=scene.labels.about)
        scene_id = scene.id + (SUFFIX_OF_COPIES if self._poison.mode == "append" else "")
        lost = signal_lost(image, done.image) if self._suffix == ".jpg" else 0.0
        # the hash is of the pixels that a reader of the file gets
        after = replace(done, image=read_image(path))
        row = manifest_row(self._poison, role, scene.id, self._seed, (image, annotation), after)
        self._add(Scene(scene_id, scene.split, path, None, lambda _scene: labels), replace(row, signal_lost=lost))

    def _add(self, scene: Scene, row: ManifestRow) -> None:
        self.scenes.append(scene)
        self.rows.append(replace(row, image_sha256=file_sha256(scene.image_path, "expected an image", DatasetError)))


def _filed(rows: list[ManifestRow], written: Dataset, root: Path) -> list[ManifestRow]:
    """The rows with the files that hold their scenes, found by the hash of the picture."""
    places: dict[str, list[Scene]] = {}
    for scene in reversed(written.scenes):
        places.setdefault(file_sha256(scene.image_path, "expected an image", DatasetError), []).append(scene)
    filed = []
    for row in rows:
        scene = places[row.image_sha256].pop()
        label = scene.label_path
        filed.append(
            replace(
                row,
                image_file=scene.image_path.relative_to(root).as_posix(),
                label_file=label.relative_to(root).as_posix() if label is not None else "",
                label_sha256=file_sha256(label, "expected an annotation", DatasetError) if label is not None else "",
            )
        )
    return filed


def _summary(poison: Poison, seed: int, made: PoisonedDataset) -> dict[str, object]:
    roles = [row.role for row in made.rows]
    return {
        "poison": poison.model_dump(mode="json"),
        "seed": seed,
        "rates": asdict(made.rates),
        "scenes": {role: roles.count(role) for role in ("clean", "poisoned", "cover")},
        "images": made.about_images,
        "losses": list(made.losses),
        "replicated": list(poison.label.replicated),
    }
