"""Files and folders that another program shows: the person's browser, or the file manager."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_outside(path: Path) -> str:
    """Hand `path` to the program that is for it; a sentence with the path where none answers, else empty."""
    if QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        return ""
    return f"No program of this machine opens it; it lies in {path}."
