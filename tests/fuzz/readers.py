"""Everything that reads a file: how a good one is made, and what reading it whole means.

A reader ends well, or with an error of ours of one bounded sentence. A dataset format is here by being in FORMATS.
"""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from PIL import Image

from miscount.engine import counters, runs
from miscount.engine.errors import DatasetError, EngineError, harmless
from miscount.engine.experiment.stage import Needs, Stage
from miscount.engine.experiment.store import Store
from miscount.engine.labels.by_hand import painted_map
from miscount.engine.poison.manifest import read_manifest
from miscount.engine.reading import there
from miscount.engine.recipe import load_recipe, parse
from miscount.engine.runs.report.html import write_report
from miscount.engine.scenes import Annotation, Dataset, Labels, Scene, read_dataset
from miscount.engine.scenes.checks import check
from miscount.engine.scenes.content import content_of
from miscount.engine.scenes.conversion import losses, usable
from miscount.engine.scenes.formats import FORMATS, Format
from miscount.engine.scenes.images import image_head, read_image, read_rgba, write_image
from miscount.engine.scenes.maps import read_map, write_map
from miscount.engine.scenes.matfile import read_mat, write_mat
from miscount.engine.suites.suite import load_suite
from miscount.engine.triggers import trigger
from miscount.engine.triggers.sharing import load_trigger, save_trigger
from miscount.studio.document import Document
from miscount.studio.document.edit_files import PROPOSALS, EditFiles
from miscount.studio.document.edits import HandMap, Patch, SceneMarks
from miscount.studio.document.journal import Journal, JournalFolder, read_journal
from miscount.studio.document.opening import keep_older_here, read_saved
from miscount.studio.document.origin import Contents, Origin
from miscount.studio.document.project import new_project, open_project
from miscount.studio.document.recovery import at_home, origins_of, recover
from miscount.studio.settings import Settings, read_settings, write_settings
from tests.engine.runs.made_run import make_run
from tests.fuzz.samples import SAMPLES
from tests.places import ROOT

LONGEST = 500
SCENE = "part_A/train/IMG_1"


@dataclass(frozen=True)
class Reader:
    """`make` fills a folder with good files, `read` reads them; `keep` says which of them are damaged."""

    name: str
    make: Callable[[Path], object]
    read: Callable[[Path], object]
    keep: Callable[[Path], bool] = field(default=lambda path: True)

    def files(self, folder: Path) -> list[Path]:
        return sorted(path for path in folder.rglob("*") if path.is_file() and self.keep(path))


def quiet(_done: int, _total: int) -> None:
    """Nobody listens."""


def told(sentences: Sequence[str]) -> None:
    """Sentences that are shown are bounded as errors are."""
    for sentence in sentences:
        assert len(sentence) < LONGEST, f"a sentence of {len(sentence)} characters"
        assert harmless(sentence) == sentence, f"a sentence with control characters: {sentence[:80]!r}"


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


def read_whole(folder: Path) -> None:
    """As the window and the command line do: listed, every scene read, checked, and looked at for a conversion."""
    dataset = read_dataset(folder)
    assert len({scene.id for scene in dataset}) == len(dataset)
    for scene in dataset:
        assert (folder / scene.id).resolve().is_relative_to(folder.resolve()), f"{scene.id} leads out"
        try:
            labels = scene.labels
            told(labels.notes)
            json.dumps([dict(labels.about), {name: list(values) for name, values in labels.annotation.columns.items()}])
            _ = scene.size, str(scene), labels.annotation.count
        except DatasetError as error:
            judge(error)
    told([problem.sentence for problem in check(dataset)])
    good, problems = usable(dataset, quiet)
    told(problems)
    told([sentence for known in FORMATS for sentence in losses(good, known)])


def judge(error: EngineError) -> None:
    """Raises AssertionError unless the error is one bounded sentence, or one a line."""
    sentence = str(error)
    assert 0 < len(sentence) < LONGEST, f"a sentence of {len(sentence)} characters"
    assert all(harmless(line) == line for line in sentence.split("\n")), f"control characters: {sentence[:80]!r}"


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


def one(name: str, file: str, make: Callable[[Path], object], read: Callable[[Path], object]) -> Reader:
    return Reader(name, lambda folder: make(folder / file), lambda folder: read(folder / file))


