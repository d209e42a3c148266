"""Files that a recipe names: relative ones lie in the folder of the recipe and cannot leave it."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, ValidationInfo, WithJsonSchema


def in_folder(value: str, info: ValidationInfo) -> str:
    """`value` as an absolute path, a relative one from `info.context["folder"]`; for use as a pydantic validator.

    Raises ValueError, which pydantic turns into a line with the path of the setting, when it leaves that folder.
    """
    path = Path(value)
    if path.is_absolute():
        return value
    folder = Path((info.context or {}).get("folder", ".")).resolve()
    found = (folder / path).resolve()
    if not found.is_relative_to(folder):
        raise ValueError(f"{value} lies outside of {folder}: copy it into that folder or give its full path")
    return str(found)


def _in_folder_if_any(value: str, info: ValidationInfo) -> str:
    return in_folder(value, info) if value else value


OwnPath = Annotated[str, AfterValidator(_in_folder_if_any), WithJsonSchema({"type": "string", "format": "path"})]
"""A file or folder of the person's, absolute once read; empty for none."""
