"""Damage to files: of bytes as disks and downloads do it, and of structure as people and other programs do it."""

import csv
import io
import json
import random
from collections.abc import Callable
from typing import Any

import yaml

from tests.fuzz import texts
from tests.fuzz.binary import BINARY

INTERESTING = (0, 1, 7, 13, 31, 32, 34, 44, 63, 64, 91, 123, 127, 128, 163, 192, 239, 254, 255)
NUMBERS = (
    "0", "-1", "-0.0", "1e308", "-1e308", "1e999", "NaN", "Infinity", "-Infinity", "nan", "inf", "1e-320", "2147483648",
    "9223372036854775808", "9" * 400, "9" * 5000, "0x_", "1_0", "--1", "+-1", "٣", "1.5.5", "1,5", "0.1e", "",
)  # fmt: skip
WORDS = (
    *NUMBERS, "..", "../../evil", "/etc/passwd", ".", "a\\b", "x" * 5000, "\x00", "a\x1b[31mb", "é", "🙂", "\u202eabc",
    "null", "true", "[" * 200, '{"a":' * 50, '"', "'", "=1+1", "<script>", "con", " ", "2001-99-99", "~nosuchuser",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 1e308, float("inf"), float("nan"), 10**18, 10**25, 10**400, "", "x", "x" * 3000,
    "\ud800", "../../evil", "/etc/passwd", "\x00", [], {}, [[]], [1], [1, 2], [[1, 2]], ["a"], {"a": 1}, {"": []},
    [None], [[[[[[]]]]]], "1", "0x_",
)  # fmt: skip
DEEP = "@deep@"
"""In a value of JSON: stands for lists in lists, which Python's own writer could not write."""
NASTY_YAML = (
    "2001-99-99", "0x_", "!!bool x", "!!timestamp x", "!!float x", "!!int ''", "!!binary x", "9" * 5000, ".inf", ".nan",
    "!!python/object/apply:os.system [echo fuzz]", "&a [*a]", "*a", "[" * 500, "{a: " * 300, "!!set {a, b}", "<<", "=",
    '"\\ud800"', '"\\UFFFFFFFF"', "%", "@", "`", "- - - -", "!!omap [a: 1]", "{? [a] : b}", "{[a, b]: 1}", "|", ">-",
)  # fmt: skip
BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{k}: &a{k} [{', '.join([f'*a{k - 1}'] * 9)}]\n" for k in range(1, 11)
)


def mutated(content: bytes, name: str, rng: random.Random, others: list[bytes]) -> bytes:
    """`content`, of a file called `name`, after one to three damages; `others` are files to splice with."""
    by_structure = STRUCTURES.get(name.rpartition(".")[2], [])
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        changes = by_structure if by_structure and rng.random() < 0.6 else BYTES
        change = rng.choice(changes)
        content = splice(content, rng, others) if change is splice else change(content, rng)
    return content


def flip(content: bytes, rng: random.Random) -> bytes:
    out = bytearray(content)
    for _ in range(rng.choice((1, 1, 1, 2, 8)) if out else 0):
        at = rng.randrange(len(out))
        out[at] = rng.choice((out[at] ^ (1 << rng.randrange(8)), rng.choice(INTERESTING), rng.randrange(256)))
    return bytes(out)


def flip_early(content: bytes, rng: random.Random) -> bytes:
    """Where headers are, which say how much follows."""
    return flip(content[:300], rng) + content[300:]


def cut(content: bytes, rng: random.Random) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def empty(content: bytes, rng: random.Random) -> bytes:
    return b""


def zero_tail(content: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(content) + 1)
    return content[:at] + b"\0" * (len(content) - at)


def insert(content: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(content) + 1)
    return content[:at] + rng.randbytes(rng.choice((1, 4, 64))) + content[at:]


def remove(content: bytes, rng: random.Random) -> bytes:
    at, num = rng.randrange(len(content) + 1), rng.choice((1, 2, 8, 100))
    return content[:at] + content[at + num :]


def duplicate(content: bytes, rng: random.Random) -> bytes:
    at, num = rng.randrange(len(content) + 1), rng.choice((1, 8, 64, 512))
    return content[:at] + content[at : at + num] * rng.choice((1, 2, 20)) + content[at:]


def splice(content: bytes, rng: random.Random, others: list[bytes] = []) -> bytes:  # noqa: B006  never changed
    other = rng.choice(others) if others else content
    return content[: rng.randrange(len(content) + 1)] + other[rng.randrange(len(other) + 1) :]


BYTES: list[Callable[..., bytes]] = [
    flip, flip, flip_early, flip_early, cut, empty, zero_tail, insert, remove, duplicate, splice,
]  # fmt: skip


