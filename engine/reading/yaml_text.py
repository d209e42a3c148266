"""YAML within bounds: plain values alone, no key twice, and aliases that do not multiply.

Ten lines of aliases of aliases stand for ten billion values, which whoever walks them meets one by one; so a document
is measured with all its aliases written out before a value of it is made. Words that only look like dates stay words:
no setting is a date.
"""

from collections.abc import Hashable
from pathlib import Path
from typing import Any, ClassVar

import yaml

from .json_text import MAX_DEPTH
from .regular import Kind, read_text

MAX_YAML_BYTES = 4 * 2**20
"""The most of a YAML file that is read, since it is read slowly: 20,000 names of scenes have a tenth of it."""

MAX_VALUES = 200_000
"""The most values of a document, with all aliases written out."""

MAX_WHOLE = 2**63 - 1
"""The largest whole number, as NumPy holds it; no setting is larger."""

_MERGE = "tag:yaml.org,2002:merge"
_DATE = "tag:yaml.org,2002:timestamp"
_FAULTS = (ValueError, LookupError, AttributeError, TypeError, ArithmeticError, RecursionError)
"""What PyYAML's own constructors raise of words that are not what their tag says."""


class _Loader(yaml.SafeLoader):  # type: ignore[misc]  # PyYAML has no types
    """Safe loading that refuses a key written twice, of which YAML would silently keep the last, and what is deep."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[Any]]] = {
        first: [(tag, pattern) for tag, pattern in found if tag != _DATE]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _fault(f"more than {MAX_DEPTH} lists in one another", self.peek_event().start_mark)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            value = super().construct_object(node, deep)
        except _FAULTS as error:
            kind = node.tag.rpartition(":")[2]
            raise _fault(f"{str(node.value)[:40]!r} is no {kind}", node.start_mark) from error
        if isinstance(value, int) and abs(value) > MAX_WHOLE:
            raise _fault("a whole number of more than 19 digits", node.start_mark)
        if isinstance(value, str) and not value.isascii() and any("\ud800" <= sign <= "\udfff" for sign in value):
            raise _fault("half a character", node.start_mark)
        return value

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key, _ in node.value:
            if key.tag == _MERGE:
                continue
            name = self.construct_object(key, deep=True)
            if not isinstance(name, Hashable):
                raise _fault("a name that is a list", key.start_mark)
            if name in seen:
                raise _fault(f"{str(name)[:60]!r} is set twice", key.start_mark)
            seen.add(name)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return mapping


def _fault(problem: str, mark: yaml.Mark | None) -> yaml.YAMLError:
    return yaml.constructor.ConstructorError(None, None, problem, mark)


def parse_yaml(text: str) -> Any:
    """What `text` says in YAML, read strictly. Raises ValueError: the line, and a few words on what is wrong."""
    if len(text) > MAX_YAML_BYTES:
        raise ValueError(f"more than {MAX_YAML_BYTES:,} characters")
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            return None
        _measure(node)
        return loader.construct_document(node)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark is not None else ""
        raise ValueError(f"{where}not YAML: {getattr(error, 'problem', None) or error}") from None
    except RecursionError:
        raise ValueError("not YAML: lists in lists without end") from None
    except _FAULTS as error:
        raise ValueError(f"not YAML: {error}") from None


def read_yaml(path: Path, expected: str, raises: Kind) -> Any:
    """What the YAML file `path` says. Raises `raises`, naming what was `expected`."""
    try:
        return parse_yaml(read_text(path, expected, raises, MAX_YAML_BYTES))
    except ValueError as error:
        raise raises(f"{path}: {error}") from None


def _measure(root: yaml.Node) -> None:
    """Refuse a document of too many values or too deep with all its aliases written out, or one within itself."""
    known: dict[int, tuple[int, int] | None] = {}  # None: begun, and not yet at its end

    def measured(node: yaml.Node) -> tuple[int, int]:
        """How many values, and how deep."""
        if isinstance(node, yaml.ScalarNode):
            return 1, 0
        if id(node) not in known:
            known[id(node)] = None
            inner = [measured(each) for each in _inner(node)]
            known[id(node)] = 1 + sum(num for num, _ in inner), 1 + max((depth for _, depth in inner), default=0)
        found = known[id(node)]
        if found is None:
            raise _fault("an alias of what it stands in", node.start_mark)
        if found[0] > MAX_VALUES or found[1] > MAX_DEPTH:
            much = f"{MAX_VALUES:,} values" if found[0] > MAX_VALUES else f"{MAX_DEPTH} lists in one another"
            raise _fault(f"more than {much} with its aliases written out", node.start_mark)
        return found

    measured(root)  # by calls: compose_node bounds the depth, and a value that is too deep is met from its inside


def _inner(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [each for pair in node.value for each in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []
