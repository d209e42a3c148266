"""What every object of results.json is: a frozen model that keeps its keys, their order, and what it does not know."""

import math
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Self, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ModelWrapValidatorHandler,
    PrivateAttr,
    SerializerFunctionWrapHandler,
    StrictFloat,
    StrictInt,
    model_serializer,
    model_validator,
)

from .formats import plain


def _as_number(value: Any) -> Any:
    """NumPy's numbers as Python's; NaN and infinity, which JSON does not have, as None."""
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


Figure: TypeAlias = Annotated[StrictInt | StrictFloat | None, BeforeValidator(_as_number)]
"""A number, or None where it is not defined; on disk null."""


class Entry(BaseModel):
    """An object of results.json. It is false where it has no key at all."""

    model_config = ConfigDict(extra="allow", frozen=True)

    _keys: tuple[str, ...] = PrivateAttr(())

    @model_validator(mode="wrap")
    @classmethod
    def _remember_keys(cls, raw: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        entry = handler(raw)
        if isinstance(raw, Mapping):
            entry._keys = tuple(map(str, raw))
        return entry

    @model_serializer(mode="wrap")
    def _as_written(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        known = handler(self)
        fields = type(self).model_fields
        filled = {(fields[name].alias if name in fields else None) or name for name in self.model_fields_set}
        keys = (*self._keys, *sorted(filled.difference(self._keys)))  # the latter of a changed copy
        return {key: known[key] for key in keys if key in known}

    def __bool__(self) -> bool:
        return bool(self._keys)

    def __iter__(self) -> Iterator[tuple[str, Any]]:  # type: ignore[override]  # pydantic's own yields models, not JSON
        yield from self.to_json().items()

    def to_json(self) -> dict[str, Any]:
        """The entry as JSON has it, with the keys that it was made of, in their order; `dict(entry)` is the same."""
        found: dict[str, Any] = plain(self.model_dump(by_alias=True))
        return found


Interval: TypeAlias = tuple[Figure, Figure]
"""(low, high)."""
