"""Forms from the engine's models: a JSON schema in, field specs out; once for every part there is or will be."""

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import BaseModel

from miscount.engine.part import schema_of
from miscount.widgets.forms import FieldSpec, Variant

Schema = Mapping[str, Any]

_FIELD_TITLES = {
    "lr": "Learning rate", "k": "Neighbors (k)", "x": "Center, across", "y": "Center, down", "num": "Number of",
    "num vpt": "Visual prompts", "ema": "Moving average (EMA)", "sam": "Sharpness-aware radius (SAM)",
    "warmup lr": "Warm-up learning rate", "warmup epochs": "Warm-up epochs", "compile": "Compile (torch.compile)",
    "least ssim": "Least SSIM", "rate": "Poison rate", "font": "Size", "undo": "Memory of undo", "jobs": "Workers",
    "engine": "Runs by", "suite engine": "Suites by", "child process": "Jobs in a process of their own",
    "ray address": "Address of Ray", "projects folder": "New projects", "page bar": "Bar of pages",
}  # fmt: skip
_UNIT_SUFFIXES = {"px": "_px", "deg": "_deg", "s": "_s", "MB": "_mb", "%": "_percent"}


def form_fields(
    part: type[BaseModel], root: str = "", only: Collection[str] = (), leave_out: Collection[str] = ()
) -> tuple[FieldSpec, ...]:
    """The fields of `part`, their paths below `root`; `only` names those wanted, in order, `leave_out` those not."""
    schema = schema_of(part)
    known = schema.get("properties", {})
    shown = {name: known[name] for name in only or known if name in known and name not in leave_out}
    return _fields({"properties": shown}, schema.get("$defs", {}), root)


def _fields(schema: Schema, defs: Schema, root: str) -> tuple[FieldSpec, ...]:
    found = (
        _field(name, about, defs, root) for name, about in schema.get("properties", {}).items() if "const" not in about
    )
    return tuple(spec for spec in found if spec is not None)


def _field(name: str, about: Schema, defs: Schema, root: str) -> FieldSpec | None:
    path = f"{root}.{name}" if root else name
    value, optional = _present(_resolved(about, defs))
    value = {**_resolved(value, defs), **{k: v for k, v in about.items() if k not in ("anyOf", "$ref")}}
    common: dict[str, Any] = {
        "path": path,
        "title": title(name, str(about.get("unit", ""))),
        "tip": about.get("description", ""),
        "unit": about.get("unit", ""),
        "step": about.get("step"),
        "default": about.get("default"),
        "optional": optional,
        "applies": tuple(
            (f"{root}.{beside}" if root else beside, tuple(values))
            for beside, values in about.get("applies", {}).items()
        ),
        "more": about.get("more", False),
    }
    if "discriminator" in value or "oneOf" in value:
        common["default"] = (about.get("default") or {}).get("kind") if isinstance(about.get("default"), dict) else None
        return FieldSpec(**common, kind="union", variants=_variants(value, defs, path))
    return _plain_field(name, value, defs, path, common)


def _plain_field(name: str, value: Schema, defs: Schema, path: str, common: dict[str, Any]) -> FieldSpec | None:
    low = value.get("minimum", value.get("exclusiveMinimum"))
    high = value.get("maximum", value.get("exclusiveMaximum"))
    match value:
        case {"editor": "picture" | "color" | "aspect" as editor}:
            return FieldSpec(**common, kind=editor)
        case {"enum": choices}:
            words = value.get("words", {})  # of values whose words are not themselves
            pairs = tuple((choice, words[choice]) if choice in words else choice for choice in choices)
            return FieldSpec(**common, kind="choice", choices=pairs)
        case {"type": "boolean"}:
            return FieldSpec(**common, kind="bool")
        case {"type": "integer"}:
            return FieldSpec(**common, kind="integer", low=low, high=high)
        case {"type": "number"}:
            return FieldSpec(**common, kind="number", low=low, high=high)
        case {"type": "string"} if value.get("format") == "path" or name.endswith(("path", "folder")):
            return FieldSpec(**common, kind="file", pattern="folder" if "folder" in common["tip"].lower() else "")
        case {"type": "string"}:
            return FieldSpec(**common, kind="text")
        case {"type": "array", "items": items}:
            return _list_field(value, items, defs, common)
        case {"type": "object", "properties": _}:
            common.pop("default")
            return FieldSpec(**common, kind="section", children=_fields(value, defs, path))
    return None  # no editor holds it; the recipe's file still does


def _list_field(value: Schema, items: Schema, defs: Schema, common: dict[str, Any]) -> FieldSpec | None:
    item = _field("", items, defs, "")
    if item is None:
        return None
    common["default"] = tuple(common["default"] or ())
    return FieldSpec(**common, kind="list", low=value.get("minItems"), high=value.get("maxItems"), item=item)


def _variants(union: Schema, defs: Schema, path: str) -> tuple[Variant, ...]:
    variants = []
    for choice in union.get("oneOf", ()):
        about = _resolved(choice, defs)
        kind = about["properties"]["kind"]["const"]
        card = about.get("card") or about.get("description", "")
        variants.append(Variant(kind, about["title"], card, _fields(about, defs, path)))
    return tuple(variants)


def _resolved(about: Schema, defs: Schema) -> Schema:
    if "$ref" in about:
        return {**_resolved(defs[about["$ref"].rsplit("/", 1)[-1]], defs)}
    return about


def _present(about: Schema) -> tuple[Schema, bool]:
    """The schema of the value that is there, and whether None may stand in its place."""
    others = [choice for choice in about.get("anyOf", ()) if choice.get("type") != "null"]
    if "anyOf" not in about or len(others) != 1:
        return about, False
    return others[0], len(others) < len(about["anyOf"])


def title(name: str, unit: str = "") -> str:
    """A field's name in words: `crop_px` with the unit px is "Crop"."""
    suffix = _UNIT_SUFFIXES.get(unit, "")
    words = name.removesuffix(suffix).replace("_", " ").strip() if suffix else name.replace("_", " ").strip()
    if words in _FIELD_TITLES:
        return _FIELD_TITLES[words]
    if words.startswith("num "):
        return f"Number of {words[4:]}"
    return words[:1].upper() + words[1:]
