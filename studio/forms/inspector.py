"""What inspectors are made of: headings, facts, words, buttons, in one column that scrolls."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from miscount.widgets.forms.fields import TARGET_PX
from miscount.widgets.icons import icon
from miscount.widgets.language import tr
from miscount.widgets.sizes import scaled
from miscount.widgets.words import Words

WIDTH_PX = 320

AnyWidget = TypeVar("AnyWidget", bound=QWidget)


class Facts(QWidget):
    """Names and values, one pair a line; a tooltip says what a value means."""

    def __init__(self, rows: Sequence[tuple[str, str]], parent: QWidget | None = None, columns: int = 1) -> None:
        """`rows`: (name, tooltip), in as many `columns` beside one another."""
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for column in range(columns):
            grid.setColumnStretch(2 * column + 1, 1)
        self._values: dict[str, QLabel] = {}
        for place, (name, tip) in enumerate(rows):
            line, column = place // columns, 2 * (place % columns)
            label, value = Words(tr(name)), Words("–")
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value.setWordWrap(True)
            value.setAccessibleName(tr(name))
            for each in (label, value):
                each.setToolTip(tr(tip))
            grid.addWidget(label, line, column, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, line, column + 1, Qt.AlignmentFlag.AlignTop)
            self._values[name] = value

    def show_facts(self, **values: object) -> None:
        """Show values by name, blanks written as underscores; None is a dash."""
        for name, value in values.items():
            self.show_fact(name.replace("_", " "), value)

    def show_fact(self, name: str, value: object) -> None:
        """Show one value; None is a dash."""
        self._values[name].setText(tr("–" if value is None else str(value)))

    def value(self, name: str) -> str:
        """What is shown beside `name`."""
        return self._values[name].text()


def tabbed(name: str, sheets: Sequence[tuple[str, QWidget]]) -> QTabWidget:
    """`sheets`, (words, widget), one at a time; `name` is for screen readers."""
    tabs = QTabWidget()
    tabs.setAccessibleName(tr(name))
    tabs.setDocumentMode(True)
    tabs.tabBar().setAccessibleName(tr(name))
    for words, sheet in sheets:
        tabs.addTab(sheet, tr(words))
    return tabs


class Column(QWidget):
    """The column of an inspector: facts and buttons that scroll; with a form, the form scrolls below them.

    `whole`: what stands below has no bar of its own, so all of it scrolls together where there is not room enough; no
    page may make the window higher than the screen.
    """

    def __init__(self, form: QWidget | None = None, whole: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sheet = _Sheet()
        self._column = QVBoxLayout(sheet)
        self._column.setContentsMargins(12, 10, 12, 8)
        self._column.setSpacing(8)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        if form is None:
            self._column.addStretch(1)
            outer.addWidget(_scrolling(sheet))
            return
        both = QWidget()
        lines = QVBoxLayout(both)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(sheet)
        lines.addWidget(form, 1)
        outer.addWidget(_scrolling(both) if whole else both)

    def add(self, widget: AnyWidget) -> AnyWidget:
        """Put `widget` at the end."""
        last = self._column.itemAt(self._column.count() - 1) if self._column.count() else None
        before_stretch = last is not None and last.spacerItem() is not None
        self._column.insertWidget(self._column.count() - int(before_stretch), widget)
        return widget

    def heading(self, text: str) -> QLabel:
        """A heading over what follows."""
        label = Words(tr(text))
        font = label.font()
        font.setBold(True)
        label.setFont(font)
        label.setContentsMargins(0, 6, 0, 0)
        self.add(label)
        return label

    def words(self, text: str, quiet: bool = True) -> QLabel:
        """A paragraph that wraps."""
        label = Words(tr(text), wordWrap=True)
        if quiet:
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.add(label)
        return label

    def button(self, text: str, tip: str, pressed: Callable[[], None], sign: str = "") -> QPushButton:
        """A button; `pressed` must be a bound method of a QObject or a plain call on this thread."""
        button = QPushButton(tr(text))
        button.setToolTip(tr(tip))
        if sign:
            button.setIcon(icon(sign))
        button.setMinimumHeight(TARGET_PX + 4)
        button.clicked.connect(lambda _checked=False: pressed())
        self.add(button)
        return button


class _Sheet(QWidget):
    """Of a usual width at least, and as wide as its words need: a fixed least width would hide what they need."""

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(scaled(WIDTH_PX - 60), 0))


class _Scrolling(QScrollArea):
    """Scrolls up and down only: never narrower than what it shows, so that larger text clips nothing."""

    def minimumSizeHint(self) -> QSize:
        sheet, bar = self.widget(), self.verticalScrollBar()
        wide = sheet.minimumSizeHint().width() + bar.sizeHint().width() if sheet is not None else 0
        return QSize(wide, super().minimumSizeHint().height())


def _scrolling(sheet: QWidget) -> QScrollArea:
    area = _Scrolling()
    area.setAccessibleName(tr("Inspector"))
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(sheet)
    return area
