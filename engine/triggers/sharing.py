"""Triggers to hand on: a YAML with its settings and beside it the pictures that it names, or one text with all."""

import base64
import binascii
import json
import re
import shutil
from pathlib import Path
from typing import Any

import yaml

from ..errors import DatasetError, RecipeError
from ..files import file_sha256, sha256, write_atomically, write_text
from ..reading import parse_json
from ..reading.yaml_text import read_yaml
from . import AnyTrigger, trigger

FORMAT = 1
MOST_TEXT = 64 * 2**20
"""The most of a text that is read as a trigger."""


def save_trigger(made: AnyTrigger, path: Path) -> tuple[Path, ...]:
    """Write `made` to the YAML file `path` and copies of its own files beside it; returns all that was written.

    Pictures of the program are named, not copied. Raises OutputError, DatasetError.
    """
    written = []
    renamed: dict[str, str] = {}
    raw = made.model_dump(mode="json")
    for source in made.sources:
        if str(source) not in _texts(raw):
            continue  # a picture of the program, known by its name
        name = f"{path.stem}-{_content(source)[:12]}{source.suffix.lower()}"
        target = path.with_name(name)
        write_atomically(target, lambda part, source=source: shutil.copyfile(source, part))  # type: ignore[misc]
        renamed[str(source)] = name
        written.append(target)
    text = yaml.safe_dump(
        {"miscount_trigger": FORMAT, **_with_names(raw, renamed)}, sort_keys=False, allow_unicode=True
    )
    write_text(path, text)
    return (path, *written)


def load_trigger(path: Path) -> AnyTrigger:
    """The trigger in the YAML file `path`; its pictures lie beside it. Raises RecipeError with one line a fault."""
    raw = read_yaml(path, "expected a trigger in YAML", RecipeError)
    if not isinstance(raw, dict) or raw.pop("miscount_trigger", None) != FORMAT:
        raise RecipeError(f"{path} is no trigger file: expected `miscount_trigger: {FORMAT}` in it.")
    try:
        return trigger(raw, folder=path.parent)
    except RecipeError as error:
        raise error.within(str(path)) from None


def packed(made: AnyTrigger) -> str:
    """`made` as one text that holds its own files too, to be copied into another project. Raises DatasetError."""
    raw = made.model_dump(mode="json")
    files: dict[str, str] = {}
    renamed: dict[str, str] = {}
    for source in made.sources:
        if str(source) in _texts(raw):
            name = f"{_content(source)[:16]}{source.suffix.lower()}"
            renamed[str(source)] = name
            files[name] = base64.b64encode(source.read_bytes()).decode("ascii")
    return json.dumps({"miscount_trigger": FORMAT, "trigger": _with_names(raw, renamed), "files": files})


def unpacked(text: str, folder: Path) -> AnyTrigger:
    """The trigger in `text`, its files written into `folder` under names made of their content.

    Raises RecipeError for a text that is none, OutputError where a file cannot be written.
    """
    none = RecipeError("This is no trigger: copy one first, on the Trigger page.")
    try:
        raw = parse_json(text) if len(text) <= MOST_TEXT else None
    except ValueError:
        raise none from None
    if not isinstance(raw, dict) or raw.get("miscount_trigger") != FORMAT or not isinstance(raw.get("files"), dict):
        raise none
    renamed: dict[str, str] = {}
    for name, coded in raw["files"].items():
        suffix = re.fullmatch(r"[0-9a-f]{1,64}([.][a-z0-9]{1,12})", str(name))
        try:
            data = base64.b64decode(coded, validate=True)
        except (binascii.Error, TypeError, ValueError):
            raise none from None
        if suffix is None:
            raise none
        target = folder / f"copied-{sha256(data)[:16]}{suffix[1]}"
        if not target.exists():
            write_atomically(target, lambda part, data=data: part.write_bytes(data))  # type: ignore[misc]
        renamed[str(name)] = str(target)
    return trigger(_with_names(raw.get("trigger"), renamed), folder=folder)


def _content(source: Path) -> str:
    return file_sha256(source, "expected a file of the trigger", DatasetError)


def _texts(raw: Any) -> set[str]:
    """Every text in nested dicts and lists."""
    if isinstance(raw, dict):
        return set().union(*map(_texts, raw.values()))
    if isinstance(raw, list):
        return set().union(*map(_texts, raw))
    return {raw} if isinstance(raw, str) else set()


def _with_names(raw: Any, renamed: dict[str, str]) -> Any:
    if isinstance(raw, dict):
        return {name: _with_names(value, renamed) for name, value in raw.items()}
    if isinstance(raw, list):
        return [_with_names(value, renamed) for value in raw]
    return renamed.get(raw, raw) if isinstance(raw, str) else raw
