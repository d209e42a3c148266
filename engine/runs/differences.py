"""How two recipes differ, in words: only what is not alike, each with where it stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .names import kind_name, sentence_case

_NO_SETTINGS = ("version", "name", "about")
"""What a recipe is called says nothing of how it differs."""
_UNITS = {"_px": "px", "_deg": "°", "_s": "s", "_mb": "MB"}
_SHORTENED = {"lr": "learning rate", "ema": "moving average", "sam": "sharpness-aware radius", "k": "neighbors"}
_NAMED = ("split", "part", "path", "name", "leave_out", "pretrained", "picture")
"""What stands there was given by somebody, and is shown as it was."""
_MOST_LISTED = 5
NOTHING = "none"


@dataclass(frozen=True)
class Difference:
    """A setting that is not alike: where it stands, and what it is in the one and in the other."""

    where: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.where}: {self.before} → {self.after}"


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What is not alike in two recipes, as plain values; the kinds of parts first where they differ.

    >>> str(differences({"poison": {"rate": 0.3}}, {"poison": {"rate": 0.1}})[0])
    'Poison, rate: 0.3 → 0.1'
    """
    return list(_of(_settings(before), _settings(after), ()))


def setting_in_words(path: str) -> str:
    """A setting at a dotted path of a recipe, inside a sentence.

    >>> setting_in_words("defense.training.lr"), setting_in_words("poison.trigger.tile_px")
    ('defense, training, learning rate', 'poison, trigger, tile')
    """
    return ", ".join(map(_plain, path.split(".")))


def settings_in_words(recipe: Mapping[str, Any]) -> list[tuple[str, str]]:
    """All settings of a recipe: where each stands, and what it is."""
    return [(_where(path), _shown(value, path)) for path, value in _leaves(_settings(recipe), ())]


def _settings(recipe: Mapping[str, Any]) -> Mapping[str, Any]:
    return {key: value for key, value in recipe.items() if key not in _NO_SETTINGS}


Path = tuple[str, ...]


def _of(before: Any, after: Any, path: Path) -> Iterator[Difference]:
    if _equal(before, after):
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping) and before.get("kind") == after.get("kind"):
        for key in dict.fromkeys([*before, *after]):
            yield from _of(before.get(key), after.get(key), (*path, str(key)))
    elif _are_parts(before) and _are_parts(after):
        yield from _of_parts(before, after, path)
    else:
        yield Difference(_where(path), _shown(before, path), _shown(after, path))


def _of_parts(before: Sequence[Any], after: Sequence[Any], path: Path) -> Iterator[Difference]:
    """Lists of parts, such as defenses: what only one of them has, and how equal kinds differ."""
    one, other = _by_kind(before), _by_kind(after)
    for key in dict.fromkeys([*one, *other]):
        called = kind_name(key.partition("/")[0])
        if key not in one or key not in other:
            here, there = (called if key in some else NOTHING for some in (one, other))
            yield Difference(_where(path), here, there)
        else:
            yield from _of(one[key], other[key], (*path, called))


def _by_kind(parts: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for part in parts:
        kind, number = str(part["kind"]), 2
        key = kind
        while key in found:
            key, number = f"{kind}/{number}", number + 1
        found[key] = part
    return found


def _are_parts(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(one, Mapping) and "kind" in one for one in value)


def _equal(before: Any, after: Any) -> bool:
    if before in (None, "", [], ()) and after in (None, "", [], ()):
        return True
    return bool(before == after) and isinstance(before, bool) == isinstance(after, bool)


def _leaves(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, Mapping):
        if "kind" in value and path:
            yield path, value["kind"]
        for key, inner in value.items():
            if key != "kind" or not path:
                yield from _leaves(inner, (*path, str(key)))
    elif _are_parts(value) and value:
        for key, part in _by_kind(value).items():
            rest = {name: inner for name, inner in part.items() if name != "kind"}
            yield from _leaves(rest, (*path, kind_name(key.partition("/")[0])))
    elif value not in (None, "", [], ()):
        yield path, value


def _where(path: Path) -> str:
    words = [step if step != step.lower() else _plain(step) for step in path]
    joined = ", ".join(words)
    return joined[:1].upper() + joined[1:]


def _plain(step: str) -> str:
    bare = step
    for suffix in _UNITS:
        bare = bare.removesuffix(suffix)
    return _SHORTENED.get(bare) or bare.replace("_", " ")


def _shown(value: Any, path: Path) -> str:
    unit = next((unit for suffix, unit in _UNITS.items() if path and path[-1].endswith(suffix)), "")
    match value:
        case None | "" | [] | ():
            return NOTHING
        case bool():
            return "yes" if value else "no"
        case float() | int():
            return f"{value:g} {unit}".strip() if isinstance(value, float) else f"{value:,} {unit}".strip()
        case str():
            is_name = bool(path) and path[-1].endswith(_NAMED)
            return kind_name(value, path[-1] if path else "") if _is_key(value) and not is_name else value
        case Mapping():
            return (
                kind_name(str(value["kind"]), path[-1] if path else "") if "kind" in value else f"{len(value)} settings"
            )
        case list() | tuple() if len(value) > _MOST_LISTED:
            return f"{len(value)} entries"
        case list() | tuple():
            return ", ".join(_shown(one, path) for one in value)
    return str(value)


def _is_key(value: str) -> bool:
    """Whether it is a word of ours, such as a kind or a choice, and not a path or a name."""
    return value.replace("_", "").isalnum() and value == value.lower() and sentence_case(value) != value
