"""No text reaches a widget past `tr`: every call that shows words is looked at, in the code itself."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.words.sources import ROOT, UNSEEN_FILES

FIRST = {
    "setText", "setToolTip", "setStatusTip", "setWhatsThis", "setAccessibleName", "setAccessibleDescription",
    "setPlaceholderText", "setWindowTitle", "setTitle", "setSuffix", "setPrefix", "setInformativeText", "addMenu",
    "setFormat",
}  # fmt: skip
SECOND = {
    "addTab",
    "setTabText",
    "setTabToolTip",
    "setLabel",
    "getExistingDirectory",
    "getOpenFileName",
    "getSaveFileName",
}
LAST = {"drawText", "getColor"}
LITERALLY = {"addItem", "addRow", "addButton", "addAction", "addItems"}
"""Calls whose first word may be a widget or an icon too."""

MADE = {
    "QLabel", "Words", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "QMenu",
    "QToolBar", "QDockWidget",
}  # fmt: skip
KEYWORDS = {"toolTip", "accessibleName", "accessibleDescription", "placeholderText", "windowTitle", "text", "format"}
AS_THEY_ARE = {
    "cell[:500]", "action.text()", "box.text()", "str(start.path)", "place",
    "self.name", "self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(40, self.width()))",
    "below", "entry.words", "recipe.name", "name", "row.shortcut", "short(value)", "shown", "text",
}  # fmt: skip
"""What is a name, a path or a person's own text, or is Chinese already."""

NOT_SHOWN = re.compile(r"clipboard\(\)|^data$|^self\.(dataset|name|where|out|_line|_filter)$|^drawing$|^logging")


def test_every_text_of_a_widget_passes_through_the_translation():
    past = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}: {ast.unparse(node)[:90]}"
        for path in _files()
        for call in _calls(ast.parse(path.read_text(encoding="utf-8")))
        for node in _texts(call)
        if not _is_translated(node)
    ]
    assert past == []


def _files() -> Iterator[Path]:
    for folder in ("studio", "widgets"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if not any(unseen in path.relative_to(ROOT).as_posix() for unseen in UNSEEN_FILES):
                yield path


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef) and (node.name.endswith("_demo") or node.name.startswith("made_up")):
            continue
        if isinstance(node, ast.Call):
            yield node
        yield from _calls(node)


def _texts(call: ast.Call) -> Iterator[ast.expr]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    owner = ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    if NOT_SHOWN.search(owner) and name == "setText":
        return
    if isinstance(call.func, ast.Attribute) and name in FIRST and call.args:
        yield call.args[0]
    if name in SECOND and len(call.args) > 1:
        yield call.args[1]
    if name in LAST:
        yield call.args[-1]
    if name in LITERALLY:
        yield from (arg for arg in call.args[:1] if isinstance(arg, ast.Constant | ast.JoinedStr))
    if name in MADE:
        yield from (arg for arg in call.args if isinstance(arg, ast.Constant | ast.JoinedStr))
    if name in MADE or name.startswith("Q") or name == "__init__":
        yield from (word.value for word in call.keywords if word.arg in KEYWORDS)


def _is_translated(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=text):
            return not isinstance(text, str) or not re.search("[A-Za-z]", text)
        case ast.Call(func=ast.Name(id="tr" | "plain_tip")):
            return True
        case ast.BinOp(left=left, right=right):
            return _is_translated(left) and _is_translated(right)
        case ast.IfExp(body=body, orelse=other):
            return _is_translated(body) and _is_translated(other)
        case ast.JoinedStr(values=values):
            return all(
                _is_translated(value.value if isinstance(value, ast.FormattedValue) else value)
                for value in values
                if not (isinstance(value, ast.FormattedValue) and "tr(" not in ast.unparse(value))
            )
    return ast.unparse(node) in AS_THEY_ARE or "tr(" in ast.unparse(node)
