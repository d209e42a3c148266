import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QListView, QPushButton

from miscount.widgets.problem_list import ProblemList, ProblemRow

ROWS = (
    ProblemRow(0, "train/a", "border", "On the border", "note", "1 head.", "Why.", "Move in"),
    ProblemRow(1, "train/b", "image_missing", "Image missing", "error", "Gone.", "Fetch it."),
    ProblemRow(2, "train/c", "duplicate", "Twice", "warning", "2 heads.", "Clicked twice.", "Keep one"),
    ProblemRow(3, "train/d", "duplicate", "Twice", "warning", "1 head.", "Clicked twice.", "Keep one"),
)


@pytest.fixture
def problems(qtbot):
    made = ProblemList()
    qtbot.addWidget(made)
    made.resize(320, 420)
    made.set_problems(ROWS, "4 problems in 9 scenes.")
    with qtbot.waitExposed(made):
        made.show()
    return made


def button(problems, words):
    return next(b for b in problems.findChildren(QPushButton) if b.text().startswith(words))


def test_the_gravest_comes_first_and_steps_go_round(problems):
    assert [problems.step(1).key for _ in range(5)] == [1, 2, 3, 0, 1]
    assert problems.step(-1).key == 0


def test_a_click_asks_for_the_problem_and_a_key_too(problems, qtbot):
    view = problems.findChild(QListView)
    place = view.visualRect(view.model().index(2, 0)).center()
    with qtbot.waitSignal(problems.chosen) as chosen:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [3]
    with qtbot.waitSignal(problems.chosen) as chosen:
        qtbot.keyClick(view, Qt.Key.Key_Up)
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert chosen.args == [2]


def test_fixes_are_offered_where_there_is_one(problems, qtbot):
    problems.step(1)
    assert not any(b.isVisible() for b in problems.findChildren(QPushButton) if "ix" in b.text())
    problems.step(1)
    with qtbot.waitSignal(problems.fix_asked) as asked:
        qtbot.mouseClick(button(problems, "Fix this"), Qt.MouseButton.LeftButton)
    assert asked.args == [2]
    with qtbot.waitSignal(problems.fix_all_asked) as asked:
        qtbot.mouseClick(button(problems, "Fix all 2"), Qt.MouseButton.LeftButton)
    assert asked.args == ["duplicate"]


def test_one_kind_alone_is_shown_and_stays_chosen(problems, qtbot):
    kinds = problems.findChild(QComboBox)
    kinds.setCurrentIndex(kinds.findText("Twice", Qt.MatchFlag.MatchStartsWith))
    kinds.activated.emit(kinds.currentIndex())
    assert problems.findChild(QListView).model().rowCount() == 2
    problems.step(1)
    problems.set_problems(ROWS[:3], "3 problems.")
    assert problems.findChild(QListView).model().rowCount() == 1
    assert problems.current.key == 2


def test_an_empty_list_says_what_to_do_and_checking_can_be_stopped(problems, qtbot):
    problems.set_problems((), "No problems in 9 scenes.")
    assert problems.step(1) is None
    with qtbot.waitSignal(problems.check_asked):
        qtbot.mouseClick(button(problems, "Check all"), Qt.MouseButton.LeftButton)
    problems.set_running(True)
    with qtbot.waitSignal(problems.stop_asked):
        qtbot.mouseClick(button(problems, "Stop"), Qt.MouseButton.LeftButton)
