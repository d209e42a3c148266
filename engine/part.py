"""Parts of a recipe: frozen pydantic models that are configuration and behavior at once."""

import difflib
import reprlib
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar, Self, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema

from . import plugins
from .errors import RecipeError


def _title(part: type[BaseModel]) -> str:
    return part.title if issubclass(part, Part) else part.__name__


def _add_card(schema: dict[str, Any], part: type[BaseModel]) -> None:
    card = getattr(part, "card", None)
    if isinstance(card, str):
        schema["card"] = card


class Part(BaseModel):
    """One frozen, checked piece of a recipe; unknown names and NaN are refused.

    Beside `unit` and `step`, the `json_schema_extra` of a field may say what a form needs to know of it: `applies`,
    {other field: [values]}, without one of which the field changes nothing; `more`, that only an expert sets it; and
    `editor`, where its type alone does not say how it is chosen (`picture`, `color`, `aspect`). The schema of a
    kind has its `card` too.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, model_title_generator=_title, json_schema_extra=_add_card
    )

    title: ClassVar[str]
    """What a person calls it, also the title of its JSON schema; by default its `kind`, or its class, in words."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "title" not in vars(cls):
            cls.title = str(vars(cls).get("kind", cls.__name__)).replace("_", " ").capitalize()

    def replace(self, **changes: object) -> Self:
        """A checked copy that shares untouched parts; `model_copy(update=...)` alone checks nothing."""
        return self.model_validate(dict(self.model_copy(update=changes)))


_SCHEMAS: dict[type[BaseModel], tuple[int, dict[str, Any]]] = {}


def schema_of(part: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of `part`, not to be changed; made once, since that of a recipe takes a tenth of a second.

    Made anew when plugins brought other kinds.
    """
    known = _SCHEMAS.get(part)
    if known is None or known[0] != plugins.generation():
        make_schemas((part,))
        known = _SCHEMAS[part]
    return known[1]


class _InTurns(GenerateJsonSchema):
    """Lets other threads have Python between two steps: it takes 0.3 s on a thread of its own, beside a window."""

    def generate_inner(self, schema: Any) -> JsonSchemaValue:
        time.sleep(1e-6)
        return super().generate_inner(schema)


def make_schemas(parts: Collection[type[BaseModel]]) -> None:
    """Make the schemas of `parts` for `schema_of` to give, in one pass: those within a recipe cost nothing more."""
    places, made = models_json_schema([(part, "validation") for part in parts], schema_generator=_InTurns)
    defs = made.get("$defs", {})
    now = plugins.generation()  # asked afterwards: plugins are looked for while the schemas are made
    for part in parts:
        place = places[part, "validation"]["$ref"].rpartition("/")[2]
        _SCHEMAS[part] = now, {**defs[place], "$defs": defs}


def parts_within(value: object) -> Iterator["Part"]:
    """`value` and all parts within it, by reading its fields and lists."""
    if isinstance(value, Part):
        yield value
        value = tuple(getattr(value, name) for name in type(value).model_fields)
    if isinstance(value, tuple):
        for each in value:
            yield from parts_within(each)


T = TypeVar("T")


def parse_part(adapter: TypeAdapter[T], raw: object, what: str, folder: Path | None = None) -> T:
    """`raw` read by `adapter`; relative paths in it are from `folder`. Raises RecipeError, one line a fault."""
    try:
        return adapter.validate_python(raw, context={"folder": folder} if folder is not None else None)
    except ValidationError as error:
        raise RecipeError(in_words(error, raw, what)) from None


def in_words(error: ValidationError, raw: object, what: str) -> str:
    """Every fault of `error` on a line of its own: dotted path as written in the file, then what is wrong."""
    lines = []
    for fault in error.errors():
        path = ".".join(_as_written(fault["loc"], raw)) or what
        lines.append(f"{path}: {_sentence(fault)}")
    return "\n".join(dict.fromkeys(lines))


_SHOWN = reprlib.Repr()
_SHOWN.maxlevel, _SHOWN.maxstring, _SHOWN.maxother, _SHOWN.maxdict, _SHOWN.maxlist = 3, 80, 80, 4, 4


def _sentence(fault: Mapping[str, Any]) -> str:
    match fault:
        case {"type": "extra_forbidden"}:
            return "no such setting"
        case {"type": "union_tag_not_found"}:
            return "say which `kind`"
        case {"type": "union_tag_invalid", "ctx": {"tag": tag, "expected_tags": known}}:
            tag = str(tag)[:60]
            close = difflib.get_close_matches(tag, known.replace("'", "").split(", "), n=1)
            return f"no kind {tag!r}; " + (f"did you mean {close[0]!r}?" if close else f"known: {known}")
        case {"type": "kind_unknown"}:
            return str(fault["msg"])
        case {"type": "missing"}:
            return "missing"
        case {"type": "value_error", "ctx": {"error": cause}}:
            return str(cause)
        case {"type": "greater_than_equal", "ctx": {"ge": least}, "input": given}:
            return f"must be at least {least:g}, got {_SHOWN.repr(given)}"
        case {"type": "less_than_equal", "ctx": {"le": most}, "input": given}:
            return f"must be at most {most:g}, got {_SHOWN.repr(given)}"
        case {"type": "greater_than", "ctx": {"gt": low}, "input": given}:
            return f"must be above {low:g}, got {_SHOWN.repr(given)}"
        case {"type": "less_than", "ctx": {"lt": high}, "input": given}:
            return f"must be below {high:g}, got {_SHOWN.repr(given)}"
        case _:
            return f"{fault['msg']}, got {_SHOWN.repr(fault['input'])}"


def _as_written(loc: tuple[int | str, ...], raw: Any) -> Iterator[str]:
    # pydantic counts a union's kind as a step of the path, YAML has none
    for step in loc:
        if isinstance(raw, dict) and step not in raw and raw.get("kind") == step:
            continue
        with suppress(LookupError, TypeError):  # a name that the file lacks
            raw = raw[step]
        yield str(step)[:60]