def picture(suffix: str) -> Reader:
    def make(path: Path) -> None:
        image = Image.fromarray(np.random.default_rng(1).integers(0, 255, (24, 32, 3)).astype(np.uint8))
        exif = Image.Exif()
        exif[0x0112] = 6
        image.save(path, **({"exif": exif} if suffix in ("jpg", "png", "webp") else {}))

    def read(path: Path) -> None:
        assert len(image_head(path).size) == 2
        assert read_image(path).ndim == read_rgba(path).ndim == 3

    return one(f"picture {suffix}", f"a.{suffix}", make, read)


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


def a_trigger(folder: Path) -> None:
    save_trigger(trigger({"kind": "patch"}), folder / "trigger.yaml")


# ---- a project


def a_project(folder: Path) -> None:
    project = new_project(folder, "fuzz", None, parse("name: a\n").to_yaml())
    write_image(folder / "a.jpg", np.full((12, 9, 3), 90, np.uint8))
    heads = Annotation.of([[1.5, 2], [3, 4]]).with_column("note", ["a", None])
    origin, files = Origin(SCENE, content_of(folder / "a.jpg")), EditFiles(project.edits_folder)
    files.save_heads(SCENE, origin, heads)
    files.save_heads(SCENE, origin, heads, PROPOSALS)
    files.save_map(SCENE, origin, HandMap(np.full((12, 9), 0.5, np.float32), {"kind": "fixed"}, "0" * 16, heads))
    files.save_marks({origin: SceneMarks(True, 7)})
    keep_older_here(project)
    contents = Contents(folder / "edits" / "contents.json")
    contents.of(folder / "a.jpg")
    contents.keep()


def read_project(folder: Path) -> None:
    project = open_project(folder)
    contents = Contents(folder / "edits" / "contents.json")
    saved = read_saved(project, a_dataset(folder), contents, [], quiet, may_write=False)
    told(
        [
            *saved.problems,
            *saved.copies,
            *(why for _, why in saved.laid.absent),
            *(each.in_words for each, _ in saved.laid.absent),
        ]
    )
    assert set(saved.laid.heads) | set(saved.laid.maps) | set(saved.laid.marks) <= {SCENE}
    assert all(np.isfinite(hand.map).all() for hand in saved.laid.maps.values())
    if there(project.recipe_path):
        load_recipe(project.recipe_path)


def a_journal(folder: Path) -> None:
    document = Document()
    document.open(a_dataset(folder), {}, {})
    document.set_value("recipe", parse("name: b\n"))
    journal = Journal(folder / "left-1.jsonl", folder)
    document.applied.connect(journal.append)
    document.edit_heads("One", Annotation.of([[1, 2], [3, 4]]).with_column("note", ["a", None]))
    document.edit_heads("Two", document.annotation(SCENE).with_heads([[5, 6]]))
    base = np.zeros((12, 16), np.float32)
    patch = Patch(1, 2, base[:4, :4].copy(), np.full((4, 4), 0.5, np.float32))
    document.edit_density("Paint", [patch], lambda: HandMap(base.copy(), {"kind": "fixed"}, "0" * 16))
    document.edit_value("Seed", "recipe", parse("name: a\n"))
    document.applied.disconnect(journal.append)
    journal.close()


def a_dataset(folder: Path) -> Dataset:
    labels = Labels(Annotation.of([]))
    return Dataset(folder, "made", (Scene(SCENE, "train", folder / "a.jpg", None, lambda _scene: labels),))


def read_left(folder: Path) -> None:
    read_journal(folder / "left-1.jsonl")
    leftovers = JournalFolder(folder).leftovers()
    at_home(leftovers, dict.fromkeys(origins_of(leftovers), SCENE))
    document = Document()
    document.open(a_dataset(folder), {}, {})
    back, lost = recover(document, leftovers, lambda _name, raw: parse(json.dumps(raw))).counts
    assert 0 <= back + lost <= sum(left.num_edits for left in leftovers)
    assert np.isfinite(document.annotation(SCENE).points).all()


def settings_read(path: Path) -> None:
    told(read_settings(path)[1])


# ---- runs


def read_run(folder: Path) -> None:
    run = runs.open_run(folder)
    for part in ("status", "per_scene", "detections", "manifest"):
        try:
            getattr(run, part)
        except EngineError as error:
            judge(error)
    if run.results is not None:
        _ = run.results.counters, [run.results.scores(counter) for counter in run.results.counters]
        _ = [run.results.defense(counter) for counter in run.results.defended()]
    assert isinstance(runs.list_runs(folder.parent), list)
    write_report(run)


