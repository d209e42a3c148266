"""Words that are shown as they are: a name from a file that holds marks of HTML stays that name.

Qt takes the text of a label or of a tip for HTML where it looks like it. Names of scenes, runs and files are anybody's.
"""

from __future__ import annotations

import html
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from .language import tr


class Words(QLabel):
    """A label of plain text."""

    def __init__(self, *arguments: Any, **properties: Any) -> None:
        super().__init__(*arguments, **properties)
        self.setTextFormat(Qt.TextFormat.PlainText)


def plain_tip(text: str) -> str:
    """A tip that shows `text` in the person's language: what may look like HTML is made HTML that says so."""
    text = tr(text)
    return f"<p style='white-space:pre-wrap'>{html.escape(text)}</p>" if "<" in text else text
