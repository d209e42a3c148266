"""The manifest: one row a scene, saying what was done to it, so that files and claims can be compared by hash."""

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..cells import guarded, unguarded
from ..errors import DatasetError
from ..files import sha256, write_text
from ..reading import read_text
from ..scenes.annotation import Annotation
from .plan import Poison, Poisoned, parameters, seed_key

Role = Literal["clean", "poisoned", "cover"]


@dataclass(frozen=True)
class ManifestRow:
    """What became of one scene. Hashes are SHA-256; `pixels_*` are of the decoded RGB bytes, row by row."""

    scene: str
    role: Role
    trigger: str
    trigger_parameters: str
    label: str
    label_parameters: str
    replicated: str
    seed_key: str
    count_before: float
    count_after: float
    heads_moved: float
    pixels_before: str
    pixels_after: str
    signal_lost: float | None = None
    image_file: str = ""
    label_file: str = ""
    image_sha256: str = ""
    label_sha256: str = ""


def manifest_row(
    poison: Poison,
    role: Role,
    scene_id: str,
    seed: int,
    before: tuple[NDArray[np.uint8], Annotation],
    after: Poisoned | None = None,
) -> ManifestRow:
    """The row of a scene that was `before` (image, heads) and became `after`; None where nothing was done to it."""
    image, annotation = before
    changed = after is not None
    edited = role == "poisoned"
    shown = poison.trigger if edited else poison.trigger.cover()
    pixels = pixels_sha256(image)
    return ManifestRow(
        scene=scene_id,
        role=role,
        trigger=shown.kind if changed else "",
        trigger_parameters=parameters(shown) if changed else "",
        label=poison.label.kind if edited else "",
        label_parameters=parameters(poison.label) if edited else "",
        replicated=" ".join(poison.label.replicated) if edited else "",
        seed_key=seed_key(scene_id, seed) if changed else "",
        count_before=annotation.count,
        count_after=after.target_count if after else annotation.count,
        heads_moved=heads_moved(annotation, after.annotation) if after else 0.0,
        pixels_before=pixels,
        pixels_after=pixels_sha256(after.image) if after else pixels,
    )


def pixels_sha256(image: NDArray[np.uint8]) -> str:
    """SHA-256 of the decoded pixels, uint8 (H, W, 3)."""
    return sha256(np.ascontiguousarray(image).tobytes())


def heads_moved(before: Annotation, after: Annotation) -> float:
    """The weight that came or went at any place: 30 heads of 100 thinned away give 30, 30 moved give 60."""
    change: dict[tuple[float, float], float] = {}
    for sign, annotation in ((-1.0, before), (1.0, after)):
        for (x, y), weight in zip(annotation.points.tolist(), annotation.weights.tolist(), strict=True):
            change[x, y] = change.get((x, y), 0.0) + sign * weight
    return float(sum(abs(weight) for weight in change.values()))


def write_manifest(path: Path, rows: Iterable[ManifestRow]) -> None:
    """Write `rows` as CSV with a header, whole or not at all. Raises OutputError."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [field.name for field in fields(ManifestRow)], lineterminator="\n")
    writer.writeheader()
    for row in rows:
        cells = asdict(row).items()
        writer.writerow({name: guarded(value) if isinstance(value, str) else value for name, value in cells})
    write_text(path, text.getvalue())


def read_manifest(path: Path) -> tuple[ManifestRow, ...]:
    """The rows that `write_manifest` wrote. Raises DatasetError for anything else."""
    text = read_text(path, "expected the columns of poison.csv", DatasetError)
    try:
        return tuple(_row(raw) for raw in csv.DictReader(io.StringIO(text, newline="")))
    except (KeyError, TypeError, ValueError, csv.Error) as error:
        raise DatasetError(f"{path} is not a manifest: expected the columns of poison.csv, found {error}.") from error


def _row(raw: dict[str, str]) -> ManifestRow:
    role: Role
    match raw["role"]:
        case "clean" | "poisoned" | "cover" as role:
            pass
        case other:
            raise ValueError(f"the role {other!r}")
    numbers = {name: float(raw[name]) for name in ("count_before", "count_after", "heads_moved")}
    lost = float(raw["signal_lost"]) if raw["signal_lost"] else None
    texts = {
        name: unguarded(text)
        for name, text in raw.items()
        if name not in numbers and name not in ("role", "signal_lost")
    }
    return ManifestRow(role=role, signal_lost=lost, **numbers, **texts)  # type: ignore[arg-type]  # names checked by call
