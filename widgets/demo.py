"""Runs one widget alone: `python -m miscount.widgets.NAME [--dark] [--scale 1.5] [--size 300x600] [--shot x.png]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from miscount.widgets.theme import apply_theme


def show(make: Callable[[], QWidget], title: str) -> None:
    """Show what `make` makes until it is closed, or save its picture and leave."""
    wish = _arguments().parse_args()
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    apply_theme(app, "dark" if wish.dark else "light", wish.scale)
    widget = make()
    widget.setWindowTitle(f"{title} (made-up data)")
    if wish.size:
        widget.resize(*map(int, wish.size.split("x")))
    widget.show()
    if wish.shot:
        QTimer.singleShot(400, lambda: (widget.grab().save(wish.shot), app.quit()))
    sys.exit(app.exec())


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="One widget with made-up data.")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--scale", type=float, default=1.0, help="font scale")
    parser.add_argument("--size", default="", help="WIDTHxHEIGHT in pixels")
    parser.add_argument("--shot", default="", help="save a picture there and leave")
    return parser
