"""Text in the cells of tables: a spreadsheet must not take it for a formula, and a reader must get it back.

Three kinds of tables are written. Those of a dataset (`heads.csv`, `scenes.csv`) are data for programs: every value
stands as it is. Tables for people alone (leaderboards, sweeps, figures' numbers) and tables for both (`poison.csv`,
`per_scene.csv`, `detections.csv`) hold text that came out of files, names of scenes above all, and are opened in
spreadsheets: there an apostrophe goes before what would be calculated, and our readers take it away again.
"""

import re

_CALCULATED = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""What spreadsheets calculate, the wide forms of East Asian keyboards among it, after any number of apostrophes."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def guarded(text: str) -> str:
    """`text` as a cell that no spreadsheet calculates; a number stays one."""
    return f"'{text}" if _is_calculated(text) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` made `cell` of."""
    return cell[1:] if cell[:1] == "'" and _is_calculated(cell[1:]) else cell


def _is_calculated(text: str) -> bool:
    return _CALCULATED.match(text) is not None and not _NUMBER.fullmatch(text)