def change_value(raw: Any, rng: random.Random) -> Any:
    """The nested lists and dicts `raw`, one place in them changed."""
    places = list(_places(raw))
    if not places:
        return rng.choice(VALUES)
    inside, key = rng.choice(places)
    old = inside[key]
    match rng.randrange(9):
        case 0 | 1 | 2:
            inside[key] = rng.choice(VALUES)
        case 3:
            del inside[key]
        case 4:
            inside[key] = [old] if rng.random() < 0.5 else {"x": old}
        case 5:
            inside[key] = str(old) if not isinstance(old, str) else rng.choice((len(old), [old], {"kind": old}))
        case 6 if isinstance(inside, dict):
            inside[rng.choice((key.upper(), key + " ", "x", "", "../x", "\x00"))] = inside.pop(key)
        case 6 | 7 if isinstance(inside, list):
            inside.extend([old] * rng.choice((1, 3, 50)))
        case _:
            inside[key] = DEEP
    return raw


def _places(raw: Any) -> Any:
    for key in list(raw) if isinstance(raw, dict) else range(len(raw)) if isinstance(raw, list) else ():
        yield raw, key
        yield from _places(raw[key])


def _text(content: bytes) -> str:
    return content.decode("utf-8", errors="replace")


def change_json(content: bytes, rng: random.Random) -> bytes:
    try:
        raw = json.loads(content)
    except (ValueError, RecursionError):
        return flip(content, rng)
    try:
        written = json.dumps(change_value(raw, rng))
    except (ValueError, RecursionError):
        return flip(content, rng)
    depth = rng.choice((70, 900, 100_000))
    return written.replace(f'"{DEEP}"', "[" * depth + "]" * depth).encode("utf-8", errors="replace")


def change_lines(content: bytes, rng: random.Random) -> bytes:
    """One line of JSON among others, or the lines' order."""
    lines = content.splitlines(keepends=True)
    if not lines:
        return content
    at = rng.randrange(len(lines))
    match rng.randrange(4):
        case 0:
            rng.shuffle(lines)
        case 1:
            del lines[at]
        case _:
            lines[at] = change_json(lines[at], rng) + b"\n"
    return b"".join(lines)


def change_yaml(content: bytes, rng: random.Random) -> bytes:
    if b"&" in content:  # aliases already, which PyYAML would write out
        return flip(content, rng)
    try:
        raw = yaml.safe_load(_text(content))
        written = str(yaml.safe_dump(change_value(raw, rng), allow_unicode=True))
    except (yaml.YAMLError, ValueError, RecursionError, AttributeError, TypeError, LookupError, OverflowError):
        return flip(content, rng)
    return written.replace(DEEP, rng.choice(NASTY_YAML)).encode("utf-8", errors="replace")


def nasty_yaml(content: bytes, rng: random.Random) -> bytes:
    lines = _text(content).splitlines()
    at = rng.randrange(len(lines) + 1)
    match rng.randrange(4):
        case 0:
            lines.insert(at, BOMB + f"x: *a{rng.randrange(11)}")
        case 1:
            lines += [f"key{k}: {k}" for k in range(2000)]
        case _ if lines:
            line = lines[at % len(lines)]
            lines[at % len(lines)] = f"{line.partition(':')[0]}: {rng.choice(NASTY_YAML)}"
    return "\n".join(lines).encode("utf-8", errors="replace")


def change_table(content: bytes, rng: random.Random) -> bytes:
    try:
        rows = list(csv.reader(io.StringIO(_text(content), newline="")))
    except csv.Error:
        return flip(content, rng)
    if not rows:
        return content
    row = rng.choice(rows)
    match rng.randrange(8):
        case 0 | 1 | 2 | 3 if row:
            row[rng.randrange(len(row))] = rng.choice(WORDS)
        case 4 if row:
            del row[rng.randrange(len(row))]
        case 5:
            rows.extend([list(row)] * rng.choice((1, 50)))
        case 6:
            rows[0].append(rng.choice(("x", "weight", "", "image")))
        case _:
            row.append("z" * 200_000)
    text = io.StringIO(newline="")
    csv.writer(text, rng.choice(("excel", "unix"))).writerows(rows)
    return text.getvalue().encode("utf-8", errors="replace")


def change_word(content: bytes, rng: random.Random) -> bytes:
    lines = _text(content).splitlines()
    if not lines:
        return content
    at = rng.randrange(len(lines))
    apart = "," if "," in lines[at] else " "
    words = lines[at].split(apart)
    words[rng.randrange(len(words))] = rng.choice(WORDS)
    lines[at] = apart.join(words)
    return "\n".join(lines).encode("utf-8", errors="replace")


STRUCTURES: dict[str, list[Callable[..., bytes]]] = BINARY | {
    "json": [*[change_json] * 5, *texts.JSON], "pnt": [*[change_json] * 5, *texts.JSON],
    "jsonl": [*[change_lines] * 5, *texts.JSON], "yaml": [*[change_yaml, nasty_yaml] * 3, *texts.JSON],
    "csv": [*[change_table] * 6, *texts.TABLE], "tsv": [*[change_word] * 3, *texts.TABLE],
    "txt": [*[change_word] * 4, *texts.TABLE], "xml": [*[change_word] * 4, *texts.XML],
}  # fmt: skip
"""By the end of a file's name."""
