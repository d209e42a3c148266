"""How labels are read, as a form: which classes are people, and what the model of the rules has beside them."""

import threading

from pydantic import ValidationError
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from miscount.engine.scenes.rules import ReadingRules
from miscount.engine.scenes.scene import Dataset
from miscount.widgets.forms import Form
from miscount.widgets.language import tr
from miscount.widgets.words import Words

from ..desktop import dialogs
from ..desktop.background import Background
from ..document.class_counts import ClassCounts, count_classes
from .from_model import form_fields

SHOWN = ("boxes", "frame", "ignored")
ABOUT = (
    "Where the files leave it open. The rules are kept with the project, and its runs read by them. Your edits stay "
    "with their pictures, as they are."
)
COUNTING = "Reading which classes there are…"
NO_CLASSES = "The labels name no classes: every head is a person."
ONE_AT_LEAST = "Check at least one class: nobody would be left."


def rules_in_words(reading: ReadingRules) -> str:
    """The rules that differ from what is taken for granted."""
    said = []
    if reading.classes:
        said.append(f"only {', '.join(reading.classes)}")
    if reading.ignored != ReadingRules().ignored:
        said.append(f"ignored: {', '.join(reading.ignored) or 'nothing'}")
    if reading.boxes != "center":
        said.append("boxes: the head at their top")
    if reading.frame != "auto":
        said.append(f"pictures {'turned as EXIF says' if reading.frame == 'upright' else 'as they are stored'}")
    if reading.columns:
        said.append(", ".join(f"{ours} = {theirs}" for ours, theirs in reading.columns.items()))
    return "; ".join(said) or "as the files say"


class ClassList(QListWidget):
    """The classes that there are, with their numbers; what is checked is a person.

    `asked` carries the classes to ask for after a hand changed one, empty where all count that are not ignored.
    """

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Classes that are people"))
        self.setMaximumHeight(170)
        self.itemChanged.connect(self._on_hand)

    def show_classes(self, found: ClassCounts, reading: ReadingRules) -> None:
        """List `found`, and what `reading` asks for beside; checked is who is a person by `reading`."""
        known = {name.casefold() for name, _ in found.counts}
        rows: list[tuple[str | None, int]] = [*found.counts]
        rows += [(name, 0) for name in reading.classes if name.strip().casefold() not in known]
        rows += [(None, found.bare)] if found.bare and rows else []
        self.blockSignals(True)
        self.clear()
        for name, count in rows if found.complete else []:
            self.addItem(_item(name, count, reading))
        self.blockSignals(False)

    @property
    def any_checked(self) -> bool:
        """Whether somebody would be left."""
        return any(self.item(row).checkState() is Qt.CheckState.Checked for row in range(self.count()))

    def _on_hand(self, changed: QListWidgetItem) -> None:
        items = [self.item(row) for row in range(self.count())]
        may = [item for item in items if item.flags() & Qt.ItemFlag.ItemIsEnabled]
        checked = [_name_of(item) for item in may if item.checkState() is Qt.CheckState.Checked]
        bare_asked = _name_of(changed) is None and changed.checkState() is Qt.CheckState.Checked
        # heads without a class count only where no class is asked for
        everyone = bare_asked or len(checked) == len(may)
        self.asked.emit(() if everyone else tuple(name for name in checked if name is not None))


def _item(name: str | None, count: int, reading: ReadingRules) -> QListWidgetItem:
    ignored = not ReadingRules(ignored=reading.ignored).is_person(name)
    item = QListWidgetItem(
        f"{name if name is not None else tr('no class')}   {count:,}{'   ' + tr('ignored') if ignored else ''}"
    )
    item.setData(Qt.ItemDataRole.UserRole, name)
    item.setCheckState(Qt.CheckState.Checked if reading.is_person(name) else Qt.CheckState.Unchecked)
    item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | (Qt.ItemFlag(0) if ignored else Qt.ItemFlag.ItemIsEnabled))
    return item


def _name_of(item: QListWidgetItem) -> str | None:
    name: str | None = item.data(Qt.ItemDataRole.UserRole)
    return name


def counted(found: ClassCounts, reading: ReadingRules) -> str:
    """How many heads count by `reading`."""
    total = sum(count for _, count in found.counts) + found.bare
    kept = sum(count for name, count in found.counts if reading.is_person(name))
    kept += found.bare if reading.is_person(None) else 0
    lost = found.bare and not reading.is_person(None)
    bare = " Those without a class count only while every class does." if lost else ""
    return f"{kept:,} of {total:,} heads count.{bare}"