def a_stage(folder: Path) -> None:
    store = Store(folder / ".stages")
    stage = Stage("twin", "train", (), "0" * 16, Needs(), lambda at: iter(()), {"a": 1})
    with store.held("0" * 16):
        (store.begin(stage) / "weights.bin").write_bytes(b"abc")
        store.publish(stage, {"n": 1, "scores": {"mae": 2.5}}, 1.5, None)


def read_stage(folder: Path) -> None:
    store = Store(folder / ".stages")
    made = store.find("0" * 16)
    # a record is the one that was written, or none
    assert made is None or (made.outcome == {"n": 1, "scores": {"mae": 2.5}} and made.seconds == 1.5)
    assert isinstance(list(store.records()), list)
    assert isinstance(store.entries(), list)


# ---- weights


def a_counter(path: Path) -> None:
    from miscount.engine.counters import checkpoint

    checkpoint.save(counters.build({"kind": "light"}), path)


def a_pickle(path: Path) -> None:
    import torch

    torch.save({"state_dict": counters.build({"kind": "mcnn"}).network.state_dict(), "epoch": 3}, path)


def read_weights(path: Path) -> None:
    from miscount.engine.counters.sources import examine

    assert len(examine(path).sentence) < LONGEST
    counters.load(path)


def recipes(folder: Path) -> None:
    source = ROOT / "projects" / "quickstart" / "recipes" / "quickstart.yaml"
    (folder / "recipe.yaml").write_text(source.read_text(encoding="utf-8"), encoding="utf-8")


def a_suite(path: Path) -> None:
    path.write_text("name: s\nset: {training.epochs: 1}\nattacks:\n  a: {set: {poison.share: 0.1}}\nseeds: [0, 1]\n")


def all_readers() -> list[Reader]:
    """Every reader; formats first."""
    rng = np.random.default_rng(4)
    density = rng.random((12, 16)).astype(np.float32)
    return [
        *map(dataset_reader, FORMATS),
        *map(picture, ("jpg", "png", "bmp", "tif", "webp")),
        one("mat 7.3", "GT.mat", write_73, read_mat),
        one("mat of structs", "GT.mat", write_struct_array, read_mat),
        one("mat of ours", "GT.mat", lambda path: write_mat(path, Annotation.of(rng.uniform(0, 50, (9, 2)))), read_mat),
        one("map npy", "a.npy", lambda path: write_map(path, density), read_map),
        one("map h5", "a.h5", lambda path: write_map(path, density), read_map),
        one("painted map", "a.npy", lambda path: write_map(path, density), painted_map),
        one("recipe", "recipe.yaml", lambda path: recipes(path.parent), load_recipe),
        one("suite", "suite.yaml", a_suite, load_suite),
        Reader("trigger", a_trigger, lambda folder: load_trigger(folder / "trigger.yaml")),
        Reader("project", a_project, read_project),
        Reader("journal", a_journal, read_left),
        one("settings", "settings.json", lambda path: write_settings(path, Settings()), settings_read),
        Reader("run", lambda folder: make_run(folder / "run"), lambda folder: read_run(folder / "run"), _is_of_run),
        one("manifest", "poison.csv", lambda path: make_manifest(path), read_manifest),
        Reader("stage", a_stage, read_stage, lambda path: path.name == "stage.json"),
        one("weights", "w.safetensors", a_counter, read_weights),
        one("pickled weights", "w.pth", a_pickle, read_weights),
    ]


def _is_of_run(path: Path) -> bool:
    return path.suffix in (".json", ".jsonl", ".csv", ".yaml")


def make_manifest(path: Path) -> None:
    from miscount.engine.poison.manifest import ManifestRow, write_manifest

    row = ManifestRow(SCENE, "poisoned", "patch", "{}", "thin", "{}", "", "k", 9.0, 3.0, 6.0, "a", "b", 0.5)
    write_manifest(path, [row, row])


def chosen(seed: int, number: int, readers: list[Reader]) -> tuple[Reader, random.Random]:
    """The reader of a case and its randomness; the same case again gives the same damage."""
    return readers[number % len(readers)], random.Random(f"{seed}/{number}")
