"""Preferences: a small JSON file, forgiving to read; a broken field costs that field, never the start."""

import logging
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from miscount.engine.errors import EngineError, OutputError, bounded
from miscount.engine.files import write_json
from miscount.engine.part import Part
from miscount.engine.reading import read_object, there
from miscount.widgets.language import LANGUAGES

log = logging.getLogger(__name__)


MAX_BYTES = 4 * 2**20


class SettingsError(EngineError):
    """Preferences that cannot be read."""


class Settings(Part):
    """What the person prefers; window geometry is Qt's and lies in QSettings."""

    theme: Literal["system", "light", "dark"] = Field(default="system", description="Light, dark, or as the system.")
    language: Literal["system", "en", "zh_CN"] = Field(
        default="system", description="Language of the window; it changes when Miscount starts again.",
        json_schema_extra={"words": {"en": LANGUAGES["en"], "zh_CN": LANGUAGES["zh_CN"]}},
    )  # fmt: skip
    wheel_scrolls: bool = Field(default=False, description="Instead of zooming; Ctrl+wheel zooms either way.")
    child_process: bool = Field(default=False, description="Jobs run in a process of their own: a crash stays there.")
    last_project: str = ""
    recent: tuple[str, ...] = ()
    projects_folder: str = Field(
        default="",
        max_length=4096,
        description="Folder for new projects; empty: Miscount, in your documents.",
    )
    shortcuts: dict[str, str] = Field(default_factory=dict, description="Action id -> key, where not the default.")
    undo_mb: int = Field(
        default=128, ge=4, le=8192, description="What the history of undo may hold; its oldest steps go first.",
        json_schema_extra={"unit": "MB", "step": 16},
    )  # fmt: skip
    font_percent: int = Field(
        default=100, ge=80, le=160, description="Size of words, icons, pictures, dots and panels, of the system's.",
        json_schema_extra={"unit": "%", "step": 10},
    )  # fmt: skip
    page_bar: Literal["icons and words", "words", "icons"] = Field(
        default="icons and words", description="What the bar of pages shows."
    )
    engine: Literal["serial", "local", "ray"] = Field(
        default="serial",
        description="What carries a run out: one stage after the other on a thread of the studio, as many at a time as "
        "this machine has room for in worker processes, or a Ray cluster.",
    )
    suite_engine: Literal["serial", "local", "ray"] = Field(
        default="local", description="What carries a suite out; the same choice as for a run."
    )
    jobs: int = Field(
        default=0, ge=0, le=256, description="Stages at a time with local and ray; 0 is as many as there is room for.",
        json_schema_extra={"step": 1},
    )  # fmt: skip
    threads: int = Field(
        default=0, ge=0, le=256, description="Threads of a stage; 0 is its share of the cores. On a CPU the last "
        "digits of a run depend on it.", json_schema_extra={"step": 1},
    )  # fmt: skip
    ray_address: str = Field(
        default="", description="Address of a running Ray cluster; without one, ray starts one on this machine."
    )
    autosave_s: int = Field(
        default=20, ge=1, le=3600, description="From an edit to its saving; the journal has it within one second.",
        json_schema_extra={"unit": "s", "step": 5},
    )  # fmt: skip


def read_settings(path: Path) -> tuple[Settings, list[str]]:
    """The preferences at `path`, and a sentence for each that was dropped."""
    if not there(path):
        return Settings(), []
    try:
        raw = read_object(path, "expected preferences", SettingsError, MAX_BYTES)
    except SettingsError as error:
        return Settings(), [bounded(f"{error} The preferences are the default ones.")]
    settings, dropped = Settings(), []
    for name, value in raw.items():
        for part in _parts(getattr(Settings(), name, None), value):
            changed = {name: _joined(getattr(settings, name, None), part)}
            try:
                settings = Settings.model_validate(dict(settings) | changed)
            except ValidationError as error:
                log.warning("setting %r dropped: %s", name, error.errors()[0]["msg"])
                said = f"The preference {name[:60]!r} in {path} was dropped: {error.errors()[0]['msg']}."
                dropped.append(bounded(said))
    return settings, dropped


def _parts(default: Any, value: Any) -> list[Any]:
    """A list or a table as such of one entry each, so that a broken entry costs only itself."""
    match default, value:
        case dict(), dict():
            return [{key: entry} for key, entry in value.items()]
        case tuple(), list():
            return [(entry,) for entry in value]
        case _:
            return [value]


def _joined(before: Any, part: Any) -> Any:
    match before, part:
        case dict(), dict():
            return {**before, **part}
        case tuple(), tuple():
            return (*before, *part)
        case _:
            return part


def write_settings(path: Path, settings: Settings) -> str:
    """Write the preferences; the sentence of what went wrong, empty where nothing did."""
    try:
        write_json(path, settings.model_dump(mode="json"))
    except OutputError as error:
        return str(error)
    return ""
