"""What anybody may have written: regular files, bounded sizes, depth, numbers and aliases, and one short sentence."""

import io
import json
import os
import pickle
import socket
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from miscount.engine.errors import LONGEST, DatasetError, EngineError, RecipeError, RunError, bounded
from miscount.engine.events import from_line
from miscount.engine.reading import (
    expanded,
    is_file,
    is_folder,
    opened,
    parse_json,
    read_bytes,
    read_object,
    read_text,
    real_path,
    stamp,
    stamp_of,
    there,
)
from miscount.engine.reading.arrays import read_npy
from miscount.engine.reading.hdf5 import read_h5
from miscount.engine.reading.yaml_text import MAX_VALUES, parse_yaml
from miscount.engine.recipe import load_recipe, parse, with_value
from miscount.engine.scenes import read_dataset
from miscount.engine.scenes.images import image_head, read_image
from miscount.engine.scenes.maps import read_map
from miscount.engine.scenes.matfile import read_mat
from miscount.engine.triggers.sharing import load_trigger

# ---- sentences


@given(st.text(max_size=3000), st.text(max_size=3000))
def test_every_error_is_one_bounded_line_that_keeps_its_beginning_and_end(first, last):
    for kind in (EngineError, DatasetError, RunError):
        sentence = str(kind(f"start {first} in the middle {last} end"))
        assert len(sentence) <= LONGEST < 500
        assert sentence.startswith("start")
        assert sentence.endswith("end")
        assert not set(sentence) & {chr(code) for code in (*range(32), 127, 0x202E, 0x2028, 0xD800)}


def test_a_short_sentence_stays_as_it_is():
    said = "/a/b.mat cannot be read: expected «x», found 12 × 3, naïve 日本 🙂."
    assert str(DatasetError(said)) == said == bounded(said)


def test_a_recipe_error_says_as_many_faults_as_fit_and_how_many_more():
    faults = [f"key{number}: no such setting" for number in range(300)]
    error = RecipeError("\n".join(faults)).within("/some/where/recipe.yaml")
    lines = str(error).splitlines()
    assert len(str(error)) <= LONGEST
    assert lines[0] == f"/some/where/recipe.yaml: {faults[0]}"
    assert lines[-1] == f"and {300 - len(lines) + 1} more"
    assert len(error.faults) == 300
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.faults) == (str(error), error.faults)


def test_a_fault_without_end_is_cut():
    assert len(str(RecipeError("a: " + "x" * 10_000))) <= LONGEST
    assert len(str(RecipeError("\n".join("y" * 2000 for _ in range(9))))) <= LONGEST


def test_what_a_recipe_quotes_of_a_file_is_short():
    with pytest.raises(RecipeError) as events:
        parse(
            yaml.safe_dump({"seed": list(range(9999)), "x" * 5000: 1, "data": {"kind": "z" * 5000}, "name": "n" * 9999})
        )
    assert len(str(events.value)) <= LONGEST


# ---- regular files


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def folder(path: Path) -> None:
    path.mkdir()


def loop(path: Path) -> None:
    path.symlink_to(path)


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)


