"""Preferences as a dialog: how it looks, how it edits, what carries runs out, folders, keys. A change holds at once."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QTabWidget, QWidget

from miscount.widgets.forms import Form
from miscount.widgets.language import can_be_drawn, in_use, language_of, tr

from ..actions.registry import ActionRegistry
from ..desktop import dialogs, places
from ..settings import Settings
from .from_model import form_fields
from .inspector import Column, Facts

SECTIONS = {
    "Appearance": ("language", "theme", "font_percent", "page_bar"),
    "Editing": ("undo_mb", "autosave_s", "wheel_scrolls"),
    "Runs": ("engine", "suite_engine", "jobs", "threads", "child_process", "ray_address"),
    "Folders": ("projects_folder",),
}
KEYS = "Keys"
_ABOUT = {
    "Appearance": "One size for words, icons, pictures, dots and panels.",
    "Editing": "Every edit is in the journal within a second, whatever stands here.",
    "Runs": "A run or a suite takes what is chosen here when it begins. What it finds does not depend on it; on a CPU "
    "the last digits depend on the threads of a stage, so that stages of another choice may be made again.",
    "Folders": "What the studio keeps of its own.",
}
_NEXT_START = "The language changes when Miscount starts again."
_RESTART = "Closes this window, saves as ever, and opens the same project in the other language."
_NO_FONT = (
    "This machine has no font for Chinese, so the window stays English: install one, such as Noto Sans CJK (on Debian "
    "and Ubuntu the package fonts-noto-cjk), and start Miscount again."
)
_KEPT = (
    ("Preferences", "These preferences, and the geometry of the window."),
    ("Quickstart", "Your own copy of the quickstart project."),
    ("Thumbnails", "Small pictures of scenes; they may be deleted at any time."),
    ("Log", "What went wrong, for a report of a fault."),
)


class PreferencesWindow(QObject):
    """Made when first wanted. `changed` carries a setting's name and its value, `key_changed` an action and its key.

    `restart_asked`: for another language the window is made anew, by starting the program again.
    """

    changed = Signal(str, object)
    key_changed = Signal(str, str)
    restart_asked = Signal()

    def __init__(self, window: QWidget, book: ActionRegistry) -> None:
        super().__init__(window)
        self._window, self._book = window, book
        self.dialog: QDialog | None = None
        self.forms: dict[str, Form] = {}

    def open(self, settings: Settings) -> None:
        """Show the dialog with `settings`."""
        if self.dialog is None:
            self._make()
        assert self.dialog is not None
        self.show_settings(settings)
        self.dialog.show()
        self.dialog.activateWindow()

    def _make(self) -> None:
        from miscount.widgets.shortcut_sheet import ShortcutEditor

        self.tabs = QTabWidget()
        for part in (self.tabs, self.tabs.tabBar()):
            part.setAccessibleName(tr("Preferences"))
        self.tabs.setDocumentMode(True)
        for title, names in SECTIONS.items():
            self.tabs.addTab(self._section(title, names), tr(title))
        self._keys = ShortcutEditor()
        self._keys.changed.connect(self._on_key)
        self.tabs.addTab(self._keys, tr(KEYS))
        self.dialog = dialogs.window_of(self.tabs, "Preferences", self._window, (640, 560))

    def _section(self, title: str, names: tuple[str, ...]) -> QWidget:
        form = self.forms[title] = Form()
        specs = {spec.path: spec for spec in form_fields(Settings, only=names)}
        form.set_specs([specs[name] for name in names])
        form.changed.connect(self.changed)
        column = Column(form)
        column.words(_ABOUT[title])
        if title == "Appearance":
            self._of_language = column.words("", quiet=False)
            self._restart = column.button("Restart now", _RESTART, self.restart_asked.emit, "reset")
        if title == "Folders":
            kept = column.add(Facts(_KEPT))
            where = (places.settings_file(), places.quickstart_folder(), places.thumbnail_folder(), places.log_file())
            for (name, _), path in zip(_KEPT, where, strict=True):
                kept.show_fact(name, _short(path))
        return column

    def _on_key(self, action: str, key: str) -> None:
        self.key_changed.emit(action, key)
        self._show_keys()

    def _show_keys(self) -> None:
        self._keys.set_rows([row for row in self._book.shortcut_rows() if not row.id.startswith("hand.")])

    def show_settings(self, settings: Settings) -> None:
        """Bring the forms up to date, where there are some."""
        if self.dialog is not None:
            for title, form in self.forms.items():
                form.set_values({name: getattr(settings, name) for name in SECTIONS[title]})
                form.clear_problems()
            self._show_keys()
            self._show_language(settings.language)

    def _show_language(self, setting: str) -> None:
        """Say what another language waits for: a start of the program, or a font."""
        wanted = language_of(setting)
        lacking, waiting = not can_be_drawn(wanted), wanted != in_use()
        self._of_language.setText(tr(_NO_FONT if lacking else _NEXT_START if waiting else ""))
        self._of_language.setVisible(lacking or waiting)
        self._restart.setVisible(waiting and not lacking)


def _short(path: Path) -> str:
    home = Path.home()
    return str(Path("~") / path.relative_to(home)) if path.is_relative_to(home) else str(path)
