"""Damage to text as other programs, other systems and spiteful people leave it: encodings, line ends, raw tokens."""

import random
import re
from collections.abc import Callable

TOKENS = (
    "NaN", "-Infinity", "1e308", "-1e308", "1e999", "-0", "-0.0", "1e-320", "9" * 310, "9" * 5000,
    "18446744073709551616",
    "0x10", "1_000", "2001-99-99", '"2026-01-01T00:00:00Z"', '"\\ud800"', '"\\u0000"', '"\u202eevil"', '"x\\ny"',
    "null", "true", "[]", "{}", '""', "+1", "01", ".5", "1.", "'1'", "１２",
)  # fmt: skip
SIGNS = (
    "\u202e",
    "\u200f",
    "\ufeff",
    "\u2028",
    "\x00",
    "\x1b[31m",
    "\r",
    "\t",
    "\xa0",
    "\u3000",
    "e\u0301",
    "🏳️‍🌈",
    "\ufffd",
)
ENCODINGS = (
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "latin-1",
    "cp1252",
    "cp437",
    "shift_jis",
    "utf-7",
)
XML_HEADS = (
    '<?xml version="1.0" encoding="utf-7"?>', '<?xml version="1.1"?>', '<?xml version="1.0" encoding="x-none"?>',
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "<!DOCTYPE a [" + "".join(
        f'<!ENTITY e{k} "{f"&e{k - 1};" * 10 if k else "x" * 10}">' for k in range(10)) + "]>",
)  # fmt: skip
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_NAMED = re.compile(r'"[^"\n]{1,40}"\s*:\s*[^,{}\[\]\n]{1,40},')


def _text(content: bytes) -> str:
    return content.decode("utf-8", errors="replace")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", errors="surrogatepass")


def other_encoding(content: bytes, rng: random.Random) -> bytes:
    """All of it in another encoding, sometimes one byte short, or with a mark that lies."""
    out = _text(content).encode(rng.choice(ENCODINGS), errors="replace")
    match rng.randrange(5):
        case 0:
            return out[:-1]
        case 1:
            return rng.choice((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xff\xfe\0\0")) + content
    return out


def line_ends(content: bytes, rng: random.Random) -> bytes:
    """Ends of lines of every system, mixed, or none."""
    ends = rng.choice((["\r\n"], ["\r"], ["\n", "\r\n", "\r"], ["\n\n\n"], ["\u2028"], ["\x85"], [" "], ["\x0c"]))
    return _bytes("".join(line + rng.choice(ends) for line in _text(content).splitlines()))


def odd_sign(content: bytes, rng: random.Random) -> bytes:
    text = _text(content)
    at = rng.randrange(len(text) + 1)
    return _bytes(text[:at] + rng.choice(SIGNS) * rng.choice((1, 1, 3, 2000)) + text[at:])


def half_character(content: bytes, rng: random.Random) -> bytes:
    """Bytes that are no UTF-8: half a character, half of a pair as Java writes it, an overlong slash."""
    at = rng.randrange(len(content) + 1)
    return content[:at] + rng.choice((b"\xc3", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf0\x9f", b"\xff")) + content[at:]


def other_number(content: bytes, rng: random.Random) -> bytes:
    """One number as another token, as it stands, which no writer would write."""
    text = _text(content)
    found = list(_NUMBER.finditer(text))
    if not found:
        return content
    one = rng.choice(found)
    return _bytes(text[: one.start()] + rng.choice(TOKENS) + text[one.end() :])


def all_numbers(content: bytes, rng: random.Random) -> bytes:
    """Every number as one token: sums and products of them are none any more."""
    token = rng.choice(("1e308", "-1e308", "0", "-0.0", "NaN", "1e-320", "99999999999", "-5"))
    return _bytes(_NUMBER.sub(token, _text(content)))


def same_name_twice(content: bytes, rng: random.Random) -> bytes:
    """One entry of an object once more, with another value."""
    text = _text(content)
    found = list(_NAMED.finditer(text))
    if not found:
        return content
    one = rng.choice(found)
    name = one.group().partition(":")[0]
    return _bytes(f"{text[: one.end()]}{name}: {rng.choice(TOKENS)},{text[one.end() :]}")


def endless_line(content: bytes, rng: random.Random) -> bytes:
    lines = _text(content).splitlines() or [""]
    at = rng.randrange(len(lines))
    lines[at] += rng.choice((",", " ", "0", "[", "\t", ";")) * 300_000
    return _bytes("\n".join(lines))


def other_separators(content: bytes, rng: random.Random) -> bytes:
    """As spreadsheets of other countries write tables."""
    text = _text(content)
    match rng.randrange(4):
        case 0:
            return _bytes(text.replace(".", "\0").replace(",", ";").replace("\0", ","))
        case 1:
            return _bytes(text.replace(",", "\t"))
        case 2:
            return _bytes("sep=;\n" + text.replace(",", ";"))
    return _bytes(re.sub(r"([^,\n]+)", r'"\1"', text))


def xml_head(content: bytes, rng: random.Random) -> bytes:
    """Declarations that reach out of the file, or grow without end."""
    text = _text(content).partition("?>")[2]
    head = rng.choice(XML_HEADS)
    return _bytes(head + text.replace(">5<", rng.choice((">&e9;<", ">&x;<", ">5<")), 1))


def xml_nest(content: bytes, rng: random.Random) -> bytes:
    text, depth = _text(content), rng.choice((70, 3000, 50_000))
    at = text.find("<Marker>")
    return _bytes(text[:at] + "<Marker>" * depth + text[at:] + "</Marker>" * rng.choice((0, depth)))


ANY: list[Callable[..., bytes]] = [
    other_encoding, line_ends, odd_sign, half_character, other_number, other_number, all_numbers, endless_line,
]  # fmt: skip
JSON: list[Callable[..., bytes]] = [*ANY, same_name_twice, same_name_twice]
TABLE: list[Callable[..., bytes]] = [*ANY, other_separators, other_separators]
XML: list[Callable[..., bytes]] = [*ANY, xml_head, xml_head, xml_nest]
