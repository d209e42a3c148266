"""A poisoned copy of a dataset on disk, in its own format, with its manifest; sources are only ever read."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from ..built import Start, built_folder
from ..errors import DatasetError, OutputError, RecipeError
from ..files import file_sha256, write_json, write_text
from ..reading import real_path
from ..scenes import Dataset, Scene
from ..scenes.conversion import losses, own_form, write_whole
from ..unfinished import hash_of_work
from .dataset_card import CARD, dataset_card
from .manifest import ManifestRow, Role, write_manifest
from .plan import Poison, Rates, poison_scene, rates, select, select_covers
from .staged import SUFFIX_OF_COPIES, Stage, signal_lost

MANIFEST = "poison.csv"
SUMMARY = "poison.json"
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
    start: Start | None = None,
) -> PoisonedDataset:
    """Write a copy of `dataset` to the empty folder `out`, the scenes of `split` poisoned as `poison` says.

    Every other scene is copied. `progress` hears (done, total). Raises OutputError when `out` holds something
    or cannot be written, DatasetError for a scene that cannot be read or where none can be poisoned, RecipeError for
    poison that needs a training. A scene without labels is copied and never poisoned. With `start`, a stop or a kill
    leaves what can be gone on with, see `built_folder`: scenes that are done are not made again.
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
    of = "" if start is None else _hash_of(dataset, poison, seed, (split, suffix))
    with built_folder(out, "miscount poison", of, start or "anew") as part:
        tell = part.telling(progress or (lambda *_: None))
        with Stage(poison, seed, part.folder, suffix) as stage:
            for done, scene in enumerate(dataset, start=1):
                stage.add(scene, _role(scene.id, poisoned, covers))
                tell(done, len(dataset))
        whole = Dataset(stage.folder, dataset.format, tuple(stage.scenes))
        lost = losses(whole, form)
        # staged pictures are copied byte for byte
        written = write_whole(whole, form, part.folder, lambda *_: tell(len(dataset), len(dataset)))
        rows = _filed(stage.rows, written, part.folder)
        write_manifest(part.folder / MANIFEST, rows)
        made = PoisonedDataset(out, tuple(rows), rates(poison, len(chosen), len(poisoned)), suffix, about, lost)
        write_json(part.folder / SUMMARY, _summary(poison, seed, made))
        remarks = [about, *lost]
        card = dataset_card(poison, seed, dataset.root.name, form.LAYOUT, rows, made.rates, remarks)
        write_text(part.folder / CARD, card)
        dataset.check_unchanged()
        stage.remove()
    return made


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


def _hash_of(dataset: Dataset, poison: Poison, seed: int, also: tuple[str, ...]) -> str:
    """Of all that is written: what the scenes hold, and what is done to them."""
    expected = "expected a file that the poison needs"
    pictures = [scene.picture_sha256 or file_sha256(scene.image_path, expected, DatasetError) for scene in dataset]
    labels = [scene.labels.sha256 for scene in dataset]
    named = [[scene.id, scene.split, scene.image_path.suffix] for scene in dataset]
    sources = [file_sha256(path, expected, DatasetError) for path in poison.sources]
    how = [poison.model_dump(mode="json"), sources, seed, dataset.format]
    return hash_of_work("poison", how, named, pictures, labels, also)


def _role(scene_id: str, poisoned: tuple[str, ...], covers: tuple[str, ...]) -> Role:
    if scene_id in poisoned:
        return "poisoned"
    return "cover" if scene_id in covers else "clean"


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
