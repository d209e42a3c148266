"""Files that anybody may have written, read within bounds: regular files only, sizes before bytes, depth before trust.

Every reader of a file from outside goes through here, and raises the kind of EngineError that its caller names. What
needs NumPy or PyYAML lies in `arrays` and `yaml_text`, so that a command that needs neither loads neither.
"""

from .json_text import MAX_DEPTH, parse_json, read_json, read_object
from .regular import (
    MAX_BYTES,
    MAX_TEXT_BYTES,
    Stamp,
    expanded,
    is_file,
    is_folder,
    listed,
    opened,
    read_bytes,
    read_text,
    real_path,
    stamp,
    stamp_of,
    there,
)

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_TEXT_BYTES",
    "Stamp",
    "expanded",
    "is_file",
    "is_folder",
    "listed",
    "opened",
    "parse_json",
    "read_bytes",
    "read_json",
    "read_object",
    "read_text",
    "real_path",
    "stamp",
    "stamp_of",
    "there",
]
