"""A picture is known by its bytes, whatever it is called."""

import hashlib
from pathlib import Path

import pytest

from miscount.engine.errors import DatasetError
from miscount.engine.scenes.content import Content, content_of


def test_equal_bytes_are_one_content_and_changed_ones_another(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"picture")
    (tmp_path / "b.png").write_bytes(b"picture")
    known = content_of(tmp_path / "a.jpg")
    assert known == content_of(tmp_path / "b.png") == Content(7, hashlib.sha256(b"picture").hexdigest())
    (tmp_path / "a.jpg").write_bytes(b"another")
    assert content_of(tmp_path / "a.jpg") != known


def test_a_missing_picture_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="expected an image"):
        content_of(tmp_path / "none.jpg")