@pytest.mark.parametrize("make", [pipe, device, folder, loop, a_socket])
@pytest.mark.parametrize("read", [read_mat, read_image, image_head, read_map, load_recipe, load_trigger])
def test_what_is_no_file_is_refused_at_once(make, read, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "x.yaml"
    make(path)
    with pytest.raises(EngineError) as events:
        read(path)
    assert str(path) in str(events.value)


def test_a_pipe_put_in_the_place_of_a_file_is_not_waited_for(tmp_path, monkeypatch):
    path = tmp_path / "x"
    path.write_bytes(b"x")
    looked = os.stat(path)  # noqa: PTH116
    path.unlink()
    os.mkfifo(path)
    monkeypatch.setattr("miscount.engine.reading.regular.os.stat", lambda _path: looked)
    with pytest.raises(DatasetError, match="a pipe"):
        read_bytes(path, "expected bytes", DatasetError)


def test_a_large_file_is_not_read(tmp_path):
    path = tmp_path / "sparse"
    with path.open("wb") as file:
        file.truncate(10 * 2**30)
    for read in (read_bytes, read_text, read_object):
        with pytest.raises(DatasetError, match="too large"):
            read(path, "expected little", DatasetError)


def test_one_that_grows_while_it_is_read_is_no_larger_for_it(tmp_path, monkeypatch):
    path = tmp_path / "x"
    path.write_bytes(b"x" * 100)
    small = os.stat_result([0o100644, 1, 1, 1, 0, 0, 10, 0, 0, 0])
    monkeypatch.setattr("miscount.engine.reading.regular.os.fstat", lambda _number: small)
    with pytest.raises(DatasetError, match="too large"):
        read_bytes(path, "expected little", DatasetError, 50)


def test_names_that_can_be_none_are_said(tmp_path):
    for name in ("a\0b", "x" * 5000):
        with pytest.raises(DatasetError):
            read_bytes(tmp_path / name, "expected bytes", DatasetError)
        assert there(tmp_path / name)  # so that whoever asks goes on to read, and is told
    assert not there(tmp_path / "none")


def odd_places(folder: Path) -> list[Path]:
    """Names where a look alone raises, each another error."""
    (folder / "loop").symlink_to("loop")
    (folder / "one").symlink_to("other")
    (folder / "other").symlink_to("one")
    (folder / "file").write_text("x")
    long = folder / ("y" * 300)
    return [folder / "loop", folder / "loop" / "x", folder / "one", folder / "file" / "x", long, folder / "a\0b",
            Path("~nosuchuser/x"), folder / "/".join(["d" * 200] * 40)]  # fmt: skip


def test_to_look_at_a_place_never_raises(tmp_path):
    for place in odd_places(tmp_path):
        assert not is_folder(place)
        assert not is_file(place)
        assert expanded(place) == place
        assert real_path(place).is_absolute()
    entries = {entry.name: entry for entry in os.scandir(tmp_path)}
    assert not is_folder(entries["loop"])
    assert is_file(entries["file"])
    assert is_folder(tmp_path)


def test_a_real_path_follows_links_and_cannot_be_led_out_by_a_loop(tmp_path):
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "link").symlink_to(tmp_path.parent, target_is_directory=True)
    assert real_path(tmp_path / "link" / "x") == tmp_path.parent / "x"
    assert real_path("x", tmp_path) == tmp_path / "x"
    assert real_path("~", tmp_path) == Path.home().resolve()
    assert not real_path(tmp_path / "loop" / ".." / ".." / "evil").is_relative_to(tmp_path)


def test_whatever_is_read_from_an_odd_place_is_a_sentence(tmp_path):
    from miscount.engine.counters import load
    from miscount.engine.runs import list_runs, open_run
    from miscount.engine.scenes import read_dataset
    from miscount.studio.document.project import open_project

    for place in odd_places(tmp_path):
        for read in (read_dataset, load_recipe, open_run, open_project, load, load_trigger):
            with pytest.raises(EngineError):
                read(place)
        assert list_runs(place) == []
        naming = tmp_path / "naming.yaml"
        naming.write_text(f"data: {{kind: folder, path: {json.dumps(str(place))}}}")
        assert Path(load_recipe(naming).data.path).is_absolute()


def test_the_fault_of_whoever_reads_goes_through(tmp_path):
    (tmp_path / "x").write_bytes(b"x")
    with pytest.raises(ValueError, match="mine"), opened(tmp_path / "x", "expected bytes", DatasetError):
        raise ValueError("mine")


def test_text_is_utf8_with_or_without_a_mark_and_its_lines_end_alike(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"\xef\xbb\xbfa\r\nb\rc\n")
    assert read_text(path, "expected text", DatasetError) == "a\nb\nc\n"
    path.write_bytes(b"a\xffb")
    assert read_text(path, "expected text", DatasetError, replace=True) == "a\ufffdb"
    with pytest.raises(DatasetError, match="UTF-8"):
        read_text(path, "expected text", DatasetError)


