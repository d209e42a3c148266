"""A poisoned copy of a dataset on disk, in ShanghaiTech layout, with its manifest; sources are only ever read."""

import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..errors import OutputError
from ..files import make_folder, sha256, write_json
from ..scenes import Dataset, Scene
from ..scenes.images import read_image, write_image
from ..scenes.shanghaitech import SPLITS, write_scene
from .manifest import ManifestRow, Role, manifest_row, write_manifest
from .plan import Poison, Poisoned, Rates, cover_scene, poison_scene, rates, select, select_covers

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
    """What was written: the folder, one row a scene, the rates, and why images have the format they have."""

    root: Path
    rows: tuple[ManifestRow, ...]
    rates: Rates
    image_suffix: str
    about_images: str


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
    or cannot be written, DatasetError for a scene that cannot be read.
    """
    _refuse_what_would_mix(dataset, out)
    chosen = dataset.split(split)
    ids = [scene.id for scene in chosen]
    poisoned = select(poison, ids, [scene.annotation.count for scene in chosen], seed)
    covers = select_covers(poison, ids, poisoned, seed)
    suffix, about = _suffix(poison, chosen.only(poisoned[:NUM_MEASURED]), seed, images)
    writer = _Writer(poison, seed, make_folder(out), suffix)
    rows: list[ManifestRow] = []
    for done, scene in enumerate(dataset, start=1):
        rows += writer.write(scene, _role(scene.id, poisoned, covers))
        if progress is not None:
            progress(done, len(dataset))
    write_manifest(out / MANIFEST, rows)
    made = PoisonedDataset(out, tuple(rows), rates(poison, len(chosen), len(poisoned)), suffix, about)
    write_json(out / SUMMARY, _summary(poison, seed, made))
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
    root, target = dataset.root.resolve(), out.resolve()
    if target.is_relative_to(root) or root.is_relative_to(target):
        raise OutputError(f"{out} and the dataset {dataset.root} lie in each other: write to a folder of its own.")
    if out.is_dir() and any(out.iterdir()):
        raise OutputError(f"{out} is not empty: a poisoned dataset is written to a new folder.")


def _role(scene_id: str, poisoned: tuple[str, ...], covers: tuple[str, ...]) -> Role:
    if scene_id in poisoned:
        return "poisoned"
    return "cover" if scene_id in covers else "clean"


@dataclass(frozen=True)
class _Writer:
    poison: Poison
    seed: int
    root: Path
    suffix: str

    def write(self, scene: Scene, role: Role) -> list[ManifestRow]:
        """The files of one scene: the clean one, the changed one, or both; a row for each."""
        rows = []
        if role == "clean" or self.poison.mode == "append":
            rows.append(self._clean(scene))
        if role != "clean":
            rows.append(self._changed(scene, role))
        return rows

    def _clean(self, scene: Scene) -> ManifestRow:
        row = manifest_row(self.poison, "clean", scene.id, self.seed, (scene.image(), scene.annotation))
        return self._filed(row, self._put(scene, scene.name, scene.image_path))

    def _changed(self, scene: Scene, role: Role) -> ManifestRow:
        image, annotation = scene.image(), scene.annotation
        change = poison_scene if role == "poisoned" else cover_scene
        done = change(self.poison, scene.id, image, annotation, self.seed)
        name = scene.name + (SUFFIX_OF_COPIES if self.poison.mode == "append" else "")
        written = self._put(scene, name, done)
        lost = signal_lost(image, done.image) if self.suffix == ".jpg" else 0.0
        # the hash is of the pixels that a reader of the file gets
        after = replace(done, image=written.image())
        row = manifest_row(self.poison, role, scene.id, self.seed, (image, annotation), after)
        return self._filed(replace(row, signal_lost=lost), written)

    def _put(self, scene: Scene, name: str, content: Path | Poisoned) -> Scene:
        first, *between = scene.id.split("/")
        part = first if between else "part_A"
        split = scene.split if scene.split in SPLITS.values() else "train"
        if isinstance(content, Path):
            return write_scene(self.root, part, split, name, content, scene.annotation)
        return write_scene(self.root, part, split, name, content.image, content.annotation, self.suffix)

    def _filed(self, row: ManifestRow, written: Scene) -> ManifestRow:
        label = written.label_path
        assert label is not None  # write_scene has just written it
        return replace(
            row,
            image_file=written.image_path.relative_to(self.root).as_posix(),
            label_file=label.relative_to(self.root).as_posix(),
            image_sha256=sha256(written.image_path.read_bytes()),
            label_sha256=sha256(label.read_bytes()),
        )


def _summary(poison: Poison, seed: int, made: PoisonedDataset) -> dict[str, object]:
    roles = [row.role for row in made.rows]
    return {
        "poison": poison.model_dump(mode="json"),
        "seed": seed,
        "rates": asdict(made.rates),
        "scenes": {role: roles.count(role) for role in ("clean", "poisoned", "cover")},
        "images": made.about_images,
        "replicated": list(poison.label.replicated),
    }
