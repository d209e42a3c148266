"""The kinds of a union: ours, and those that plugins bring while the program runs."""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar, get_args

from pydantic import BaseModel, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from . import registry

P = TypeVar("P", bound=BaseModel)


class Kinds(Mapping[str, type[P]], Generic[P]):
    """Kind -> its class: those of the union `own`, and of plugins, which are looked for when all are wanted.

    What is ours is found without a look at plugins, and is never hidden by one.
    """

    def __init__(self, shelf: str, own: Any) -> None:
        self.shelf = shelf
        self.own: dict[str, type[P]] = own_kinds(own)
        registry.announce(shelf, frozenset(self.own))

    def __getitem__(self, kind: str) -> type[P]:
        own = self.own.get(kind)
        found: type[P] = own if own is not None else registry.offered(self.shelf)[kind]
        return found

    def __iter__(self) -> Iterator[str]:
        yield from self.own
        yield from registry.offered(self.shelf)

    def __len__(self) -> int:
        return len(self.own) + len(registry.offered(self.shelf))


def own_kinds(union: Any) -> dict[str, Any]:
    """Kind -> class of a union of models."""
    return {cls.model_fields["kind"].default: cls for cls in get_args(union)}


class AlsoPlugins:
    """Beside a union in `Annotated`: told apart by `kind`, and kinds of plugins are taken too, whenever they came.

    A union is compiled once, so those of plugins are looked up when a value has none of its kinds.
    """

    def __init__(self, shelf: str) -> None:
        self._shelf = shelf

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        own = own_kinds(source)

        def validate(
            raw: Any, known: core_schema.ValidatorFunctionWrapHandler, info: core_schema.ValidationInfo
        ) -> Any:
            kind = raw.get("kind") if isinstance(raw, Mapping) else getattr(raw, "kind", None)
            if not isinstance(kind, str) or kind in own:
                return known(raw)
            plugins = registry.offered(self._shelf)
            if kind not in plugins:
                raise PydanticCustomError("kind_unknown", "{said}", {"said": _unknown(kind, [*own, *plugins])})
            part = plugins[kind]
            if isinstance(raw, part):
                return raw
            return part.__pydantic_validator__.validate_python(raw, context=info.context)

        # a value writes itself: the union's own serializer would warn of a class that it was not compiled with
        writes = core_schema.wrap_serializer_function_ser_schema(
            lambda value, write: write(value), schema=core_schema.any_schema()
        )
        return core_schema.with_info_wrap_validator_function(
            validate, handler.generate_schema(_discriminated(source)), serialization=writes
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        union = handler(schema)
        for kind, part in registry.offered(self._shelf).items():
            made = handler(part.__pydantic_core_schema__)
            union["oneOf"].append(made)
            if "$ref" in made:
                union["discriminator"]["mapping"][kind] = made["$ref"]
        return union


def _discriminated(source: Any) -> Any:
    from typing import Annotated

    return Annotated[source, Field(discriminator="kind")]


def _unknown(kind: str, known: list[str]) -> str:
    """The sentence on a kind that nobody here knows, with the plugin that may have it."""
    kind = kind[:60]
    for problem in registry.problems():
        if kind in problem.kinds:
            return f"no kind {kind!r}, which a plugin has that cannot be used. {problem.sentence}"
    close = difflib.get_close_matches(kind, known, n=1)
    if close:
        return f"no kind {kind!r}; did you mean {close[0]!r}?"
    return f"no kind {kind!r}, and no plugin here has it; known: {', '.join(repr(one) for one in known)}"
