"""Preferences forgive: a broken field costs that field, never the start."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miscount.studio.settings import Settings, read_settings, write_settings


def test_they_come_back(tmp_path):
    wanted = Settings(theme="dark", wheel_scrolls=True, shortcuts={"save": "Ctrl+Shift+S"}, recent=("a", "b"))
    assert write_settings(tmp_path / "s.json", wanted) == ""
    assert read_settings(tmp_path / "s.json") == (wanted, [])


def test_none_are_the_default_ones(tmp_path):
    assert read_settings(tmp_path / "none.json") == (Settings(), [])


@pytest.mark.parametrize("text", ["", "{", "[]", "1", '"x"', "\x00"])
def test_a_broken_file_is_said_and_forgiven(tmp_path, text):
    path = tmp_path / "s.json"
    path.write_text(text)
    found, notices = read_settings(path)
    assert found == Settings()
    assert len(notices) == 1


def test_a_broken_field_costs_that_field(tmp_path):
    path = tmp_path / "s.json"
    path.write_text(json.dumps({"theme": "pink", "wheel_scrolls": True, "unheard_of": 1, "autosave_s": -5}))
    found, notices = read_settings(path)
    assert found == Settings(wheel_scrolls=True)
    assert len(notices) == 3


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    assert "could not be written" in write_settings(tmp_path / "file" / "s.json", Settings())


def test_of_a_table_or_a_list_only_the_broken_entries_are_dropped(tmp_path):
    path = tmp_path / "s.json"
    path.write_text(json.dumps({"shortcuts": {"save": "Ctrl+W", "fit": 5, "undo": None}, "recent": ["a", 3, "b"]}))
    found, notices = read_settings(path)
    assert found == Settings(shortcuts={"save": "Ctrl+W"}, recent=("a", "b"))
    assert len(notices) == 3


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from([*Settings.model_fields, "other"]), JSON, max_size=6))
def test_whatever_a_file_says_the_rest_is_taken_and_can_be_written_again(tmp_path_factory, raw):
    path = tmp_path_factory.mktemp("s") / "s.json"
    path.write_text(json.dumps(raw))
    found, _notices = read_settings(path)
    assert write_settings(path, found) == ""
    assert read_settings(path) == (found, [])
