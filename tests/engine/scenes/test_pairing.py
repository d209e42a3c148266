"""A label belongs to the picture that it names, whatever the names are; what is written equals what was read."""

import shutil
import tempfile
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from miscount.engine.errors import DatasetError
from miscount.engine.scenes import Annotation, Dataset, Labels, Scene, read_dataset
from miscount.engine.scenes.content import content_of
from miscount.engine.scenes.conversion import convert
from miscount.engine.scenes.formats import WRITABLE, format_named
from miscount.engine.scenes.images import write_image
from miscount.engine.scenes.pairing import Pictures, assign, caseless, said_path, unique_names

WRITTEN = [known.NAME for known in WRITABLE]
STEMS = [
    "IMG_1",
    "img_1",
    "a",
    "A",
    "a.b",
    "a,b",
    "#1",
    "=1+1",
    "café",
    unicodedata.normalize("NFD", "café"),
    "x y",
    "群衆",
    "1",
    "001",
]
FOLDERS = ["", "one/", "two/", "two/one/"]


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    """Eight pictures that differ, of two kinds."""
    folder, rng = tmp_path_factory.mktemp("pictures"), np.random.default_rng(1)
    paths = [folder / f"{k}{'.jpg' if k % 2 else '.png'}" for k in range(8)]
    for path in paths:
        write_image(path, rng.integers(0, 255, (30, 40, 3)).astype(np.uint8))
    return paths


@st.composite
def hostile(draw):
    """Names of scenes in two splits: equal stems, twins by case and by composition, two nestings."""
    one = st.tuples(st.sampled_from(["train", "test"]), st.sampled_from(FOLDERS), st.sampled_from(STEMS))
    return draw(st.lists(one, min_size=2, max_size=8, unique=True))


def heads_of(k):
    return Annotation.of([[float(k), 5.0], [20.0, float(k + 1)]])


def known(dataset):
    """What a dataset holds, picture by picture: its content, its split and its heads."""
    return sorted(
        (content_of(scene.image_path).sha256, scene.split, sorted(map(tuple, scene.annotation.points.tolist())))
        for scene in dataset
    )


@pytest.mark.parametrize("name", WRITTEN)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(names=hostile())
def test_what_is_written_equals_what_was_read_picture_by_picture(name, pictures, names):
    form = format_named(name)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source"
        scenes = []
        shown = [path for path in pictures if path.suffix == ".jpg"] * 2 if form.HOLDS.jpeg else pictures
        for k, (split, nesting, stem) in enumerate(names):
            path = source / split / nesting / f"{stem}{shown[k].suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists():
                return  # a file system that does not tell these names apart
            shutil.copyfile(shown[k], path)
            labels = Labels(heads_of(k))
            scenes.append(Scene(f"{split}/{nesting}{stem}", split, path, None, lambda _scene, labels=labels: labels))
        made = Dataset.listed(source, "made", scenes)
        assert len({scene.id for scene in made}) == len(names)
        back = convert(made, form, Path(folder) / "out", lambda _done, _total: None)
        assert read_dataset(Path(folder) / "out").format == name
        assert known(back) == sorted(
            (content, form.HOLDS.split_for(split), heads) for content, split, heads in known(made)
        )
        again = convert(back, format_named("csv"), Path(folder) / "again", lambda _done, _total: None)
        assert known(again) == known(back)


def table_of(folder, rows):
    lines = [f'"{name}",{x!r},{y!r}' for name, heads in rows for x, y in heads.points.tolist()]
    (folder / "heads.csv").write_text("\n".join(["image,x,y", *lines]), encoding="utf-8")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(names=hostile())
def test_a_table_gives_each_picture_its_own_heads(pictures, names):
    with tempfile.TemporaryDirectory() as folder:
        root, rows, wanted = Path(folder), [], []
        for k, (split, nesting, stem) in enumerate(names):
            path = root / split / nesting / f"{stem}{pictures[k].suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(pictures[k], path)
            rows.append((path.relative_to(root).as_posix(), heads_of(k)))
            wanted.append((content_of(path).sha256, split, sorted(map(tuple, heads_of(k).points.tolist()))))
        table_of(root, rows)
        assert known(read_dataset(root)) == sorted(wanted)


@given(st.lists(st.tuples(st.sampled_from(FOLDERS), st.sampled_from(STEMS), st.sampled_from([".jpg", ".png", ".JPG"])),
                min_size=1, max_size=10, unique=True))  # fmt: skip
def test_every_picture_has_a_name_of_its_own_and_finds_itself(parts):
    paths = [f"{folder}{stem}{suffix}" for folder, stem, suffix in parts]
    named = unique_names(paths)
    assert len({name for _, name in named}) == len(paths)
    assert all(Pictures(tuple(paths)).candidates(path) == (path,) for path in paths)
    found = assign(paths, paths)
    assert found.labels == {path: (path,) for path in paths}
    assert not found.lost
    assert not found.disputed


@given(st.lists(st.sampled_from(STEMS), min_size=1, max_size=6, unique=True), st.sampled_from(STEMS))
def test_a_label_goes_to_one_picture_or_to_none(stems, said):
    found = assign([f"{stem}.jpg" for stem in stems], [f"{said}.jpg"])
    fits = [stem for stem in stems if stem == said] or [stem for stem in stems if caseless(stem) == caseless(said)]
    if len(fits) == 1:
        assert found.labels == {f"{fits[0]}.jpg": (f"{said}.jpg",)}
    elif fits and not any(unicodedata.normalize("NFC", stem) == unicodedata.normalize("NFC", said) for stem in fits):
        assert found.labels == {}
        assert set(found.disputed) == {f"{stem}.jpg" for stem in fits}
    else:
        assert bool(found.lost) == (not fits)


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ("C:\\data\\IMG_1.jpg", "data/IMG_1.jpg"),
        ("file:///srv/x/IMG_1.jpg", "srv/x/IMG_1.jpg"),
        ("../../etc/passwd", "etc/passwd"),
        ("./a.jpg", "a.jpg"),
        ("..", ""),
        ("\ud800.jpg", ""),
    ],
)
def test_the_words_of_a_label_never_lead_out_of_the_folder(said, path):
    assert said_path(said) == path


def test_a_label_that_fits_two_pictures_is_an_error_that_names_both(pictures, tmp_path):
    for name in ("IMG_1.jpg", "IMG_1.png"):
        folder = tmp_path / "part_A" / "train_data"
        (folder / "images").mkdir(parents=True, exist_ok=True)
        shutil.copyfile(pictures[1 if name.endswith("jpg") else 0], folder / "images" / name)
    from miscount.engine.scenes.matfile import write_mat

    write_mat(folder / "ground_truth" / "GT_IMG_1.mat", heads_of(0))
    scenes = list(read_dataset(tmp_path))
    assert [scene.id for scene in scenes] == ["part_A/train/IMG_1.jpg", "part_A/train/IMG_1.png"]
    for scene in scenes:
        with pytest.raises(DatasetError, match=r"IMG_1\.jpg and IMG_1\.png"):
            assert scene.labels
