import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from miscount.widgets.palette import CommandPalette, CommandRow, match_score, ranked

ROWS = (
    CommandRow("stop", "Stop training", "Shift+F5", False, "Asks the run to stop."),
    CommandRow("start", "Start training", "F5", help="Runs the recipe."),
    CommandRow("next", "Next scene", "D"),
    CommandRow("unchecked", "Next unchecked scene", "Ctrl+Shift+D"),
)


@pytest.mark.parametrize(
    ("wish", "first"), [("ns", "next"), ("nus", "unchecked"), ("start", "start"), ("recipe", "start"), ("", "start")]
)
def test_the_best_fit_comes_first(wish, first):
    assert ranked(wish, ROWS)[0].id == first


def test_what_cannot_run_comes_last_and_nonsense_finds_nothing():
    assert [row.id for row in ranked("st", ROWS)][-1] == "stop"
    assert ranked("qqq", ROWS) == []
    assert [row.id for row in ranked("", ROWS)] == ["start", "next", "unchecked", "stop"]


@given(st.text("abc ", max_size=12), st.text("abc ", max_size=4))
def test_a_score_exists_exactly_for_a_subsequence(text, wish):
    letters = iter(text)
    fits = all(letter in letters for letter in wish.replace(" ", ""))
    assert (match_score(wish, text) is not None) == fits


@pytest.fixture
def window(qtbot):
    made = QWidget()
    made.below = QLineEdit()
    QVBoxLayout(made).addWidget(made.below)
    made.palette_ = CommandPalette(made)
    made.chosen = []
    made.palette_.chosen.connect(made.chosen.append)
    qtbot.addWidget(made)
    made.resize(640, 420)
    with qtbot.waitExposed(made):
        made.show()
    made.palette_.open(ROWS)
    made.line = made.palette_.findChild(QLineEdit)
    qtbot.waitUntil(made.line.hasFocus)
    return made


def test_typing_and_enter_choose(window, qtbot):
    qtbot.keyClicks(window.line, "next")
    assert window.palette_.shown() == ("next", "unchecked")
    qtbot.keyClick(window.line, Qt.Key.Key_Down)
    qtbot.keyClick(window.line, Qt.Key.Key_Return)
    assert window.chosen == ["unchecked"]
    assert not window.palette_.isVisible()


def test_what_cannot_run_is_not_chosen(window, qtbot):
    qtbot.keyClicks(window.line, "stop")
    qtbot.keyClick(window.line, Qt.Key.Key_Return)
    assert window.chosen == []
    assert window.palette_.isVisible()


def test_escape_and_a_click_elsewhere_leave(window, qtbot):
    qtbot.keyClick(window.line, Qt.Key.Key_Escape)
    assert not window.palette_.isVisible()
    window.palette_.open(ROWS)
    window.below.setFocus()
    qtbot.waitUntil(lambda: not window.palette_.isVisible())
    assert window.chosen == []


def test_it_opens_clean(window, qtbot):
    qtbot.keyClicks(window.line, "zzz")
    window.palette_.open(ROWS)
    assert window.line.text() == ""
    assert len(window.palette_.shown()) == 4
