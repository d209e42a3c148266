"""Texts are found among entries and patterns, and said in the other language; what nobody knows stays as it is."""

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QLabel

from miscount.widgets import language
from miscount.widgets.language.phrases import Pattern, Phrases

ENTRIES = {
    "Heads": "人头", "Nothing is open.": "没有打开任何内容。", "All scenes": "所有场景", "Save…": "保存…",
    "{n} heads of {name} were added.": "已向 {name} 添加 {n} 个人头。", "{done} of {total}": "{done} / {total}",
    "{n} heads": "{n} 个人头", "Run {name}": "运行 {name}", "{title} is done.": "{title}已完成。", "Twin": "孪生",
    "opacity": "不透明度",
    "{path} cannot be read: {expected}, found {found}.": "无法读取 {path}：{expected}，实际：{found}。",
    "expected a recipe": "需要一个配方", "no such file": "没有这样的文件",
}  # fmt: skip


@pytest.fixture
def phrases() -> Phrases:
    return Phrases(lambda text: ENTRIES.get(text, text), [text for text in ENTRIES if "{" in text])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Heads", "人头"),
        ("heads", "人头"),
        ("Save", "保存"),
        ("Nothing is open", "没有打开任何内容"),
        ("12 heads of IMG_4 were added.", "已向 IMG_4 添加 12 个人头。"),
        ("12 heads of a name of words were added.", "已向 a name of words 添加 12 个人头。"),
        ("3 of 40", "3 / 40"),
        ("Run quick is done.", "运行 quick 已完成。"),
        ("Nothing is open. 3 heads", "没有打开任何内容。3 个人头"),
        ("All scenes\n3 heads", "所有场景\n3 个人头"),
        ("Twin, heads", "孪生，人头"),
        ("Twin: 3 heads", "孪生：3 个人头"),
        ("⚠ Nothing is open.", "⚠ 没有打开任何内容。"),
        ("opacity 0.5", "不透明度 0.5"),
        ("/a b/x.yaml cannot be read: expected a recipe, found no such file.",
         "无法读取 /a b/x.yaml：需要一个配方，实际：没有这样的文件。"),
    ],
)  # fmt: skip
def test_a_text_is_found_and_said(phrases, text, wanted):
    assert phrases.shown(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "", "17", "0.5 / 3", "IMG_1", "My crowd of Sunday", "most of what nobody knows of it", "heads up, everybody",
        "x" * 10_000,
    ],
)  # fmt: skip
def test_what_no_entry_knows_stays_as_it_is(phrases, text):
    assert phrases.shown(text) == text


def test_a_name_that_is_a_word_by_chance_stays_a_name():
    said = {
        "Run {name}": "运行 {name}",
        "{name} removes {share} of it": "{name}去除 {share}",
        "first": "最前",
        "Twin": "孪生",
    }
    phrases = Phrases(lambda text: said.get(text, text), [text for text in said if "{" in text])
    assert phrases.shown("Run first") == "运行 first"
    assert phrases.shown("Twin removes 3 % of it") == "孪生去除 3 %"


def test_names_that_somebody_gave_are_kept_wherever_they_stand():
    said = {"first": "最前", "Twin": "孪生", "{title} is done.": "{title}已完成。", "Run {name}": "运行 {name}"}
    phrases = Phrases(lambda text: said.get(text, text), [text for text in said if "{" in text])
    assert phrases.shown("Twin  ·  first") == "孪生  ·  最前"
    phrases.keep(["first", "Twin of mine"])
    assert phrases.shown("first") == "first"
    assert phrases.shown("Twin  ·  first") == "孪生  ·  first"
    assert phrases.shown("first is done.") == "first 已完成。"
    assert phrases.shown("Twin of mine") == "Twin of mine"


