"""`tr(text)`: what a person sees of `text`, in the language that the application was started in.

One language inside, another on the glass: whatever is kept, compared, logged or written is English, so that files, runs
and reports are the same for everybody. What is shown passes through `tr` at the widget that shows it. A sentence with
values in it, such as "12 heads were added.", is known by its pattern "{n} heads were added."; so also the sentences of
files and of child processes, which come as text, are understood. See `phrases`.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from .fonts import can_be_drawn, use_font_for
from .phrases import Phrases

LANGUAGES = {"system": "", "en": "English", "zh_CN": "简体中文"}
"""Settings and the languages' own names."""

CONTEXT = "miscount"
"""Of every entry of the catalogue."""

_SIMPLIFIED = ("zh-Hans", "zh-CN", "zh-SG")
_phrases: Phrases | None = None
_in_use = "en"
_translators: list[QTranslator] = []


def language_of(setting: str) -> str:
    """The language of a setting: `en` or `zh_CN`; what the system says where it says `system`."""
    if setting != "system":
        return setting if setting in LANGUAGES else "en"
    first = next(iter(QLocale.system().uiLanguages()), "en")
    return "zh_CN" if first == "zh" or first.startswith(_SIMPLIFIED) else "en"


def use(language: str) -> None:
    """Show all words in `language` from now on; what is on the screen already stays as it is.

    The catalogue is read once: a `.qm` file, and the list of patterns beside it.
    """
    global _phrases, _in_use
    app = QCoreApplication.instance()
    assert app is not None, "made before the first word is shown"
    while _translators:
        app.removeTranslator(_translators.pop())
    _phrases, _in_use = None, "en"
    use_font_for(language)
    if language == "en":
        return
    folder = resources.files("miscount.resources").joinpath("translations")
    ours = QTranslator()
    with resources.as_file(folder.joinpath(f"miscount_{language}.qm")) as file:
        if not ours.load(str(file)):
            return
    of_qt = QTranslator()  # the words of Qt's own dialogs and menus of lines
    of_qt.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    for translator in (of_qt, ours):
        app.installTranslator(translator)
        _translators.append(translator)
    patterns = folder.joinpath("patterns.txt").read_text(encoding="utf-8").splitlines()
    _phrases, _in_use = Phrases(_by_qt, (line.replace("\\n", "\n") for line in patterns)), language


def use_if_drawn(setting: str) -> None:
    """Show all words in the language of a setting, where this machine has a font for it; else in English."""
    wanted = language_of(setting)
    use(wanted if can_be_drawn(wanted) else "en")


def in_use() -> str:
    """The language that words are shown in."""
    return _in_use


def tr(text: str) -> str:
    """`text` as it is shown. What no entry knows, such as a name, stays as it is."""
    return text if _phrases is None else _phrases.shown(text)


def keep(names: Iterable[str]) -> None:
    """Names that somebody gave, of runs, projects and scenes: no language has a word for them, whatever they are."""
    if _phrases is not None:
        _phrases.keep(names)


def _by_qt(source: str) -> str:
    return QCoreApplication.translate(CONTEXT, source)
