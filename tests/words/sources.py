"""The words that a person can see, read from the code: texts and patterns of the studio, the widgets and the engine.

What looks like words is taken for words, unless it stands where nobody sees it: documentation, logs, mistakes of the
program's own, types, names of things. A sentence with values in it becomes a pattern with named blanks; where a value
is one of two texts, each makes a pattern of its own.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
UNSEEN_FILES = (
    "engine/cli/", "engine/runs/report/", "engine/__init__", "studio/bench/", "widgets/demo.py", "__main__.py",
    "engine/experiment/executors/ray.py", "engine/distributed.py", "widgets/language/", "widgets/theme.py",
    "engine/runs/figures.py", "engine/suites/page.py", "engine/suites/leaderboard.py", "engine/suites/sweep.py",
    "engine/counters/clip_prompts.py", "widgets/icons.py",
    "engine/memory.py", "engine/checkout.py", "engine/auditing/page.py", "engine/exporting/",
    "engine/runs/trackers/", "engine/notebook.py", "engine/bundling/", "engine/contracts/",
    "engine/poison/dataset_card", "engine/experiment/cards", "weight_files/model_card",
)  # fmt: skip
_UNSEEN_CALLS = {
    "getLogger", "debug", "exception", "setObjectName", "compile", "sub", "fullmatch", "match", "search", "TypeVar",
    "startswith", "endswith", "strftime", "encode", "decode", "Formatter", "removeprefix", "removesuffix", "getattr",
    "hasattr", "setattr", "glob", "rglob", "fromkeys", "namedtuple", "add_argument", "setProperty", "setStyleSheet",
    "import_module", "generator", "einsum", "bind", "keyed", "cast", "partition", "rpartition", "replace",
    "QKeySequence",
    "field_validator", "model_validator", "ConfigDict", "version", "Literal", "setOverrideCursor", "warn", "isinstance",
    "filterwarnings", "setValue", "joinpath", "QSettings", "NotImplementedError", "split", "findChild", "findChildren",
}  # fmt: skip
_UNSEEN_ERRORS = {
    "AssertionError",
    "KeyError",
    "TypeError",
    "RuntimeError",
    "NotImplementedError",
    "TimeoutError",
    "IndexError",
}
_UNSEEN_KEYWORDS = {"objectName", "alias", "pattern", "encoding", "json_schema_extra", "suffix", "mode"}
_MOST_FORMS = 16
_UNSEEN = re.compile(
    r"want |module \{name\} has|not an event|an event with|digraph |  node |  \"|, style=|https?://|miscount [a-z]"
    r"|/data/|no (pane|mode|map layer|layer|canvas key|color map) |poison\.csv|\{split\}/|pg\."
    r"|QToolButton|more than one stage"
)
"""Words for a programmer, or for a program."""
_LETTERS = re.compile(r"[A-Za-z]{2}")
_ONE_WORD = re.compile(r"&?[A-Z]&?[a-z]+(-[a-z]+)*[…:.]?")
_NAME_LIKE = re.compile(r"[\w./:*{}\-=\[\]<>%,+()'\"#@^$|\\~]*")


def sources() -> dict[str, str]:
    """Every text or pattern, and the place where it was found first."""
    found: dict[str, str] = {}
    for folder in ("studio", "widgets", "engine"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not any(unseen in name for unseen in UNSEEN_FILES):
                for text, line in _reader(path, name).texts():
                    found.setdefault(trimmed(text), f"{name}:{line}")
    return found


def _reader(path: Path, name: str) -> _Reader:
    is_widget = name.startswith("widgets/") and not name.endswith("scenes/query.py")
    return _Reader(ast.parse(path.read_text(encoding="utf-8")), is_widget)


def trimmed(text: str) -> str:
    """A text without the spaces, commas, semicolons and line breaks that join it to what stands before or behind."""
    return text.lstrip(" ,;\n").rstrip(" ,;\n") if text.strip(" ,;\n") else text


class _Reader:
    def __init__(self, tree: ast.Module, is_widget: bool = False) -> None:
        self._tree = tree
        self._unseen_errors = _UNSEEN_ERRORS | ({"ValueError"} if is_widget else set())

    def texts(self) -> Iterator[tuple[str, int]]:
        yield from self._of(self._tree)

    def _of(self, node: ast.AST) -> Iterator[tuple[str, int]]:
        match node:
            case ast.Expr(value=ast.Constant()) | ast.Assert():
                return
            case ast.Raise(exc=ast.Call(func=ast.Name(id=name))) if name in self._unseen_errors:
                return
            case ast.Call(func=ast.Attribute(value=ast.Name(id="log" | "re"))):
                return
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _UNSEEN_CALLS:
                if name == "replace" and isinstance(node.func, ast.Attribute):
                    yield from self._of(node.func.value)
                return
            case ast.Constant(value=str(text)):
                if looks_like_words(text):
                    yield text, node.lineno
                return
            case ast.JoinedStr():
                for text in forms_of(node):
                    if looks_like_words(text):
                        yield text, node.lineno
                for value in node.values:  # texts within the values, such as of a list that is joined
                    if isinstance(value, ast.FormattedValue):
                        yield from self._of(value.value)
                return
            case ast.Subscript(value=ast.Name(id="Literal")) | ast.Subscript(value=ast.Attribute(attr="Literal")):
                return
            case ast.keyword(arg=name) if name in _UNSEEN_KEYWORDS:
                return
            case ast.AnnAssign():
                if node.value is not None:
                    yield from self._of(node.value)
                return
            case ast.arg() | ast.Assign(targets=[ast.Name(id="__all__")]):
                return
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                if (
                    node.name in ("__repr__", "_repr_html_")
                    or node.name.startswith("made_up")
                    or node.name.endswith("_demo")
                ):
                    return
                for part in (*node.args.defaults, *node.body, *node.decorator_list):
                    if part is not None:
                        yield from self._of(part)
                return
        for child in ast.iter_child_nodes(node):
            yield from self._of(child)


def looks_like_words(text: str) -> bool:
    """Whether a text is something that a person reads, not the name of a thing."""
    own = re.sub(r"\{\w+\}", "", text)
    if not _LETTERS.search(own) or text.startswith(("<", "#", "\\")) or "\t" in text or _UNSEEN.match(text):
        return False
    if " " in text.strip():
        return re.search(r"[A-Za-z]{2,}", own) is not None and not re.fullmatch(r"[\W\d]*", own)
    return _ONE_WORD.fullmatch(text) is not None or ("{" in text and not _NAME_LIKE.fullmatch(text))


def forms_of(node: ast.JoinedStr) -> list[str]:
    """The patterns of an f-string: one for each combination of the texts that its values choose between."""
    choices = [_choices(value) for value in node.values]
    forms = list(itertools.islice(itertools.product(*choices), _MOST_FORMS))
    return list(dict.fromkeys(_named(form) for form in forms))


def _choices(value: ast.expr) -> list[list[str | ast.expr]]:
    match value:
        case ast.Constant(value=text):
            return [[str(text)]]
        case ast.FormattedValue(value=ast.Constant(value=str(text))):
            return [[text]]
        case ast.FormattedValue(value=ast.IfExp(body=first, orelse=second)):
            both = [_branch(first), _branch(second)]
            if all(isinstance(part, (ast.Constant, ast.JoinedStr)) for part in (first, second)):
                return [each for branch in both for each in branch]
        case ast.FormattedValue(
            value=ast.BinOp(op=ast.Mult(), left=ast.Constant(value=str(text)))
            | ast.BinOp(op=ast.Mult(), right=ast.Constant(value=str(text)))
        ):
            return [[""], [text]]
        case ast.FormattedValue(value=inner):
            return [[inner]]
    return [[value.value if isinstance(value, ast.FormattedValue) else value]]


def _branch(part: ast.expr) -> list[list[str | ast.expr]]:
    if isinstance(part, ast.Constant):
        return [[str(part.value)]]
    if isinstance(part, ast.JoinedStr):
        return [
            [piece for pieces in form for piece in pieces] for form in itertools.product(*map(_choices, part.values))
        ]
    return [[part]]


def _named(form: tuple[list[str | ast.expr], ...]) -> str:
    """One pattern, its blanks named after what stands in them; blanks that touch are one."""
    words, used, last_blank = "", set(), False
    for piece in itertools.chain.from_iterable(form):
        if isinstance(piece, str):
            if "{" in piece or "}" in piece:
                return ""
            words += piece
            last_blank = last_blank and not piece
        elif not last_blank:
            name = base = _name(piece)
            for number in itertools.count(2):
                if name not in used:
                    break
                name = f"{base}{number}"
            used.add(name)
            words += f"{{{name}}}"
            last_blank = True
    return words


def _name(value: ast.expr) -> str:
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.strip("_")
        case ast.Call(func=ast.Name(id="len" | "sum" | "str" | "abs" | "round" | "min" | "max"), args=[first, *_]):
            return "number" if not isinstance(first, (ast.Name, ast.Attribute)) else _name(first)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return "list" if name == "join" else name.strip("_")
        case ast.Subscript(value=inner):
            return _name(inner)
        case ast.BinOp():
            return "number"
    return "value"
