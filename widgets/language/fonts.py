"""Fonts for a language: whether there is one, and one that lines are as high as.

Where the system's font has no Chinese characters, Qt takes each from another font, one by one, and lays lines out by
the first: characters would be cut off at their top, and stand lower than the Latin letters beside them.
"""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

_CHINESE = QFontDatabase.WritingSystem.SimplifiedChinese
_LIKED = ("Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi")
_OF_SYSTEM = "families_of_system"


def can_be_drawn(language: str) -> bool:
    """Whether this machine has a font for `language`: without one, Chinese would be a row of boxes."""
    return language != "zh_CN" or bool(QFontDatabase.families(_CHINESE))


def use_font_for(language: str) -> None:
    """Have all words drawn in a font of `language`: the system's own where it is one."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    if app.property(_OF_SYSTEM) is None:
        app.setProperty(_OF_SYSTEM, app.font().families())
    families = list(app.property(_OF_SYSTEM))
    if language == "zh_CN":
        families = [*_chinese_unless_in(families), *families]
    if families != app.font().families():
        font = QFont(app.font())
        font.setFamilies(families)
        app.setFont(font)


def _chinese_unless_in(families: list[str]) -> list[str]:
    """The best Chinese family of this machine, or none where the first of `families` is Chinese itself."""
    there = QFontDatabase.families(_CHINESE)
    if not there or (families and families[0] in there):
        return []
    plain = [family for family in there if "Mono" not in family and "Serif" not in family] or there
    return [next((family for liked in _LIKED for family in plain if family.startswith(liked)), plain[0])]
