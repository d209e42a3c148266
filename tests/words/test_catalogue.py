"""The catalogue is whole and fresh: every word of the code has its Chinese, and is found again with values in it."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator

from miscount.widgets.language.phrases import Phrases
from miscount.widgets.language.shown import CONTEXT
from tests.words.catalogue import (
    EXTRA,
    PATTERNS,
    QM,
    UNSEEN,
    blanks,
    entries,
    lines_of,
    patterns_text,
    release,
    translations,
)
from tests.words.sources import sources

GRAMMAR = {"s", "are", "be"}
"""Blanks for English endings, which Chinese has none of."""

NAMES = {"Miscount", "LaTeX", "Markdown", "csv", "tex", "Count"}
HAN = re.compile("[\u4e00-\u9fff]")
AGAIN = "run `python -m tests.words`, and give what it lists its Chinese in miscount_zh_CN.ts"


COMMAND_LINE = re.compile(r"(?<![\w-])--[a-z][\w-]+")
"""Options of commands: they are the command line's to say, which knows them (`engine.cli.screen.OPTIONS`)."""


@pytest.fixture(scope="module")
def found() -> dict[str, str]:
    return entries()


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    return translations()


@pytest.fixture(scope="module")
def phrases(said) -> Phrases:
    translator = QTranslator()
    assert translator.load(str(QM))
    patterns = [line.replace("\\n", "\n") for line in PATTERNS.read_text(encoding="utf-8").splitlines()]
    return Phrases(lambda text: translator.translate(CONTEXT, text) or text, patterns)


def test_the_catalogue_has_every_word_of_the_code_and_no_other(found, said):
    assert set(found) - set(said) == set(), AGAIN
    assert set(said) - set(found) == set(), AGAIN


def test_every_entry_is_chinese(said):
    assert {text for text, chinese in said.items() if not HAN.search(chinese) and _words(text) - NAMES} == set()


def test_blanks_are_the_same_in_both_languages(said):
    odd = {text for text, chinese in said.items() if blanks(text) - GRAMMAR != blanks(chinese) - GRAMMAR}
    assert odd == set()


def test_letters_for_the_keyboard_are_kept(said):
    def letters(text: str) -> list[str]:
        return [letter.lower() for letter in re.findall(r"&(\w)", text)]

    assert {text for text, chinese in said.items() if letters(text) != letters(chinese)} == set()


def test_percent_signs_of_a_bar_of_progress_are_kept(said):
    assert {text for text, chinese in said.items() if ("%p" in text) != ("%p" in chinese)} == set()


def test_what_is_made_of_the_catalogue_is_fresh(tmp_path: Path):
    assert PATTERNS.read_text(encoding="utf-8") == patterns_text(), AGAIN
    release(tmp_path / "again.qm")
    assert (tmp_path / "again.qm").read_bytes() == QM.read_bytes(), AGAIN


def test_lists_beside_the_code_are_not_stale():
    there = set(sources())
    assert set(lines_of(EXTRA)) & there == set(), "the code has these by now"
    from tests.words.forms import form_words, recipe_texts

    assert set(lines_of(UNSEEN)) - there - set(form_words()) - set(recipe_texts()) == set(), "no code has these"


def test_every_text_is_found_as_it_stands(said, phrases):
    plain = {text: chinese for text, chinese in said.items() if not blanks(text)}
    assert {text: phrases.shown(text) for text in plain} == plain


def test_every_pattern_is_found_with_values_in_it(said, phrases):
    """A sentence with values comes out as its own translation with these values, whatever other patterns there are."""
    lost = {}
    for text, chinese in said.items():
        values = {name: f"{place + 3}7" for place, name in enumerate(sorted(blanks(text)))}
        filled, wanted = _filled(text, values), _filled(chinese, values)
        shown = phrases.shown(filled)
        if re.sub(r"\s", "", shown) != re.sub(r"\s", "", wanted):
            lost[filled] = shown
    assert lost == {}


def _filled(text: str, values: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda blank: values[blank[1]], text)


def _words(text: str) -> set[str]:
    """The words of an entry, without its blanks, units and joining words."""
    return {word for word in re.findall(r"[A-Za-z]+", re.sub(r"\{\w+\}", "", text)) if re.search("[a-z]{3}", word)} - {
        "the"
    }


def test_no_word_of_the_command_line_reaches_the_window(found, said):
    shown = {text for pair in said.items() for text in pair} | set(found)
    assert {text for text in shown if COMMAND_LINE.search(text)} == set()
    assert {text for text in shown if "`miscount " in text} == set()
