"""Preferences forgive: a broken field costs that field, never the start."""

import json

import pytest

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
    settings, notices = read_settings(path)
    assert settings == Settings()
    assert len(notices) == 1


def test_a_broken_field_costs_that_field(tmp_path):
    path = tmp_path / "s.json"
    path.write_text(json.dumps({"theme": "pink", "wheel_scrolls": True, "unheard_of": 1, "autosave_s": -5}))
    settings, notices = read_settings(path)
    assert settings == Settings(wheel_scrolls=True)
    assert len(notices) == 3


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    assert "could not be written" in write_settings(tmp_path / "file" / "s.json", Settings())
