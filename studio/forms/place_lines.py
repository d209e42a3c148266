"""Lines of a dialog in which a person says a place: what they are called, a button beside them, the path they name."""

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from miscount.engine.reading import expanded, real_path
from miscount.widgets.forms.fields import TARGET_PX
from miscount.widgets.icons import icon
from miscount.widgets.words import Words


def labelled(words: str, of: QWidget) -> Words:
    """The label of a line, whose letter after `&` brings the keyboard there."""
    label = Words(words)
    label.setBuddy(of)
    return label


def browse_button(what: str) -> QToolButton:
    """The button that opens a chooser of `what`."""
    button = QToolButton()
    button.setIcon(icon("open"))
    button.setToolTip(f"Choose {what}…")
    button.setAccessibleName(f"Choose {what}")
    button.setMinimumSize(TARGET_PX, TARGET_PX)
    return button


def beside(line: QLineEdit, button: QToolButton) -> QWidget:
    """A line and its button in one row."""
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(line, 1)
    row.addWidget(button)
    return both


def path_of(text: str) -> Path:
    """The whole path that a person wrote; what cannot be looked at stays as it is."""
    return real_path(expanded(Path(text.strip())))
