"""Lines of a dialog in which a person says a place: what they are called, a button beside them, the path they name."""

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from miscount.engine.reading import expanded, is_file, listed, real_path, there
from miscount.widgets.forms.fields import TARGET_PX
from miscount.widgets.icons import icon
from miscount.widgets.language import tr
from miscount.widgets.words import Words

A_FILE = "{folder} is a file."
CLOSED = "{folder} cannot be looked into: choose another place."


def labelled(words: str, of: QWidget) -> Words:
    """The label of a line, whose letter after `&` brings the keyboard there."""
    label = Words(tr(words))
    label.setBuddy(of)
    return label


def browse_button(what: str) -> QToolButton:
    """The button that opens a chooser of `what`."""
    button = QToolButton()
    button.setIcon(icon("open"))
    button.setToolTip(tr(f"Choose {what}…"))
    button.setAccessibleName(tr(f"Choose {what}"))
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


def why_no_place(folder: Path) -> str:
    """Why nothing can be made in `folder`, in a sentence; empty where it is a folder, or there is nothing yet."""
    if not there(folder) or listed(folder) is not None:
        return ""
    return (A_FILE if is_file(folder) else CLOSED).format(folder=folder)