def test_a_sentence_that_is_an_entry_is_no_beginning_of_a_patterns_last_value():
    said = {
        "It cannot be told, since it reacts": "无法判断，因为有反应",
        "It cannot be told, since {guessing}": "无法判断，因为{guessing}",
        "{count} seeds": "{count} 个种子",
    }
    phrases = Phrases(lambda text: said.get(text, text), [text for text in said if "{" in text])
    assert phrases.shown("It cannot be told, since it reacts: 3 seeds") == "无法判断，因为有反应：3 个种子"
    assert phrases.shown("It cannot be told, since nobody knows") == "无法判断，因为 nobody knows"


def test_a_blank_that_counts_takes_no_words():
    said = {"{count} heads": "{count} 个人头", "data": "数据", "min heads": "最少人头数"}
    phrases = Phrases(lambda text: said.get(text, text), [text for text in said if "{" in text])
    assert phrases.shown("data, min heads") == "数据，最少人头数"
    assert phrases.shown("1,204 heads") == "1,204 个人头"


def test_of_two_patterns_the_one_with_more_words_of_its_own_is_taken():
    said = {"{a} is {b}": "weak", "{name} is open in another window": "strong {name}"}
    phrases = Phrases(lambda text: said.get(text, text), said)
    assert phrases.shown("Demo is open in another window") == "strong Demo"


def test_the_blanks_of_a_pattern_may_change_places():
    assert Pattern("{n} of {total} scenes").values("3 of 40 scenes") == ("3", "40")
    assert Pattern("{n} of {total} scenes").values("3 of 40 heads") is None


@pytest.fixture
def chinese(qapp):
    language.use("zh_CN")
    yield
    language.use("en")


def test_english_is_shown_as_it_is_and_chinese_by_the_catalogue(chinese):
    assert language.in_use() == "zh_CN"
    assert language.tr("Add heads") == "添加人头"
    assert QCoreApplication.translate("miscount", "Add heads") == "添加人头"
    language.use("en")
    assert language.tr("Add heads") == "Add heads"
    assert QCoreApplication.translate("miscount", "Add heads") == "Add heads"


def test_the_words_of_qt_itself_are_chinese_too(chinese):
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


def test_a_label_keeps_names_that_no_entry_has(chinese, qtbot):
    label = QLabel(language.tr("IMG_17"))
    qtbot.addWidget(label)
    assert label.text() == "IMG_17"


@pytest.mark.parametrize(
    ("languages", "wanted"),
    [(["zh-Hans-CN"], "zh_CN"), (["zh"], "zh_CN"), (["zh-Hant-TW"], "en"), (["de-DE", "zh"], "en"), ([], "en")],
)  # fmt: skip
def test_the_system_s_language_is_taken_where_it_is_one_of_ours(monkeypatch, languages, wanted):
    monkeypatch.setattr(QLocale, "uiLanguages", lambda _self: languages)
    assert language.language_of("system") == wanted
    assert language.language_of("en") == "en"
    assert language.language_of("zh_CN") == "zh_CN"
    assert language.language_of("tlh") == "en"


def test_without_a_font_the_window_stays_english(monkeypatch, qapp):
    monkeypatch.setattr("miscount.widgets.language.fonts.QFontDatabase.families", lambda *_: [])
    language.use_if_drawn("zh_CN")
    assert language.in_use() == "en"


def test_lines_are_as_high_as_the_language_needs(chinese, qapp):
    families = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    if not families:
        pytest.skip("no font for Chinese on this machine")
    assert qapp.font().families()[0] in families
    language.use("en")
    assert qapp.font().families() == qapp.property("families_of_system")


def test_what_is_said_before_a_path_is_no_part_of_it():
    entries = {"{path} could not be written: {value}.": "无法写入 {path}：{value}。", "No room": "没有空间",
               "Not saved: {error}": "未保存：{error}"}  # fmt: skip
    phrases = Phrases(lambda text: entries.get(text, text), [entry for entry in entries if "{" in entry])
    assert phrases.shown("/a/b.json could not be written: No room.") == "无法写入 /a/b.json：没有空间。"
    wanted = "未保存：无法写入 /a/b.json：没有空间。"
    assert phrases.shown("Not saved: /a/b.json could not be written: No room.") == wanted
