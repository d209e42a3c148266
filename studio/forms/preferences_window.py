"""Preferences as a form: what carries runs and suites out."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from miscount.widgets.forms import Form

from ..desktop import dialogs
from ..settings import Settings
from .from_model import form_fields
from .inspector import Column

SHOWN = ("engine", "suite_engine", "jobs", "ray_address")
_ABOUT = (
    "A run or a suite takes what is chosen here when it begins. What it finds does not depend on it; on a CPU the last "
    "digits depend on the threads of a stage, so that stages of another choice may be made again."
)


class PreferencesWindow(QObject):
    """Made when first wanted. `changed` carries a setting's name and the value that the person gave it."""

    changed = Signal(str, object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: QDialog | None = None

    def open(self, settings: Settings) -> None:
        """Show the form with `settings`."""
        if self._dialog is None:
            self._form = Form()
            self._form.set_specs(form_fields(Settings, only=SHOWN))
            self._form.changed.connect(self.changed)
            column = Column(self._form)
            column.heading("Carrying out runs and suites")
            column.words(_ABOUT)
            self._dialog = dialogs.window_of(column, "Preferences", self._window, (460, 520))
        self.show_settings(settings)
        self._dialog.show()
        self._dialog.activateWindow()

    def show_settings(self, settings: Settings) -> None:
        """Bring the form up to date, where there is one."""
        if self._dialog is not None:
            self._form.set_values({name: getattr(settings, name) for name in SHOWN})
            self._form.clear_problems()
