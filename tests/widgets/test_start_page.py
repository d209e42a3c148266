"""The start page speaks for the person, by hand and by key, and follows theme and size."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from miscount.widgets.start_page import Beginning, Recent, StartPage
from miscount.widgets.theme import apply_theme

BEGINNINGS = (
    Beginning("one", "The first way", "A sentence on it, long enough to wrap over two lines. " * 3, "open"),
    Beginning("two", "The second way", "Another.", "play"),
)
ROWS = (Recent("/a", "A", "~/a", "today 09:30"), Recent("/b", "<b>B</b>", "~/b", gone=True))


@pytest.fixture
def page(qtbot):
    made = StartPage(BEGINNINGS, "What it is for.")
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    made.said = []
    for signal in (made.begun, made.opened, made.forgotten):
        signal.connect(made.said.append)
    yield made
    apply_theme(QApplication.instance(), "light")


def test_beginnings_are_chosen_by_hand_and_by_key(page, qtbot):
    qtbot.mouseClick(page.buttons["two"], Qt.MouseButton.LeftButton)
    qtbot.keyClick(page.buttons["one"], Qt.Key.Key_Space)
    assert page.said == ["two", "one"]


def test_what_is_recent_is_opened_once_and_forgotten(page, qtbot):
    page.set_recent(ROWS)
    place = page.recent.visualItemRect(page.recent.item(1)).center()
    qtbot.mouseClick(page.recent.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.keyClick(page.recent, Qt.Key.Key_Up)
    qtbot.keyClick(page.recent, Qt.Key.Key_Return)
    qtbot.keyClick(page.recent, Qt.Key.Key_Delete)
    assert page.said == ["/b", "/a", "/a"]
    assert page.recent.item(1).text() == "<b>B</b>\n~/b\nno longer there"


def test_without_anything_recent_it_says_so(page):
    assert page._none.isVisible()
    page.set_recent(ROWS)
    assert not page._none.isVisible()
    assert page.recent.isVisible()


def test_a_picture_that_comes_late_is_shown_and_kept(page):
    page.set_recent(ROWS)
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    page.set_picture("/a", picture)
    page.set_recent(ROWS)
    shown = page.recent.item(0).icon().pixmap(page.recent.iconSize()).toImage()
    assert shown.pixelColor(shown.width() // 2, shown.height() // 2) == QColor("red")


@pytest.mark.parametrize("size", [1.0, 1.6])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_word_is_cut_off_and_the_ground_follows_the_theme(page, qtbot, theme, size):
    apply_theme(QApplication.instance(), theme, size)
    QApplication.processEvents()
    button = page.buttons["one"]
    qtbot.waitUntil(lambda: button.height() >= button.heightForWidth(button.width()), timeout=5_000)
    ground = page.grab().toImage().pixelColor(3, 3)
    assert (ground.lightness() < 128) == (theme == "dark")
    for button, beginning in zip(page.buttons.values(), BEGINNINGS, strict=True):
        room = QRect(0, 0, button.text_width(button.width()), 10_000)
        needed = button.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, beginning.about)
        assert needed.height() + button.fontMetrics().lineSpacing() < button.height()
        assert needed.width() <= room.width()
