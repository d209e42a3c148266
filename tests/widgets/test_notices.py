import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from miscount.widgets import notices as module
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


@pytest.mark.parametrize("size", [(600, 300), (1280, 700), (320, 120)])
def test_a_bar_over_a_page_moves_nothing_and_stays_within_it(qtbot, size):
    page = QWidget()
    qtbot.addWidget(page)
    below = QLabel("what the page shows", page)
    column = QVBoxLayout(page)
    column.addWidget(below)
    page.resize(*size)
    bar = NoticeBar()
    bar.lie_over(page)
    page.show()
    before = below.geometry()
    long = Notice(Severity.ERROR, "One sentence that wraps in a narrow window. " * 6, "made up")
    for notice in (SECOND, long):
        bar.tell(notice)
        assert bar.isVisible()
        assert page.rect().contains(bar.geometry())
        assert below.geometry() == before
    page.resize(size[0] + 40, size[1] + 20)
    assert page.rect().contains(bar.geometry())
    bar.clear()
    assert not bar.isVisible()


@pytest.fixture
def over(qtbot):
    """A bar over a page, with the mouse elsewhere."""
    page = QWidget()
    qtbot.addWidget(page)
    page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    page.resize(900, 500)
    made = NoticeBar()
    made.lie_over(page)
    page.show()
    page.activateWindow()
    return made


def test_a_success_goes_by_itself_and_nothing_else_does(over, qtbot, monkeypatch):
    bar = over
    bar.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    monkeypatch.setattr(module, "STAYS_MS", 1)
    monkeypatch.setattr(module, "STAYS_WITH_ACTION_MS", 1)
    for severity in (Severity.INFO, Severity.WARNING, Severity.ERROR):
        bar.tell(Notice(severity, f"It was {severity.value}."))
        assert not bar._goes.isActive()
        bar.clear()
    for success in (SECOND, Notice(Severity.SUCCESS, "Saved.")):
        with qtbot.waitSignal(bar.dismissed, timeout=5_000) as gone:
            bar.tell(success)
        assert gone.args == [success]
    assert bar.notices() == ()


def test_a_success_stays_while_the_keyboard_is_at_it(over, qtbot):
    over.tell(SECOND)
    button(over, "Open report").setFocus()
    qtbot.waitUntil(button(over, "Open report").hasFocus, timeout=5_000)
    over._on_time()
    assert over.notices() == (SECOND,)
    over.parentWidget().setFocus()
    qtbot.waitUntil(over.parentWidget().hasFocus, timeout=5_000)
    over.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)  # the offscreen platform has it somewhere
    over._on_time()
    assert over.notices() == ()


def test_an_offer_stands_before_all_else(bar):
    offer = Notice(Severity.INFO, "Changes were not saved.", action="Recover", first=True)
    for notice in (FIRST, Notice(Severity.WARNING, "Odd."), offer):
        bar.tell(notice)
    assert bar.notices()[0] == offer


def test_what_is_waited_for_changes_no_height(qtbot):
    line = StatusLine()
    qtbot.addWidget(line)
    line.resize(900, 30)
    line.show()
    least = line.minimumHeight()
    line.set_progress("Reading the folder…", 3, 10)
    assert line.progress.isVisible()
    assert line.progress.text() == "3 of 10"
    assert line.sizeHint().height() <= least
    line.set_progress("", 0, 0)
    assert not line.progress.isVisible()


def test_a_bar_in_view_follows_theme_and_size(over, qtbot):
    from PySide6.QtWidgets import QApplication

    from miscount.widgets.theme import apply_theme, is_dark

    over.tell(FIRST)
    before = over.height()
    try:
        apply_theme(QApplication.instance(), "dark", 1.6)
        qtbot.waitUntil(lambda: over.height() > before, timeout=5_000)
        ground = over.grab().toImage().pixelColor(over.width() // 2, over.height() - 4)
        assert is_dark(over.palette())
        assert ground.lightness() < 128
        assert over.parentWidget().rect().contains(over.geometry())
    finally:
        apply_theme(QApplication.instance(), "light")
