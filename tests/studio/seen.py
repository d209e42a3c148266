"""Every word that a window shows, says to a screen reader, or holds ready: what a person could read."""

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QDoubleSpinBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QSpinBox,
    QTableView,
    QTabWidget,
    QTreeView,
    QWidget,
)

_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
_MOST_ROWS = 60


def words_of(top: QWidget) -> Iterator[tuple[str, str]]:
    """(where, text) of all widgets and actions below `top`."""
    for widget in (top, *top.findChildren(QWidget)):
        kind = type(widget).__name__
        yield from ((kind, text) for text in _of_widget(widget) if text)
    for action in top.findChildren(QAction):
        if type(action.parent()).__module__.startswith("pyqtgraph"):  # of its menus, which are off
            continue
        for text in (action.text(), action.toolTip(), action.statusTip()):
            yield "QAction", text


def _of_widget(widget: QWidget) -> Iterator[str]:
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle())
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QGroupBox() | QMenu():
            yield widget.title()
        case QLineEdit():
            yield widget.placeholderText()
        case QSpinBox() | QDoubleSpinBox():
            yield from (widget.prefix(), widget.suffix(), widget.specialValueText())
        case QTabWidget():
            yield from (widget.tabText(place) for place in range(widget.count()))
            yield from (widget.tabToolTip(place) for place in range(widget.count()))
        case QComboBox():
            yield from (widget.itemText(place) for place in range(widget.count()))
            tips = (widget.itemData(place, Qt.ItemDataRole.ToolTipRole) for place in range(widget.count()))
            yield from (tip for tip in tips if isinstance(tip, str))
        case QAbstractItemView() if widget.model() is not None:
            yield from _of_model(widget)


def _of_model(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    if isinstance(view, QTableView | QTreeView):
        for column in range(model.columnCount()):
            for role in _ROLES[:2]:
                said = model.headerData(column, Qt.Orientation.Horizontal, role)
                if isinstance(said, str):
                    yield said
    yield from _of_rows(model, QModelIndex(), isinstance(view, QTreeView))


def _of_rows(model: QAbstractItemModel, parent: QModelIndex, is_tree: bool) -> Iterator[str]:
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)  # a list's own is private
    for row in range(min(model.rowCount(parent), _MOST_ROWS)):
        for column in range(columns):
            index = model.index(row, column, parent)
            for role in _ROLES:
                said = index.data(role)
                if isinstance(said, str):
                    yield said
            if column == 0 and is_tree:
                yield from _of_rows(model, index, is_tree)