class ReadingSheet(QWidget):
    """The form; `asked` carries the rules that a person chose."""

    asked = Signal(object)
    columns_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._given = self._rules = ReadingRules()
        self._known, self._may, self._nobody = ClassCounts(complete=False), False, False
        self.classes, self.form = ClassList(), Form()
        # what takes a line each before the list of ignored classes
        self.form.set_specs(form_fields(ReadingRules, only=SHOWN))
        self._about = Words(tr(ABOUT), wordWrap=True)
        self._people = Words(tr("Classes that are people"))
        self._people.setBuddy(self.classes)
        self._words = Words(tr(COUNTING), wordWrap=True)
        buttons = QDialogButtonBox()
        self.read_button = QPushButton(tr("Read so"))
        self.read_button.setDefault(True)
        self.defaults_button = QPushButton(tr("As the files say"))
        buttons.addButton(self.read_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.defaults_button, QDialogButtonBox.ButtonRole.ResetRole)
        self.columns_button = QPushButton(tr("Columns of the table…"))
        self.columns_button.clicked.connect(self.columns_wanted)
        buttons.addButton(self.columns_button, QDialogButtonBox.ButtonRole.ActionRole)
        column = QVBoxLayout(self)
        for widget in (self._about, self._people, self.classes, self._words):
            column.addWidget(widget)
        column.addWidget(self.form, 1)
        column.addWidget(buttons)
        self.classes.asked.connect(self._on_classes)
        self.form.changed.connect(self._on_changed)
        self.read_button.clicked.connect(lambda: self.asked.emit(self._rules))
        self.defaults_button.clicked.connect(lambda: self._show(self._given.replace(**_DEFAULTS)))

    def show_rules(self, reading: ReadingRules, may_change: bool, is_table: bool = False) -> None:
        """Begin with the rules as they are; the classes are still to come."""
        self.columns_button.setVisible(is_table and may_change)
        self._given, self._may = reading, may_change
        self._known = ClassCounts(complete=False)
        self._show(reading)

    def show_counts(self, found: ClassCounts) -> None:
        """These classes are there."""
        self._known = found
        self._show(self._rules)

    def _show(self, reading: ReadingRules) -> None:
        self._rules, self._nobody = reading, False
        self.form.set_values({name: getattr(reading, name) for name in SHOWN})
        self.form.clear_problems()
        self.classes.show_classes(self._known, reading)
        self._refresh()

    def _on_classes(self, chosen: tuple[str, ...]) -> None:
        # nobody chosen cannot be a rule: no class given means all
        self._nobody = not chosen and not self.classes.any_checked
        if not self._nobody:
            self._rules = self._rules.replace(classes=chosen)
            self.classes.show_classes(self._known, self._rules)
        self._refresh()

    def _on_changed(self, path: str, value: object) -> None:
        try:
            self._rules = self._rules.replace(**{path: value})
        except ValidationError as error:
            self.form.set_problem(path, error.errors()[0]["msg"])
            return
        self.form.clear_problems()
        if not self._nobody:
            self.classes.show_classes(self._known, self._rules)
        self._refresh()

    def _refresh(self) -> None:
        some = self.classes.count() > 0
        self._people.setVisible(some)
        self.classes.setVisible(some)
        if not self._known.complete:
            self._words.setText(tr(COUNTING))
        elif self._nobody:
            self._words.setText(tr(ONE_AT_LEAST))
        else:
            self._words.setText(tr(counted(self._known, self._rules) if some else NO_CLASSES))
        self.read_button.setEnabled(self._may and not self._nobody and self._rules != self._given)
        self.defaults_button.setEnabled(self._may)


_DEFAULTS = {name: getattr(ReadingRules(), name) for name in (*SHOWN, "classes")}


class ReadingWindow(QObject):
    """Made when first wanted. `chosen` carries the rules by which the dataset is to be read."""

    chosen = Signal(object)
    columns_wanted = Signal()

    def __init__(self, window: QWidget, background: Background) -> None:
        super().__init__(window)
        self._window, self._background = window, background
        self._stop = threading.Event()
        self.dialog: QDialog | None = None

    def open(self, reading: ReadingRules, dataset: Dataset, read_only: bool) -> None:
        """Show the form for `dataset`, read by `reading`; its classes are counted on a thread."""
        if self.dialog is None:
            self.sheet = ReadingSheet()
            self.sheet.asked.connect(self.chosen)
            self.sheet.columns_wanted.connect(self.columns_wanted)
            self.dialog = dialogs.window_of(self.sheet, "How labels are read", self._window, (460, 640))
        self.sheet.show_rules(reading, not read_only, dataset.format == "csv")
        self._stop.set()
        stop = self._stop = threading.Event()

        def take(found: ClassCounts) -> None:
            if not stop.is_set():
                self.sheet.show_counts(found)

        self._background.run(lambda: count_classes(dataset, stop), take)
        self.dialog.show()
        self.dialog.activateWindow()

    def close(self) -> None:
        """Another dataset is open: these classes are not its own."""
        self._stop.set()
        if self.dialog is not None:
            self.dialog.close()
