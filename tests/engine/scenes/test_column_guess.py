"""Which column of a strange table is likely which."""

import pytest
from PIL import Image

from miscount.engine.scenes import read_dataset
from miscount.engine.scenes.formats.column_guess import guess, start_of, unnamed_table
from miscount.engine.scenes.rules import ReadingRules

HEADERS = [
    ("foto_file,px,py", {"image": "foto_file", "x": "px", "y": "py"}),
    ("Datei,Spalte,Zeile", {"image": "Datei", "x": "Spalte", "y": "Zeile"}),
    ("id,frame name,Point X,Point Y", {"image": "frame name", "x": "Point X", "y": "Point Y"}),
    ("y_pos,x_pos,photo", {"image": "photo", "x": "x_pos", "y": "y_pos"}),
]


@pytest.mark.parametrize(("header", "wanted"), HEADERS)
def test_the_likely_columns(tmp_path, header, wanted):
    names = header.split(",")
    cells = {wanted["image"]: "a.jpg", wanted["x"]: "12", wanted["y"]: "30"}
    (tmp_path / "t.csv").write_text(f"{header}\n" + ",".join(cells.get(name, "7") for name in names) + "\n")
    assert guess(start_of(tmp_path / "t.csv")) == wanted


def test_numbers_are_no_picture_and_words_no_place(tmp_path):
    (tmp_path / "t.csv").write_text("image_id,where,x_note,a,b\n7,p.png,left,3.5,4\n")
    found = guess(start_of(tmp_path / "t.csv"))
    assert found["image"] == "where"
    assert (found["x"], found["y"]) == ("image_id", "a")  # a person sees it, and chooses


def test_what_is_guessed_can_be_read_by(tmp_path):
    Image.new("RGB", (40, 30)).save(tmp_path / "p.png")
    (tmp_path / "t.csv").write_text("Datei;Spalte;Zeile\np.png;3,5;4\n")
    start = unnamed_table(tmp_path, {})
    assert start is not None
    dataset = read_dataset(tmp_path, ReadingRules(columns=guess(start)))
    assert dataset.scenes[0].annotation.points.tolist() == [[3.5, 4.0]]


@pytest.mark.parametrize("text", ["image,x,y\np.png,1,2\n", "just words\n", "", "a,b\n1,2\n", "p.png,1,2\np.png,3,4\n"])
def test_no_question_where_the_columns_are_known_or_there_are_none(tmp_path, text):
    (tmp_path / "t.csv").write_text(text)
    assert unnamed_table(tmp_path, {}) is None


def test_damage_raises_nothing(tmp_path):
    for number, content in enumerate((b"\xff\xfea\x00", b'a,b,c\n"1,2', b"a,b,c\n1\n", bytes(range(256)))):
        path = tmp_path / f"{number}.csv"
        path.write_bytes(content)
        start = start_of(path)
        assert all(len(row) == len(start.header.columns) for row in start.rows)
        guess(start)