# ---- JSON

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**200), 10**200) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(PLAIN)
def test_json_means_what_it_means_to_python(raw):
    assert parse_json(json.dumps(raw)) == raw
    assert parse_json(json.dumps(raw, ensure_ascii=False)) == raw


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000 + "]" * 100_000, "[" * 70 + "]" * 70, '{"a":' * 70 + "1" + "}" * 70, "9" * 5000, "-" + "1" * 400,
        '"\\ud800"', '{"\\udfff": 1}', "", "[1,", "{'a': 1}", "nul",
    ],
)  # fmt: skip
def test_json_beyond_the_bounds_is_a_value_error_of_a_few_words(text, tmp_path):
    with pytest.raises(ValueError, match=r"\w") as events:
        parse_json(text)
    assert len(str(events.value)) < 100
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(RunError, match="expected a thing"):
        read_object(tmp_path / "x.json", "expected a thing", RunError)


def test_pairs_of_surrogates_infinity_and_long_numbers_are_read():
    assert parse_json('["\\ud83d\\ude42", 1e999]') == ["🙂", float("inf")]
    assert parse_json("12345678901234567890") == 12345678901234567890


@pytest.mark.parametrize(
    "line",
    [
        '{"event": "StepDone"}', "[]", "3", "[" * 9999, '{"event": "Nothing"}',
        '{"event": "StageDone", "stage": 1, "seconds": 2}', '{"event": "Warned", "stage": "a", "message": [1]}',
        '{"event": "Planned", "stages": [{"name": 1, "kind": "a", "inputs": []}, 3]}',
        '{"event": "Progress", "stage": "a", "done": 99999999999999999999, "total": 1}',
        '{"event": "Finished", "cancelled": "no"}', '{"event": "Evaluated", "stage": "a", "model": "b", "scores": 3}',
    ],
)  # fmt: skip
def test_a_line_that_is_no_event_is_a_value_error(line):
    with pytest.raises(ValueError, match=r"event|lists|JSON"):
        from_line(line)


# ---- YAML

BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{k}: &a{k} [{', '.join([f'*a{k - 1}'] * 9)}]\n" for k in range(1, 11)
)


@pytest.mark.parametrize(
    "text",
    [
        "a: 0x_", "a: " + "9" * 5000, "a: 99999999999999999999", "!!bool x", "!!timestamp x", "!!float x", "!!int ''",
        "!!binary x", "[" * 20_000, "- " * 3000, BOMB, "a: &a [*a]", "a: &a {b: *a}", '"\\ud800"', '"\\UFFFFFFFF"',
        "? [a]\n: b", "a\x00", "!!python/object/apply:os.system [echo]", "a: !!map x", "--- a\n--- b", "a: 1\na: 2",
        "{1: a, true: b}", "\n".join(f"a{i}: &a{i} [*a{i - 1}]" if i else "a0: &a0 [1]" for i in range(900)),
        "x" * (5 * 2**20),
    ],
)  # fmt: skip
def test_yaml_beyond_the_bounds_is_one_sentence(text, tmp_path):
    with pytest.raises(ValueError, match=r"YAML|characters"):
        parse_yaml(text)
    (tmp_path / "r.yaml").write_text(text, encoding="utf-8")
    for read in (load_recipe, load_trigger):
        with pytest.raises(RecipeError, match=r"r\.yaml") as events:
            read(tmp_path / "r.yaml")
        assert len(str(events.value)) <= LONGEST


def test_yaml_of_every_day_is_read_as_pyyaml_reads_it():
    text = "a: 1\nb: [1.5, x, true, null, .inf, 1_000, 0x1f]\nc: &c {d: e}\nf: *c\ng: {<<: *c, h: 1}\n'i': \"é 🙂\"\n"
    assert parse_yaml(text) == yaml.safe_load(text)
    assert parse_yaml("") is None


def test_words_that_look_like_dates_are_words():
    assert parse_yaml("name: 2001-99-99\nother: 2024-01-02") == {"name": "2001-99-99", "other": "2024-01-02"}


def test_many_keys_are_each_looked_up_once(monkeypatch):
    asked = 0

    class Counted(str):
        __slots__ = ()

        def __eq__(self, other: object) -> bool:
            nonlocal asked
            asked += 1
            return str.__eq__(self, other)

        __hash__ = str.__hash__

    from miscount.engine.reading import yaml_text

    monkeypatch.setattr(yaml_text._Loader, "construct_scalar", lambda self, node: Counted(node.value), raising=False)
    num = 2000
    assert len(parse_yaml("\n".join(f"k{k}: v" for k in range(num)))) == num
    assert asked < 20 * num


