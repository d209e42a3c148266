"""Words that are shown as they are: a name from a file that holds marks of HTML stays that name.

Qt takes the text of a label or of a tip for HTML where it looks like it. Names of scenes, runs and files are anybody's.
"""

from __future__ import annotations

import html
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QLabel

from .language import tr


class Words(QLabel):
    """A label of plain text."""

    def __init__(self, *arguments: Any, **properties: Any) -> None:
        super().__init__(*arguments, **properties)
        self.setTextFormat(Qt.TextFormat.PlainText)


class LongWords(Words):
    """Dozens of lines, such as a whole recipe: measured once for each width.

    A layout asks for the height a dozen times while a page is made, which takes 3 ms each time.
    """

    def __init__(self, *arguments: Any, **properties: Any) -> None:
        super().__init__(*arguments, **properties)
        self._heights: dict[int, int] = {}
        self._hint: QSize | None = None

    def setText(self, text: str) -> None:
        """Show `text`."""
        self._forget()
        super().setText(text)

    def changeEvent(self, event: QEvent) -> None:
        """Other words, or another font."""
        super().changeEvent(event)
        self._forget()

    def heightForWidth(self, width: int) -> int:
        """As the label measures it."""
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """As the label measures it."""
        if self._hint is None:
            self._hint = super().sizeHint()
        return self._hint

    def _forget(self) -> None:
        self._heights, self._hint = {}, None


def plain_tip(text: str) -> str:
    """A tip that shows `text` in the person's language: what may look like HTML is made HTML that says so."""
    text = tr(text)
    return f"<p style='white-space:pre-wrap'>{html.escape(text)}</p>" if "<" in text else text
