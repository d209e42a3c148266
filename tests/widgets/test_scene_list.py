import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel, QLineEdit, QListView

from miscount.widgets.scene_list import SceneList, SceneRow
from miscount.widgets.scene_model import SceneModel, Thumbnails
from miscount.widgets.scenes.query import ORDERS, natural_key, scene_filter

ROWS = (
    SceneRow("B/train/IMG_12", "IMG_12", "train", 900, frozenset({"edited", "poisoned"}), "k12"),
    SceneRow("B/train/IMG_2", "IMG_2", "train", 40, frozenset({"checked"}), "k2"),
    SceneRow("B/test/IMG_1", "IMG_1", "test", 501, frozenset(), "k1"),
    SceneRow("B/test/market", "market", "test", None, frozenset({"problem"}), "km"),
)


def found(text):
    return [row.name for row in ROWS if scene_filter(text)(row)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ["IMG_12", "IMG_2", "IMG_1", "market"]),
        ("count>500", ["IMG_12", "IMG_1"]),
        ("count<=40", ["IMG_2"]),
        ("count=501 split:test", ["IMG_1"]),
        ("-count>500", ["IMG_2", "market"]),
        ("poisoned edited", ["IMG_12"]),
        ("split:train -poisoned", ["IMG_2"]),
        ("MARK", ["market"]),
        ("b/test", ["IMG_1", "market"]),
        ("-", []),
    ],
)
def test_the_filter_says_what_it_means(text, names):
    assert found(text) == names


@pytest.mark.parametrize("text", ["count>", "count<many"])
def test_a_count_without_a_number_is_told(text):
    with pytest.raises(ValueError, match="lacks a number"):
        scene_filter(text)


def test_two_comes_before_twelve():
    assert sorted(["IMG_12", "img_2", "IMG_1", "7", "a"], key=natural_key) == ["7", "a", "IMG_1", "img_2", "IMG_12"]


@pytest.fixture
def scenes(qtbot):
    made = SceneList()
    qtbot.addWidget(made)
    made.resize(280, 420)
    made.said = []
    made.activated.connect(made.said.append)
    with qtbot.waitExposed(made):
        made.show()
    return made


def texts(scenes):
    return [label.text() for label in scenes.findChildren(QLabel) if label.isVisible()]


def test_an_empty_list_says_what_to_do(scenes):
    assert any("Open a dataset" in text for text in texts(scenes))
    scenes.set_scenes(ROWS)
    assert not any("Open a dataset" in text for text in texts(scenes))
    assert "4 scenes, 1 checked" in texts(scenes)


def test_typing_filters_and_says_how_many(scenes, qtbot):
    scenes.set_scenes(ROWS)
    qtbot.keyClicks(scenes.findChild(QLineEdit), "split:test")
    qtbot.waitUntil(lambda: scenes.shown() == ("B/test/IMG_1", "B/test/market"))
    assert "2 of 4 scenes, 1 checked" in texts(scenes)
    qtbot.keyClicks(scenes.findChild(QLineEdit), " poisoned")
    qtbot.waitUntil(lambda: scenes.shown() == ())
    assert "No scene fits the filter." in texts(scenes)


def test_a_wrong_filter_is_said_and_changes_nothing(scenes, qtbot):
    scenes.set_scenes(ROWS)
    scenes.set_filter("count>")
    assert len(scenes.shown()) == 4
    assert any("lacks a number" in text for text in texts(scenes))


def test_walking_speaks_and_setting_does_not(scenes, qtbot):
    scenes.set_scenes(ROWS)
    assert scenes.shown() == ("B/test/IMG_1", "B/train/IMG_2", "B/train/IMG_12", "B/test/market")
    scenes.set_current("B/train/IMG_2")
    assert scenes.said == []
    scenes.next()
    scenes.next()
    scenes.next()
    assert scenes.said == ["B/train/IMG_12", "B/test/market"]
    scenes.previous()
    view = scenes.findChild(QListView)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert scenes.said[2:] == ["B/train/IMG_12", "B/train/IMG_2"]


