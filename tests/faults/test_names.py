"""Names out of files become paths in one place, and nothing is written outside of the folder that was asked for."""

import string
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miscount.engine.errors import EngineError, OutputError
from miscount.engine.paths import free_name, inside, writable
from miscount.engine.runs import file_name, stage_folder
from miscount.engine.scenes import Annotation, Dataset, Labels, Scene
from miscount.engine.scenes.conversion import convert
from miscount.engine.scenes.formats import WRITABLE
from miscount.engine.scenes.images import write_image
from miscount.engine.scenes.maps import map_path, write_map

HOSTILE = ["../../evil", "/etc/evil", "..", ".", "", "a/../../evil", "C:evil", "C:/evil", r"..\evil", r"\\host\share\x",
           "nul\0l", "a\nb", "x" * 300, "é" * 200, "a//b", "a/", "\ud800"]  # fmt: skip
NAMES = st.one_of(
    st.sampled_from([*HOSTILE, "CON", "nul.txt", "com1", "ends.", "ends ", "-rf", "~root", "$HOME", ".hidden"]),
    st.text(alphabet=string.ascii_letters + './\\:*?"<>| \0\n~$-é', max_size=20),
)


@given(NAMES)
def test_a_path_stays_in_its_folder_or_there_is_none(name):
    root = Path("/made/root")
    try:
        path = inside(root, name)
    except OutputError:  # what it says is tested below
        return
    assert path.is_relative_to(root)
    assert path != root
    assert ".." not in path.parts
    assert "\0" not in str(path)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_leads_out_is_a_sentence(name):
    with pytest.raises(OutputError, match="expected"):
        inside(Path("root"), name)


@pytest.mark.parametrize("name", ["CON", "train/nul.txt", "a/com1.npy", "ab:c", "what?", "ends.", "train /x"])
def test_windows_has_names_of_its_own(name):
    assert writable(name, windows=False) == name
    with pytest.raises(OutputError, match="Windows has another use for it"):
        writable(name, windows=True)


@given(st.text(max_size=400) | NAMES)
def test_a_folder_of_a_recipe_can_be_called_so_everywhere(name):
    assert writable(file_name(name), windows=True)
    assert "/" not in file_name(name)


def test_long_names_stay_apart():
    assert file_name("x" * 400 + "1") != file_name("x" * 400 + "2")


@pytest.mark.parametrize("form", WRITABLE, ids=lambda form: form.NAME)
@settings(max_examples=15)
@given(split=NAMES, names=st.lists(NAMES, min_size=1, max_size=2, unique=True))
def test_no_format_writes_outside(form, split, names):
    with tempfile.TemporaryDirectory() as place:
        home, source = Path(place) / "deep" / "er", Path(place) / "source.jpg"
        home.mkdir(parents=True)
        write_image(source, np.full((32, 32, 3), 90, dtype=np.uint8))
        heads = Labels(Annotation.of([[3.0, 4.0]]))
        scenes = tuple(Scene(f"{split}/{name}", split, source, None, lambda _scene: heads) for name in names)
        try:
            convert(Dataset(Path(place) / "elsewhere", "made", scenes), form, home / "out", lambda *_: None)
        except EngineError:
            assert not (home / "out").exists()
        else:
            assert len(form.read(home / "out")) == len(names)
        outside = [path for path in Path(place).rglob("*") if not path.is_relative_to(home / "out")]
        assert sorted(outside) == sorted([source, home.parent, home])


@given(NAMES)
def test_no_map_and_no_stage_is_written_outside(name):
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "deep" / "out"
        with suppress(OutputError):
            write_map(map_path(out, name, "npy"), np.zeros((2, 2), dtype=np.float32))
        with suppress(OutputError):
            stage_folder(out, name)
        outside = [path for path in Path(place).rglob("*") if not path.is_relative_to(out)]
        assert outside in ([], [out.parent])


def test_a_hostile_id_of_a_dataset_is_refused_by_density_and_poison(tmp_path):
    from miscount.engine.poison import Poison, write_poisoned_dataset

    write_image(tmp_path / "a.jpg", np.full((40, 40, 3), 90, dtype=np.uint8))
    heads = Labels(Annotation.of([[3.0, 4.0]]))
    scene = Scene("../../evil", "../../evil", tmp_path / "a.jpg", None, lambda _scene: heads)
    for hostile in (scene, replace(scene, id="train/a")):
        dataset = Dataset(tmp_path / "scenes", "csv", (hostile,))
        with pytest.raises(OutputError, match="Nothing can be written under the name"):
            write_poisoned_dataset(dataset, Poison(rate=1.0), 0, tmp_path / "in" / "out", split="../../evil")
    hidden = Dataset(tmp_path / "scenes", "shanghaitech", (replace(scene, id=".hidden/train/a", split="train"),))
    with pytest.raises(OutputError, match="Of 2 scenes a reader of what was written would find 0"):
        write_poisoned_dataset(hidden, Poison(rate=1.0), 0, tmp_path / "in" / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jpg", "in"]
    assert list((tmp_path / "in").iterdir()) == []


@pytest.mark.parametrize("kind", ["free", "taken", "link to nowhere", "loop", "too long", "no text", "below a file"])
def test_a_free_name_is_found_or_the_search_ends(kind, tmp_path):
    path = tmp_path / "photos"
    match kind:
        case "taken":
            path.mkdir()
            (tmp_path / "photos_2").mkdir()
        case "link to nowhere":
            path.symlink_to(tmp_path / "nowhere")
        case "loop":
            (tmp_path / "loop").symlink_to("loop")
            path = tmp_path / "loop" / "photos"
        case "too long":
            path = tmp_path / ("a" * 3000)
        case "no text":
            path = tmp_path / "a\0b"
        case "below a file":
            (tmp_path / "file").write_text("")
            path = tmp_path / "file" / "photos"
    expected = {"taken": tmp_path / "photos_3", "link to nowhere": tmp_path / "photos_2"}
    assert free_name(path) == expected.get(kind, path)
