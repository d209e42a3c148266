"""What is dragged over a window from elsewhere, and what can be done with it there."""

from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtGui import QDropEvent

DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


def dropped_files(event: QDropEvent) -> tuple[Path, ...]:
    """The files and folders of this machine that are dropped; none where anything else is among them."""
    urls = event.mimeData().urls()
    return tuple(Path(url.toLocalFile()) for url in urls) if urls and all(url.isLocalFile() for url in urls) else ()
