"""Whatever a spreadsheet makes of a table, the heads are the same; what cannot be read is named at the door."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from miscount.engine.errors import DatasetError
from miscount.engine.scenes import read_dataset
from miscount.engine.scenes.images import write_image
from miscount.engine.scenes.rules import ReadingRules

HEADS = [(12.5, 7.25), (30.0, 19.0), (0.5, 1.0)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("tables")
    for name in ("a.jpg", "#1.jpg"):
        write_image(path / name, np.full((40, 60, 3), 90, dtype=np.uint8))
    return path


def written(folder, rows, *, mark=",", comma=False, head=("image", "x", "y"), encoding="utf-8", end="\n", first=()):
    def cell(value):
        text = repr(value) if isinstance(value, float) else str(value)
        text = text.replace(".", ",") if comma and isinstance(value, float) else text
        return f'"{text}"' if mark in text else text

    lines = [*first, mark.join(head), *(mark.join(map(cell, row)) for row in rows)]
    (folder / "heads.csv").write_bytes((end.join(lines) + end).encode(encoding))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    mark=st.sampled_from([",", ";", "\t", "|"]),
    comma=st.booleans(),
    head=st.sampled_from([("image", "x", "y"), ("Image", " X", "Y "), ("filename", "x", "y"), ("FILE_NAME", "X", "Y")]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    end=st.sampled_from(["\n", "\r\n"]),
    first=st.sampled_from([(), ("# made by a tool; 2, 3",), ("", "# twice", "# commented")]),
    image=st.sampled_from(["a.jpg", "a", "A.JPG", "C:\\pictures\\a.jpg", "./a.jpg"]),
)
def test_every_dialect_holds_the_same_heads(folder, mark, comma, head, encoding, end, first, image):
    comma = comma and mark != ","
    written(folder, [(image, x, y) for x, y in HEADS], mark=mark, comma=comma, head=head, encoding=encoding, end=end,
            first=first)  # fmt: skip
    found = {scene.image_path.name: scene for scene in read_dataset(folder)}
    assert set(found) == {"a.jpg", "#1.jpg"}
    assert found["a.jpg"].annotation.points.tolist() == [list(head) for head in HEADS]
    assert not found["#1.jpg"].labels.labelled


def test_a_picture_may_be_called_as_a_comment_is(folder):
    written(folder, [("#1.jpg", 3.0, 4.0), ("a.jpg", 1.0, 2.0)])
    assert {scene.image_path.name: len(scene.annotation) for scene in read_dataset(folder)} == {"#1.jpg": 1, "a.jpg": 1}


def test_columns_of_other_names_are_asked_for_and_given(folder):
    written(folder, [("a.jpg", 3.0, 4.0)], head=("frame", "horizontal", "vertical"), mark=";")
    with pytest.raises(
        DatasetError, match=r"the columns 'frame', 'horizontal', 'vertical', separated by semicolons.*say which one is"
    ):
        read_dataset(folder)
    rules = ReadingRules(columns={"image": "frame", "x": "horizontal", "y": "vertical"})
    scene = next(scene for scene in read_dataset(folder, rules) if scene.image_path.name == "a.jpg")
    assert scene.annotation.points.tolist() == [[3.0, 4.0]]


def test_classes_that_are_nobody_are_left_out_and_said(folder):
    written(folder, [("a.jpg", 1.0, 2.0, "person"), ("a.jpg", 3.0, 4.0, "Ignore"), ("a.jpg", 5.0, 6.0, "dog")],
            head=("image", "x", "y", "label"))  # fmt: skip
    (every,) = (scene for scene in read_dataset(folder) if scene.image_path.name == "a.jpg")
    assert len(every.annotation) == 2
    assert every.labels.notes == ("1 head of the class Ignore left out.",)
    assert every.labels.repairs == ()  # a rule asked for it: no run is refused for it
    (people,) = (s for s in read_dataset(folder, ReadingRules(classes=("person",))) if s.image_path.name == "a.jpg")
    assert people.annotation.points.tolist() == [[1.0, 2.0]]
    assert list(people.annotation.column("class")) == ["person"]


def test_one_bad_row_is_of_one_picture(folder):
    written(folder, [("a.jpg", "one", 4.0), ("#1.jpg", 1.0, 2.0)])
    found = {scene.image_path.name: scene for scene in read_dataset(folder)}
    assert len(found["#1.jpg"].annotation) == 1
    with pytest.raises(DatasetError, match="line 2: expected a number as x, found 'one'"):
        assert found["a.jpg"].labels


@pytest.mark.parametrize("split", ["../../evil", "..", "/etc", "a\\b"])
def test_the_name_of_a_split_never_leads_out_of_the_folder(folder, split, tmp_path):
    write_image(tmp_path / "a.jpg", np.zeros((8, 8, 3), dtype=np.uint8))
    (tmp_path / "heads.csv").write_text("image,x,y\na.jpg,1,2\n")
    (tmp_path / "scenes.csv").write_text(f"image,split\na.jpg,{split}\n")
    with pytest.raises(DatasetError, match="the name of a split"):
        read_dataset(tmp_path)


def test_a_table_without_a_header_is_told_so(folder):
    (folder / "heads.csv").write_text("a.jpg,1,2\na.jpg,3,4\n")
    with pytest.raises(DatasetError, match=r"which is no header: put a line image,x,y above it"):
        read_dataset(folder)


def test_a_bad_number_is_told_when_the_labels_of_its_picture_are_read(folder, monkeypatch):
    """A table of 200,000 rows lists without reading a number of it."""
    from miscount.engine.scenes.formats import table

    written(folder, [("a.jpg", "one", 4.0), ("#1.jpg", 1.0, 2.0)])
    read = []
    row = table._row
    monkeypatch.setattr(table, "_row", lambda *given: (read.append(given), row(*given))[1])
    found = {scene.image_path.name: scene for scene in read_dataset(folder)}
    assert read == []
    assert len(found["#1.jpg"].annotation) == 1
    assert len(read) == 1


@pytest.mark.parametrize("mark", [";", "\t", "|"])
@pytest.mark.parametrize("column", ["x", "y", "weight"])
def test_commas_that_may_be_of_thousands_are_refused_with_their_line(folder, mark, column):
    rows = [["a.jpg", "512", "7", "1"], ["#1.jpg", "9", "8", "1"]]
    rows[1][1 + ["x", "y", "weight"].index(column)] = "1,024"
    written(folder, rows, mark=mark, head=("image", "x", "y", "weight"))
    with pytest.raises(DatasetError, match=rf"heads.csv, line 3: '1,024' can be 1024 or 1.024, and no .*'{column}'"):
        read_dataset(folder)


@pytest.mark.parametrize("other", ["0,125", "12,5", "1024,125", "7,1250"])
def test_one_number_tells_that_commas_are_decimal(folder, other):
    written(folder, [("a.jpg", "1,024", "7"), ("a.jpg", other, "7")], mark=";")
    found = {scene.image_path.name: scene for scene in read_dataset(folder)}
    assert found["a.jpg"].annotation.points[:, 0].tolist() == [1.024, float(other.replace(",", "."))]


@pytest.mark.parametrize("head", [("", "X", "Y"), ("index", "axis-0", "axis-1")])
def test_commas_of_thousands_in_the_tables_of_programs(head, tmp_path):
    write_image(tmp_path / "a.jpg", np.full((40, 60, 3), 90, dtype=np.uint8))
    (tmp_path / "a.csv").write_text("\n".join([";".join(head), "1;12;7", "2;1,024;9"]) + "\n")
    with pytest.raises(DatasetError, match=r"line 3: '1,024' can be 1024 or 1.024"):
        assert [scene.labels for scene in read_dataset(tmp_path)]
