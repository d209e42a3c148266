"""Files and folders that another program shows: the person's browser, or the file manager."""

import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices


def open_outside(path: Path) -> str:
    """Hand `path` to the program that is for it; a sentence with the path where none answers, else empty."""
    if QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        return ""
    return f"No program of this machine opens it; it lies in {path}."


def begin_again() -> bool:
    """Start the studio as a program of its own, which outlives this one; whether it could be."""
    started = QProcess.startDetached(sys.executable, [str(Path(__file__).parents[2] / "main.py")])
    return bool(started[0] if isinstance(started, tuple) else started)