def test_a_click_chooses(scenes, qtbot):
    scenes.set_scenes(ROWS)
    view = scenes.findChild(QListView)
    place = view.visualRect(view.model().index(2)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert scenes.said == ["B/train/IMG_12"]


def test_the_current_scene_survives_sorting_and_new_rows(scenes, qtbot):
    scenes.set_scenes(ROWS)
    scenes.set_current("B/train/IMG_12")
    scenes._order.setCurrentIndex(1)
    scenes._order.activated.emit(1)
    scenes._falling.click()
    assert scenes.shown()[0] == "B/train/IMG_12"
    scenes.set_scenes(ROWS[:2])
    assert scenes.current() == "B/train/IMG_12"
    assert scenes.findChild(QListView).currentIndex().row() == 0
    assert scenes.said == []


def test_one_row_changes_in_its_place(scenes):
    scenes.set_scenes(ROWS)
    scenes.set_scene(SceneRow("B/train/IMG_2", "IMG_2", "train", 41, frozenset({"edited"}), "k2"))
    index = scenes.findChild(QListView).model().index(1)
    assert "41 heads" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "edited" in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_only_pictures_in_view_are_asked_for_and_once(scenes, qtbot):
    wanted = []
    scenes.thumbnail_wanted.connect(wanted.append)
    scenes.set_scenes([SceneRow(f"s{i}", f"s{i}", thumbnail=f"k{i}") for i in range(10_000)])
    qtbot.waitUntil(lambda: len(wanted) > 3)
    assert len(wanted) < 12
    first = set(wanted)
    view = scenes.findChild(QListView)
    for value in range(0, view.verticalScrollBar().maximum(), view.verticalScrollBar().maximum() // 200):
        view.verticalScrollBar().setValue(value)
        view.viewport().repaint()
    view.scrollToBottom()
    qtbot.waitUntil(lambda: "k9999" in wanted)
    assert len(wanted) < 40
    assert len(wanted) == len(set(wanted))
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    scenes.set_thumbnail("k9999", image)
    area = view.visualRect(view.model().index(9999))
    seen = view.viewport().grab().toImage().pixelColor(area.left() + 30, area.center().y())
    assert seen.red() > 200
    assert seen.green() < 60
    assert first


def test_old_pictures_are_forgotten(qapp):
    kept = Thumbnails(limit=3)
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    for key in "abc":
        kept.put(key, image)
    kept.get("a")
    kept.put("d", image)
    assert kept.get("b") is None
    assert kept.get("a") is not None
    assert len(kept) == 3


def test_ten_thousand_scenes_are_sorted_by_one_key_each(qapp, monkeypatch):
    rows = [SceneRow(f"s/IMG_{i}", f"IMG_{i}", "train", i % 977, frozenset(), str(i)) for i in range(10_000)]
    asked, by_count = [], ORDERS["Count"]
    monkeypatch.setitem(ORDERS, "Count", lambda row: (asked.append(row), by_count(row))[1])
    model = SceneModel()
    model.set_rows(rows)
    model.set_filter(scene_filter("count>500 split:train -poisoned"))
    model.set_order("Count", True)
    assert len(asked) == 10_000, "a comparison must not call back into Python"
    assert model.row_at(0).count == 976


def test_the_current_scene_stays_in_view_when_the_list_gets_shorter(qtbot):
    made = SceneList()
    qtbot.addWidget(made)
    made.resize(280, 900)
    made.set_scenes([SceneRow(f"s{k}", f"s{k}", "train", k, frozenset(), "") for k in range(100)])
    made.show()
    made.set_current("s50")
    made.resize(280, 300)
    view = made.findChild(QListView)
    assert view.viewport().rect().intersects(view.visualRect(view.currentIndex()))
