"""The window in Chinese: no English word is left in it, and no Chinese one is clipped."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QTabBar,
    QTabWidget,
    QToolButton,
    QWidget,
)

from miscount.studio.actions import ActionId
from miscount.widgets import language
from tests.studio.runs.test_readable import made
from tests.studio.seen import words_of

PAGES = [page for page in ActionId if page.name.startswith("PAGE_")]
DIALOGS = (
    ActionId.PREFERENCES, ActionId.SHORTCUTS, ActionId.READING_RULES, ActionId.EXPORT_SCENES, ActionId.EDITS_ELSEWHERE,
    ActionId.READERS_SAID, ActionId.PALETTE, ActionId.START_PAGE, ActionId.COUNT_PICTURES, ActionId.AUDIT,
    ActionId.DIFFERENCES,
)  # fmt: skip
HAN = re.compile("[\u4e00-\u9fff]")
NAMES = {
    # of this project, and of scenes and splits
    "Tiny", "tiny", "scenes", "train", "test", "unchecked", "count", "Miscount", "English",
    # of methods, networks, authors and formats
    "Grad", "Net", "Count", "Commissar", "leeyeehoo", "commissarma", "Shanghai", "Tech", "Crowd", "Dot", "Goose",
    "labelme", "napari", "Label", "Studio", "Labeler", "Refool", "Wa", "pxq", "Res", "Markdown",
    # of optimizers and color maps
    "adam", "adamw", "sgd", "bf", "viridis", "inferno", "magma", "plasma", "cividis",
    # of units and keys
    "px", "dB", "Ctrl", "Shift", "Alt", "Del", "Esc", "Pg", "Up", "Down", "Return", "Backspace", "Tab",
}  # fmt: skip
_WORD = re.compile(r"[A-Z]?[a-z]{2,}")
_PROSE = re.compile(r"(?:\b[a-z]{2,}\b[ ,]+){2,}")
_TECHNICAL = re.compile(r"\S*[/_.\\]\S*|[0-9a-f]{8,}|#\w+|https?://\S+|<[^>]*>")


@pytest.fixture(autouse=True)
def chinese(qapp):
    language.use("zh_CN")
    yield
    language.use("en")


def shown_ones(window, qtbot) -> Iterator[tuple[str, QWidget]]:
    """Each page of the window, and each dialog, in turn."""
    for page in PAGES:
        window.do(page)
        qtbot.wait(20)
        yield page.name, window
    for action in DIALOGS:
        window.do(action)
        qtbot.wait(20)
        others = [top for top in QApplication.topLevelWidgets() if top.isVisible() and top is not window]
        yield from ((action.name, top) for top in others)
        for top in others:
            top.close()


def is_english(text: str) -> bool:
    """Whether words of a text are English that is no name."""
    for line in _TECHNICAL.sub(" ", text).split("\n"):
        if HAN.search(line):
            if _PROSE.search(line) and "count>" not in line:
                return True
        elif set(_WORD.findall(line)) - NAMES:
            return True
    return False


def test_no_visible_word_escapes(window, qtbot):
    left = {
        (name, where, text)
        for name, top in shown_ones(window, qtbot)
        for where, text in words_of(top)
        if is_english(text) and text != window.services.document.recipe.about
    }
    assert left == set()


@pytest.mark.parametrize("twin", [0.02, 0.8])
def test_no_word_of_a_runs_results_escapes_and_its_name_is_no_word(window, qtbot, twin):
    """A run that is called `first`, for which the catalogue has a word."""
    services = window.services
    folder = made(services.session.project.runs_folder / "first", twin)
    weights = folder / "stages" / "victim" / "weights.safetensors"
    weights.parent.mkdir(parents=True, exist_ok=True)
    weights.touch()
    services.runs.refresh(then_show=folder)
    qtbot.waitUntil(lambda: services.runs.current is not None, timeout=20_000)
    assert language.tr("at first") != "at first"
    left, seen = set(), set()
    for page in (ActionId.PAGE_EVALUATE, ActionId.PAGE_DEFEND, ActionId.PAGE_COMPARE, ActionId.PAGE_TRIGGER):
        window.do(page)
        for tabs in window.findChildren(QTabWidget):
            for place in range(tabs.count()):
                tabs.setCurrentIndex(place)
                qtbot.wait(20)
                texts = {text for _where, text in words_of(window)}
                seen |= {text for text in texts if "first" in text or "最前" in text}
                left |= {(page.name, text) for text in texts if is_english(text.replace("first", ""))}
    for action in (ActionId.COUNT_PICTURES, ActionId.DIFFERENCES, ActionId.AUDIT):
        window.do(action)
        qtbot.wait(20)
        for top in (top for top in QApplication.topLevelWidgets() if top.isVisible() and top is not window):
            texts = {text for _where, text in words_of(top)}
            seen |= {text for text in texts if "first" in text}
            left |= {(action.name, text) for text in texts if is_english(text.replace("first", ""))}
            top.close()
    assert not {text for text in seen if re.search(r"\b最前\b", text)}
    assert any(text.startswith("受害者") and text.endswith("first") for text in seen), "a counter, and whose it is"
    made_up = (services.document.recipe.about, "the label says")  # by the test
    assert {one for one in left if not any(words in one[1] for words in made_up)} == set()


def test_nothing_is_clipped(window, qtbot):
    window.resize(1280, 770)
    clipped = [f"{name}: {said}" for name, top in shown_ones(window, qtbot) for said in clipped_in(top)]
    assert clipped == []


def clipped_in(top: QWidget) -> Iterator[str]:
    """The words of labels, buttons, tabs and choices that have less room than they need."""
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    for widget in top.findChildren(QWidget):
        seen = widget.visibleRegion().boundingRect()
        if seen.isEmpty():
            continue
        if isinstance(widget, QLabel | QAbstractButton) and seen.width() < widget.width():
            yield f"{widget.text() or widget.toolTip()!r} beyond the edge: {seen.width()} of {widget.width()}"
        match widget:
            case QLabel() if widget.text() and widget.pixmap().isNull() and type(widget).__name__ != "_Elided":
                short = widget.heightForWidth(widget.width()) > widget.height() + 1 if widget.wordWrap() else False
                narrow = not widget.wordWrap() and widget.sizeHint().width() > widget.width() + 1
                if short or narrow:
                    yield f"{widget.text()!r} in {widget.width()} x {widget.height()}"
            case QToolButton() if not widget.text() or widget.toolButtonStyle() == 0:
                pass
            case QAbstractButton() if widget.text() and widget.sizeHint().width() > widget.width() + 1:
                yield f"{widget.text()!r} in {widget.width()}"
            case QTabBar():
                for place in range(widget.count()):
                    if widget.fontMetrics().horizontalAdvance(widget.tabText(place)) > widget.tabRect(place).width():
                        yield f"tab {widget.tabText(place)!r}"
            case QComboBox() if widget.fontMetrics().horizontalAdvance(widget.currentText()) > widget.width() - 28:
                yield f"choice {widget.currentText()!r} in {widget.width()}"
