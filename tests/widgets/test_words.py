"""Words are shown as they are: no name of a scene, a run or a file is read as HTML, in labels, tips or legends."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel

from miscount.widgets.notices import Notice, NoticeBar, Severity, StatusLine
from miscount.widgets.words import LongWords, Words, plain_tip
from tests.places import ROOT

NAMES = ["<b>bold</b>", "<img src='file:///x'>", "a < b", "<a href='http://x'>click</a>\nline", "&lt;b&gt;", "R&D", ""]


def shown(tip: str) -> str:
    """What a tip shows, whether Qt takes it for HTML or not."""
    if not tip.startswith("<p"):
        return tip
    page = QTextDocument()
    page.setHtml(tip)
    return page.toPlainText()


@pytest.mark.parametrize("name", NAMES)
def test_a_tip_shows_the_name_as_it_is(qapp, name):
    assert shown(plain_tip(name)) == name


@pytest.mark.parametrize("name", NAMES)
def test_a_notice_and_the_status_line_show_the_name_as_it_is(qtbot, name):
    bar, line = NoticeBar(), StatusLine()
    qtbot.addWidget(bar)
    qtbot.addWidget(line)
    bar.tell(Notice(Severity.ERROR, name or "x"))
    line.set_message(name)
    line.set_saved("Saved", name)
    for label in (*bar.findChildren(QLabel), *line.findChildren(QLabel)):
        assert label.textFormat() == Qt.TextFormat.PlainText
    tips = {shown(label.toolTip()) for label in line.findChildren(QLabel)}
    assert name in tips


def test_every_label_is_one_of_plain_words():
    """A bare QLabel guesses; where HTML is meant, it is made with escaped names and a format that is said."""
    for folder in ("studio", "widgets"):
        for path in (ROOT / folder).rglob("*.py"):
            if path.name != "words.py":
                found = re.findall(r"\bQLabel\(|class \w+\(QLabel\)", path.read_text(encoding="utf-8"))
                assert not found, f"{path.relative_to(ROOT)}: use Words of widgets/words.py"


@given(st.lists(st.tuples(st.text(max_size=300), st.integers(20, 600), st.integers(7, 20)), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_long_words_are_as_high_as_a_label_measures_them(qapp, steps):
    long, plain = LongWords(wordWrap=True), Words(wordWrap=True)
    for text, width, points in steps:
        for label in (long, plain):
            label.setText(text)
        for at in (width, 2 * width, width):
            assert long.heightForWidth(at) == plain.heightForWidth(at)
        for label in (long, plain):
            font = label.font()
            font.setPointSize(points)
            label.setFont(font)
        assert long.heightForWidth(width) == plain.heightForWidth(width)
        assert long.sizeHint() == plain.sizeHint()
