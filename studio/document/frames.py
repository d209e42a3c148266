"""A line of the journal that says itself whether it is whole. No Qt.

A line is a JSON list of frames, each the length and the CRC-32 of an object and the object itself:
`["3a:89abcdef",{...},"1f0:01234567",{...}]`. So an object is known to be sound, and those behind damage are found,
whichever byte it hit: also where a line's end is gone, or one came into its middle.
"""

import json
import re
import zlib
from collections.abc import Mapping
from typing import Any

from miscount.engine.reading import parse_json

_HEADER = re.compile(rb'"([0-9a-f]{1,8}):([0-9a-f]{8})",(?=\{)')


def packed(value: Mapping[str, Any]) -> bytes:
    """An object as compact JSON; it holds no line's end, and within its texts no quotation mark that is not escaped."""
    return json.dumps(value, separators=(",", ":")).encode()


def as_line(*objects: bytes) -> bytes:
    """The line of these objects, which `packed` made."""
    return b"[" + b",".join(b'"%x:%08x",%s' % (len(raw), zlib.crc32(raw), raw) for raw in objects) + b"]\n"


def read_line(line: bytes) -> tuple[list[dict[str, Any]], bool]:
    """The sound objects of a line, in their order, and whether nothing else stands there."""
    found: list[dict[str, Any]] = []
    whole, end, look_from = True, 0, 0
    while header := _HEADER.search(line, look_from):
        start, size = header.end(), int(header[1], 16)
        value = _sound(line[start : start + size], int(header[2], 16))
        if value is None:
            whole, look_from = False, start
            continue
        whole &= line[end : header.start()] == (b"," if found else b"[")
        found.append(value)
        end = look_from = start + size
    return found, whole and line[end:] == b"]\n"


def _sound(raw: bytes, checksum: int) -> dict[str, Any] | None:
    if zlib.crc32(raw) != checksum:
        return None
    try:
        value = parse_json(raw.decode())
    except ValueError:  # no UTF-8 is one too
        return None
    return value if isinstance(value, dict) else None
