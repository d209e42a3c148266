"""What every dataset format that is written promises."""

from pathlib import Path

import numpy as np

from ..files import make_folder
from ..scenes import Dataset, Labels, Scene, read_dataset
from ..scenes.conversion import convert
from ..scenes.formats import Format
from ..scenes.images import write_image
from .promises import hold, photo, whole_heads


def keeps_format_contract(form: Format, folder: Path) -> None:
    """What is written in it is known again by its layout, and holds the same heads and pictures."""
    picture = make_folder(folder / "made") / "picture.jpg"
    write_image(picture, photo())
    scenes = tuple(
        Scene(f"{split}/{name}", split, picture, None, lambda _scene, num=num: Labels(whole_heads(num)))  # type: ignore[misc]
        for split, name, num in (("train", "IMG_1", 3), ("train", "IMG_2", 7), ("test", "IMG_1", 0))
    )
    told: list[tuple[int, int]] = []
    back = convert(Dataset(folder / "made", "made", scenes), form, folder / "out", lambda *done: told.append(done))
    hold(told[-1] == (3, 3), "it does not report every scene that it writes")
    read = read_dataset(folder / "out")
    hold(read.format == back.format == form.NAME, f"what it writes is read as {read.format}, not as {form.NAME}")
    hold(len(read) == len(scenes), f"of {len(scenes)} scenes that it wrote it reads {len(read)}")
    in_order = [sorted(each, key=lambda scene: len(scene.annotation)) for each in (scenes, read)]
    for before, after in zip(*in_order, strict=True):
        keeps_the_scene(form, before, after)
    hold(list(form.orphan_labels(read)) == [], "it finds labels without a picture in what it wrote")
    hold(form.LAYOUT, "it has no LAYOUT in words")
    hold(not form.recognizes(make_folder(folder / "empty")), "it recognizes an empty folder")


def keeps_the_scene(form: Format, before: Scene, after: Scene) -> None:
    """The same split, heads, weights and picture."""
    hold(
        after.split == form.HOLDS.split_for(before.split), f"a scene of {before.split} is read as one of {after.split}"
    )
    hold(len(after.annotation) == len(before.annotation), "it loses heads, or adds some")
    moved = np.abs(after.annotation.points - before.annotation.points).max(initial=0)
    most = 0 if form.HOLDS.decimals is None else photo().shape[1] * 10.0**-form.HOLDS.decimals
    hold(moved <= most, f"it moves a head by {moved:g} px: a format may add columns, and moves no head")
    hold((after.annotation.weights == before.annotation.weights).all(), "it changes the weight of a head")
    hold(after.image_path.read_bytes() == before.image_path.read_bytes(), "it does not copy a picture byte for byte")