def test_as_many_values_as_are_allowed_are_read():
    assert len(parse_yaml("[" + "1, " * 20_000 + "1]")) == 20_001
    assert MAX_VALUES >= 100_000


def test_settings_that_lie_too_deep_are_refused():
    with pytest.raises(RecipeError, match="deep"):
        with_value({}, ".".join("a" * 100), 1)
    with pytest.raises(RecipeError, match="to set a value in"):
        with_value({"a": [1]}, "a." + "9" * 5000, 1)


# ---- arrays


@pytest.mark.parametrize("array", [
    np.arange(12, dtype=np.float32).reshape(3, 4), np.asfortranarray(np.arange(12.0).reshape(3, 4)), np.zeros((0, 3)),
    np.arange(3, dtype=">i2"), np.array(2.5), np.array([True, False]),
])  # fmt: skip
def test_arrays_of_numbers_are_read_as_numpy_reads_them(array, tmp_path):
    np.save(tmp_path / "a.npy", array)
    found = read_npy(tmp_path / "a.npy", "expected numbers", DatasetError)
    assert found.dtype == array.dtype
    assert np.array_equal(found, array)
    assert found.flags.writeable


def header(text: str) -> bytes:
    content = text.encode().ljust(117) + b"\n"
    return b"\x93NUMPY\1\0" + len(content).to_bytes(2, "little") + content


def saved(array, **how) -> bytes:
    file = io.BytesIO()
    np.save(file, array, **how)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\x93NUMPY", b"PK\3\4" + b"\0" * 60, saved(np.zeros(9))[:-1], saved(np.array([{}], dtype=object)),
        header("{'descr': '<f8', 'fortran_order': False, 'shape': (1099511627776, 1099511627776), }"),
        header("{'descr': '<f8', 'fortran_order': False, 'shape': (-1, 5), }"),
        header("{'descr': '|V0', 'fortran_order': False, 'shape': (1099511627776,), }"),
        header("{'descr': '<f8', 'fortran_order': False, 'shape': (" + "(" * 60), header("{"), header("[" * 110),
        header("{'descr': 'zz', 'fortran_order': False, 'shape': (1,), }"), saved(np.array(["a"])),
    ],
)  # fmt: skip
def test_a_damaged_array_is_one_sentence(content, tmp_path):
    path = tmp_path / "a.npy"
    path.write_bytes(content)
    with pytest.raises(DatasetError, match="expected numbers"):
        read_npy(path, "expected numbers", DatasetError)
    with pytest.raises(DatasetError, match="expected a density map"):
        read_map(path)


def test_a_dataset_of_hdf5_that_is_not_in_its_file_is_refused(tmp_path):
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        file["linked"] = h5py.ExternalLink("/etc/hostname", "/x")
        file.create_dataset("huge", (2**20, 2**20), dtype="f4", chunks=(1, 2**10))
        file.create_dataset("words", data=[b"a"])
        file.create_dataset("outside", (3,), dtype="f4", external=[("/etc/hostname", 0, 12)])
        file.create_dataset("whole", data=np.arange(3.0))
        file.create_group("group")
    for key in ("linked", "huge", "words", "outside", "group", "none"):
        with pytest.raises(DatasetError, match="expected numbers"):
            read_h5(path, key, "expected numbers", DatasetError)
    assert read_h5(path, "whole", "expected numbers", DatasetError).tolist() == [0, 1, 2]


@pytest.mark.skipif(sys.platform == "win32", reason="a user's home is not looked up by a name there")
def test_the_home_of_nobody_is_a_path_that_does_not_exist():
    nobody = "~nosuchuser/scenes"
    with pytest.raises(EngineError, match="~nosuchuser/scenes does not exist"):
        read_dataset(nobody)
    found = parse(f"data: {{kind: folder, path: {nobody}}}", [], folder=Path("/made"))
    assert found.data.path == f"/made/{nobody}"


def test_what_cannot_be_looked_at_has_no_stamp(tmp_path):
    assert stamp_of(tmp_path / "none") == stamp_of(Path("a\0b")) == ()
    assert stamp_of(tmp_path) == stamp(tmp_path.stat())
