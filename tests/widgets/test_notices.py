import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QToolButton

from miscount.widgets.notices import Notice, NoticeBar, Severity, StatusLine

FIRST = Notice(Severity.ERROR, "Training stopped: no memory is left; use a smaller batch.", "Traceback: made up")
SECOND = Notice(Severity.SUCCESS, "The run is done.", action="Open report")


@pytest.fixture
def bar(qtbot):
    made = NoticeBar()
    qtbot.addWidget(made)
    made.resize(600, 60)
    return made


def button(bar, text):
    return next(b for b in bar.findChildren(QPushButton) if b.text() == text)


def said(bar):
    return [label.text() for label in bar.findChildren(QLabel) if label.isVisibleTo(bar)]


def test_notices_wait_their_turn(bar, qtbot):
    gone = []
    bar.dismissed.connect(gone.append)
    assert not bar.isVisible()
    bar.tell(FIRST)
    bar.tell(SECOND)
    assert bar.isVisible()
    assert FIRST.text in said(bar)
    assert "1 more" in said(bar)
    assert bar.accessibleName().startswith("Error: ")
    qtbot.mouseClick(bar.findChild(QToolButton), Qt.MouseButton.LeftButton)
    assert SECOND.text in said(bar)
    qtbot.keyClick(bar, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert gone == [FIRST, SECOND]


def test_what_is_worse_is_seen_first_and_what_merely_happened_gives_way(bar):
    happened = [Notice(Severity.INFO, f"Number {k} happened.") for k in range(3)]
    warned = [Notice(Severity.WARNING, f"Number {k} is odd.") for k in range(2)]
    for notice in (happened[0], happened[1], SECOND, warned[0], happened[2], FIRST, warned[1]):
        bar.tell(notice)
    assert bar.notices() == (FIRST, *warned, SECOND, *reversed(happened))
    assert FIRST.text in said(bar)


def test_what_a_file_says_is_no_page(bar, qtbot):
    hostile = "<img src='http://example.org/x.png'><b>scene</b> & more"
    bar.tell(Notice(Severity.ERROR, hostile))
    assert hostile in said(bar)
    line = StatusLine()
    qtbot.addWidget(line)
    line.resize(900, 30)
    line.set_message(hostile)
    line.set_place(hostile)
    labels = [label for label in (*bar.findChildren(QLabel), *line.findChildren(QLabel)) if hostile in label.text()]
    assert len(labels) == 3
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
    assert not any("<img" in label.toolTip() for label in labels)


def test_the_same_notice_is_told_once(bar):
    for _ in range(3):
        bar.tell(FIRST)
    assert bar.notices() == (FIRST,)
    assert f"{FIRST.text}  (3 times)" in said(bar)


def test_details_open_and_copy(bar, qtbot):
    bar.tell(FIRST)
    details = bar.findChild(QPlainTextEdit)
    assert not details.isVisible()
    qtbot.mouseClick(button(bar, "Details"), Qt.MouseButton.LeftButton)
    assert details.isVisible()
    assert details.toPlainText() == FIRST.details
    qtbot.mouseClick(button(bar, "Copy"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == f"{FIRST.text}\n\n{FIRST.details}"


def test_an_action_is_told_and_closes(bar, qtbot):
    chosen = []
    bar.action_chosen.connect(chosen.append)
    bar.tell(SECOND)
    assert not button(bar, "Details").isVisible()
    qtbot.mouseClick(button(bar, "Open report"), Qt.MouseButton.LeftButton)
    assert chosen == [SECOND]
    assert not bar.isVisible()


def test_clear_is_silent(bar):
    gone = []
    bar.dismissed.connect(gone.append)
    bar.tell(FIRST)
    bar.clear()
    assert not bar.isVisible()
    assert gone == []


def test_a_long_message_may_not_widen_the_window(qtbot):
    line = StatusLine()
    qtbot.addWidget(line)
    line.set_saved("Saved 12:03:41", "/home/me/project")
    line.set_message("Undid: " + "move many heads " * 30)
    line.resize(300, 28)
    with qtbot.waitExposed(line):
        line.show()
    assert line.minimumSizeHint().width() < 300
    labels = [label for label in line.findChildren(QLabel) if label.isVisible()]
    assert labels[0].text().endswith("…")
    assert labels[1].text() == "Saved 12:03:41"
    line.set_saved("")
    assert not labels[1].isVisible()
