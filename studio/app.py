"""Starts the studio: application, preferences, log, the one place for errors, the window, the project."""

import logging
import sys
import traceback
from functools import partial
from types import TracebackType

import pyqtgraph as pg
from PySide6.QtCore import QObject, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from miscount.engine.errors import EngineError
from miscount.engine.files import make_folder
from miscount.widgets import language
from miscount.widgets.theme import apply_theme

from .desktop import places
from .desktop.background import Background
from .desktop.garbage import GarbageCollector
from .desktop.outside import begin_again
from .frame.screen_place import fit_screen
from .settings import read_settings, write_settings
from .window import StudioWindow

log = logging.getLogger(__name__)

_NOISE = ("propagateSizeHints",)  # the offscreen platform says so of every window


def main(project: str | None = None) -> int:
    """Open the studio on the folder `project`, on the last project, or on the start page; the exit code."""
    qInstallMessageHandler(_on_qt_message)
    there = QApplication.instance()
    app = there if isinstance(there, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Miscount")
    pg.setConfigOptions(imageAxisOrder="row-major")
    _log_to_file()
    settings, dropped = read_settings(places.settings_file())
    language.use_if_drawn(settings.language)
    apply_theme(app, settings.theme, settings.font_percent / 100)
    window = StudioWindow(settings)
    keeper = SettingsKeeper(window)
    garbage = GarbageCollector(window)
    hook = _Hook(window)
    sys.excepthook = hook
    fit_screen(window)
    window.show()
    for sentence in (*dropped, *window.dropped):
        window.services.notify.warning(sentence)
    QTimer.singleShot(0, window, lambda: open_first(window, project))
    code = app.exec()
    garbage.close()
    sys.excepthook = sys.__excepthook__
    problem = keeper.close()
    if problem:
        log.warning(problem)
    if window.begins_again:
        begin_again()
    return code


def open_first(window: StudioWindow, project: str | None) -> None:
    """What was named, the last project, or the start page."""
    window.doors.open_first(project)


class SettingsKeeper(QObject):
    """Writes the preferences whenever they change: after a crash they are what is left."""

    def __init__(self, window: StudioWindow) -> None:
        super().__init__(window)
        self._preferences = window.preferences
        self._hand = Background(self, num_threads=1)  # one after the other: the last one stays
        window.preferences.changed.connect(self._on_changed)

    def _on_changed(self) -> None:
        self._hand.run(partial(write_settings, places.settings_file(), self._preferences.value))

    def close(self) -> str:
        """Write them a last time; the sentence of what went wrong."""
        self._hand.close()
        return write_settings(places.settings_file(), self._preferences.value)


class _Hook:
    """What no one caught: shown in the window, with the details to copy, and logged."""

    def __init__(self, window: StudioWindow) -> None:
        self._window = window

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        details = "".join(traceback.format_exception(kind, error, trace))
        log.error("not caught:\n%s", details)
        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
        elif isinstance(error, EngineError):
            self._window.services.notify.error(str(error))
        else:
            self._window.services.notify.error(f"Something went wrong: {kind.__name__}: {error}", details)


def _log_to_file() -> None:
    try:
        make_folder(places.log_file().parent)
        handler = logging.FileHandler(places.log_file(), encoding="utf-8", delay=True)
    except (EngineError, OSError):
        return  # a home that cannot be written to must not keep the window from opening
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger("miscount").addHandler(handler)


def _on_qt_message(kind: QtMsgType, _context: object, message: str) -> None:
    if any(noise in message for noise in _NOISE):
        return
    level = {QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO}.get(kind, logging.WARNING)
    logging.getLogger("miscount.studio.qt").log(level, message)
