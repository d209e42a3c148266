"""Everything that reads a file: how a good one is made, and what reading it whole means.

A reader ends well, or with an error of ours of one bounded sentence. A dataset format is here by being in FORMATS.
"""

import json
import random
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from PIL import Image

from miscount.engine.cli.reading import rules_of
from miscount.engine.errors import DatasetError
from miscount.engine.labels.by_hand import painted_map
from miscount.engine.reading import read_text
from miscount.engine.scenes import Annotation, Dataset, Labels, Scene, read_dataset
from miscount.engine.scenes.checks import check
from miscount.engine.scenes.conversion import losses, usable
from miscount.engine.scenes.formats import FORMATS, Format
from miscount.engine.scenes.images import image_head, read_image, read_rgba, write_image
from miscount.engine.scenes.maps import read_map, write_map
from miscount.engine.scenes.matfile import read_mat, write_mat
from miscount.engine.scenes.rules import ReadingRules
from miscount.engine.scenes.summary import summary_of
from tests.fuzz.reader import Reader, judge, one, quiet, told
from tests.fuzz.run_readers import run_readers
from tests.fuzz.samples import SAMPLES
from tests.fuzz.studio_readers import studio_readers
from tests.fuzz.weight_readers import weight_readers

# ---- datasets

ABOUT = {
    "scene": "street",
    "weather": 1,
    "distractor": 0,
    "luminance": 3,
    "level": 2,
    "flags": {"a": True},
    "place": "x",
}
COLUMNS: dict[str, Any] = {
    "size": [9, 12], "occlusion": 2, "blur": 1, "box": [1, 2, 30, 40], "class": "adult", "note": "seen", "score": 0.5,
}  # fmt: skip


def scenes_for(known: Format, folder: Path) -> Dataset:
    """Three small scenes with all that the format has room for."""
    picture = folder / "picture.jpg"
    write_image(picture, np.random.default_rng(0).integers(0, 255, (40, 60, 3)).astype(np.uint8))
    made = []
    for number, split in ((1, "train"), (2, "train"), (1, "test")):
        heads = Annotation.of(np.random.default_rng(number).integers(0, 40, (8, 2)))
        for name, value in COLUMNS.items():
            if known.HOLDS.column(name):
                heads = heads.with_column(name, [value] * len(heads))
        labels = Labels(heads, about={name: value for name, value in ABOUT.items() if known.HOLDS.fact(name)})
        made.append(Scene(f"{split}/IMG_{number}", split, picture, None, lambda _scene, labels=labels: labels))
    return Dataset(folder, "made", tuple(made))


def read_whole(folder: Path, rules: ReadingRules = ReadingRules()) -> None:
    """As the window and the command line do: listed, every scene read, checked, and looked at for a conversion."""
    dataset = read_dataset(folder, rules)
    assert len({scene.id for scene in dataset}) == len(dataset)
    for scene in dataset:
        assert (folder / scene.id).resolve().is_relative_to(folder.resolve()), f"{scene.id} leads out"
        try:
            labels = scene.labels
            told(labels.notes)
            json.dumps([dict(labels.about), {name: list(values) for name, values in labels.annotation.columns.items()}])
            _ = scene.size, str(scene), labels.annotation.count
            assert np.isfinite(labels.annotation.points).all(), "heads at no place"
            assert np.isfinite(labels.annotation.weights).all(), "heads of no weight"
        except DatasetError as error:
            judge(error)
    told(summary_of(dataset).sentences())
    told([problem.sentence for problem in check(dataset)])
    good, problems = usable(dataset, quiet)
    told(problems)
    told([sentence for known in FORMATS for sentence in losses(good, known)])


def dataset_reader(known: Format) -> Reader:
    def make(folder: Path) -> None:
        if not known.HOLDS.written:
            SAMPLES[known.NAME](folder)
            return
        source = folder.with_name(folder.name + ".source")
        source.mkdir()
        known.write(scenes_for(known, source), folder, quiet)

    only_pictures = known.NAME == "pictures"
    return Reader(f"format {known.NAME}", make, read_whole, lambda path: only_pictures or path.suffix != ".jpg")


# ---- files alone


MODES = {"jpg": ("RGB", "L", "CMYK"), "png": ("RGB", "RGBA", "P", "I;16"), "tif": ("RGB", "RGBA", "F")}
"""What pictures hold besides three colors, by the end of their names."""


