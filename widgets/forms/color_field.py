"""A color of a form, chosen by eye from the system's palette."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QColorDialog, QToolButton, QWidget

from miscount.widgets.forms.fields import TARGET_PX, Editor, FieldSpec

from ..language import tr

SWATCH = QSize(34, 16)


def swatch(color: QColor, on: QWidget) -> QIcon:
    """`color` with a rim that is seen on `on`, or white would vanish on white."""
    drawn = QPixmap(SWATCH * on.devicePixelRatioF())
    drawn.setDevicePixelRatio(on.devicePixelRatioF())
    drawn.fill(on.palette().color(QPalette.ColorRole.PlaceholderText))
    pen = QPainter(drawn)
    pen.fillRect(1, 1, SWATCH.width() - 2, SWATCH.height() - 2, color)
    pen.end()
    return QIcon(drawn)


class ColorEditor(Editor):
    """A button that shows the color and how it is written, `#rrggbb`; pressed, it asks for another one."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self._button = QToolButton()
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.setIconSize(SWATCH)
        self._button.setMinimumHeight(TARGET_PX)
        self._button.clicked.connect(self._on_clicked)
        self._row.addWidget(self._button)
        self._row.addStretch(1)
        self._color = QColor("#ffffff")
        self._show()

    def controls(self) -> list[QWidget]:
        return [self._button]

    def value(self) -> str:
        return self._color.name()

    def set_value(self, value: object) -> None:
        color = QColor(str(value))
        if color.isValid():
            self._color = color
            self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_color"):
            self._show()

    def _show(self) -> None:
        self._button.setIcon(swatch(self._color, self))
        self._button.setText(tr(self._color.name()))
        self._button.setAccessibleName(tr(f"{self.spec.title}: {self._color.name()}"))

    def _on_clicked(self) -> None:
        chosen = QColorDialog.getColor(self._color, self, tr(self.spec.title))
        if chosen.isValid() and chosen.name() != self._color.name():
            self._color = chosen
            self._show()
            self.edited.emit(self._color.name())
