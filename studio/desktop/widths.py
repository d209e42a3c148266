"""The widths of columns that a person set, kept from session to session beside the window's geometry."""

import json
from collections.abc import Mapping

from PySide6.QtCore import QObject, QSettings

from miscount.widgets.results_table import ResultsTable

from .places import window_file

_MOST_PX = 4000


class Widths(QObject):
    """Those of one table, which is the parent of this."""

    def __init__(self, table: ResultsTable, name: str) -> None:
        super().__init__(table)
        self._key = f"widths/{name}"
        table.set_widths(_read(_store().value(self._key)))
        table.widths_changed.connect(self._keep)

    def _keep(self, widths: Mapping[str, int]) -> None:
        _store().setValue(self._key, json.dumps(dict(widths)))


def remembered(table: ResultsTable, name: str) -> ResultsTable:
    """`table`, its columns as wide as they were set before; `name` tells it from other tables."""
    Widths(table, name)
    return table


def _store() -> QSettings:
    return QSettings(str(window_file()), QSettings.Format.IniFormat)


def _read(raw: object) -> dict[str, int]:
    """What was kept, as far as it is sound: the file may be anybody's."""
    try:
        kept = json.loads(raw) if isinstance(raw, str) else {}
    except ValueError:
        return {}
    if not isinstance(kept, dict):
        return {}
    return {key: width for key, width in kept.items() if isinstance(width, int) and 0 < width <= _MOST_PX}