def picture(suffix: str, mode: str) -> Reader:
    def make(path: Path) -> None:
        image = Image.fromarray(np.random.default_rng(1).integers(0, 255, (24, 32, 3)).astype(np.uint8))
        exif = Image.Exif()
        exif[0x0112] = 6
        image = image.convert("I").convert(mode) if mode == "I;16" else image.convert(mode)
        image.save(path, **({"exif": exif} if suffix in ("jpg", "png", "webp") else {}))

    def read(path: Path) -> None:
        assert len(image_head(path).size) == 2
        assert read_image(path).ndim == read_rgba(path).ndim == 3

    return one(f"picture {suffix} {mode}", f"a.{suffix}", make, read)


def write_73(path: Path) -> None:
    with h5py.File(path, "w", userblock_size=512) as file:
        inside = file.create_group("#refs#/a")
        inside.attrs["MATLAB_class"] = np.bytes_("struct")
        places = np.random.default_rng(2).uniform(0, 50, (2, 7))
        inside.create_dataset("location", data=places, chunks=(2, 4), compression=1)
        inside.create_dataset("number", data=np.array([[7.0]]))
        cell = file.create_dataset("image_info", (1, 1), dtype=h5py.ref_dtype)
        cell[0, 0] = inside.ref
        cell.attrs["MATLAB_class"] = np.bytes_("cell")
    content = path.read_bytes()
    path.write_bytes(b"MATLAB 7.3 MAT-file".ljust(124) + b"\0\2IM" + content[128:])


def write_struct_array(path: Path) -> None:
    from scipy.io import savemat

    points = np.random.default_rng(3).uniform(0, 50, (6, 2))
    rows = np.array([(x, y) for x, y in points], dtype=[("x", "f8"), ("y", "f8")])
    cells = np.array([1, "a", 2.5], dtype=object)
    savemat(path, {"image_info": rows, "text": "abc", "cells": cells}, do_compression=True)


# ---- what a person says of a table


def a_mapping(folder: Path) -> None:
    write_image(folder / "a.jpg", np.zeros((40, 60, 3), np.uint8))
    (folder / "heads.csv").write_text("bild,pos x,pos y,kind,w\na.jpg,1.5,2,adult,1\na.jpg,30,20,child,0.5\n")
    columns = ("image=bild", "x=pos x", "y=pos y", "class=kind", "weight=w")
    (folder / "options.txt").write_text("".join(f"--columns {each}\n" for each in columns) + "--read classes=[adult]\n")


def read_mapped(folder: Path) -> None:
    lines = read_text(folder / "options.txt", "expected options", DatasetError).splitlines()
    said = {
        option: [line.partition(" ")[2] for line in lines if line.startswith(option)]
        for option in ("--columns", "--read")
    }
    read_whole(folder, rules_of(said["--read"], said["--columns"]))


def all_readers() -> list[Reader]:
    """Every reader; formats first."""
    rng = np.random.default_rng(4)
    density = rng.random((12, 16)).astype(np.float32)
    return [
        *map(dataset_reader, FORMATS),
        *(picture(kind, mode) for kind in ("jpg", "png", "bmp", "tif", "webp") for mode in MODES.get(kind, ("RGB",))),
        one("mat 7.3", "GT.mat", write_73, read_mat),
        one("mat of structs", "GT.mat", write_struct_array, read_mat),
        one("mat of ours", "GT.mat", lambda path: write_mat(path, Annotation.of(rng.uniform(0, 50, (9, 2)))), read_mat),
        one("map npy", "a.npy", lambda path: write_map(path, density), read_map),
        one("map h5", "a.h5", lambda path: write_map(path, density), read_map),
        one("painted map", "a.npy", lambda path: write_map(path, density), painted_map),
        Reader("columns of a table", a_mapping, read_mapped, lambda path: path.suffix != ".jpg"),
        *run_readers(),
        *studio_readers(),
        *weight_readers(),
    ]


def chosen(seed: int, number: int, readers: list[Reader]) -> tuple[Reader, random.Random]:
    """The reader of a case and its randomness; the same case again gives the same damage."""
    return readers[number % len(readers)], random.Random(f"{seed}/{number}")
