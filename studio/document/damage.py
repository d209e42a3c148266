"""What is sound of a damaged journal, and the name of what is not. No Qt."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .records import KINDS

MARKERS = ("open", "saved", "recovered")
MOST = 10**6
"""Edits of one journal: more numbers than that are none."""

_OP, _SCENE = re.compile(rb'"op":\s?"(\w{1,20})"'), re.compile(rb'"(?:scene|name)":\s?"([^"\\]{1,300})"')

DAMAGED = "is damaged"
RESTS_ON_LOST = "rests on one that is damaged"
OTHER_THERE = "does not fit what is there now"
NOT_HERE = "is of a picture that is not in this dataset"

_WORDS = {
    "heads": "heads of {about}",
    "proposals": "proposed heads of {about}",
    "stroke": "a stroke on the density map of {about}",
    "map": "the density map of {about}",
    "marks": "marks of {about}",
    "nobody": "that nobody is in {about}",
    "value": "the setting {about}",
}


@dataclass(frozen=True)
class Lost:
    """An edit that does not come back, as far as it is known: its kind, its scene (or setting) and its time."""

    op: str = ""
    about: str = ""
    at: datetime | None = None
    why: str = DAMAGED

    @classmethod
    def of(cls, raw: Mapping[str, Any], why: str = DAMAGED) -> "Lost":
        """The edit that `raw` is about."""
        time, about = raw.get("t"), raw.get("scene", raw.get("name", ""))
        at = datetime.fromtimestamp(time) if isinstance(time, int | float) and 0 < time < 2**33 else None
        return cls(str(raw.get("op", "")), about if isinstance(about, str) else "", at, why)

    @property
    def in_words(self) -> str:
        """What it is, for a sentence."""
        words = _WORDS[self.op].format(about=self.about) if self.op in _WORDS and self.about else "a change"
        return f"{words} at {self.at:%H:%M:%S}" if self.at is not None else words


def told(lost: Sequence[Lost], at_most: int) -> str:
    """The first of them in words, and how many more there are."""
    words = [f"{each.in_words} ({each.why})" for each in lost[:at_most]]
    more = len(lost) - len(words)
    return ", ".join(words) + (f" and {more} more" if more else "")


def named_in(line: bytes | None) -> Lost:
    """What a line that cannot be read seems to be about."""
    op, about = (pattern.search(line or b"") for pattern in (_OP, _SCENE))
    named = op is not None and op[1].decode() in KINDS
    if op is None or not named:
        return Lost()
    return Lost(op[1].decode(), about[1].decode(errors="replace") if about is not None else "")


def _is_record(raw: Mapping[str, Any]) -> bool:
    return type(raw.get("n")) is int and raw["n"] >= 0 and isinstance(raw.get("op"), str)


class Sifted:
    """Collects the objects of a journal's lines, by their number, and tells which of them are missing."""

    def __init__(self) -> None:
        self.num_damaged = 0
        self._records: dict[int, dict[str, Any]] = {}
        self._abouts: dict[int, dict[str, Any]] = {}
        self._index: list[dict[str, Any]] = []
        self._unknown: list[Lost] = []

    @property
    def numbers(self) -> set[int]:
        """Of all that is known, since the last save."""
        return self._records.keys() | self._abouts.keys() | {each["n"] for each in self._index}

    def add(self, objects: Sequence[dict[str, Any]], whole: bool) -> None:
        """The sound objects of one line, which was `whole` or not."""
        self.num_damaged += not whole
        for each in objects:
            if _is_record(each):
                (self._abouts if "j" in each else self._records)[each["n"]] = each

    def add_unknown(self, line: bytes | None) -> None:
        """A line of which nothing is sound."""
        self.num_damaged += 1
        self._unknown.append(named_in(line))

    def add_index(self, objects: Sequence[dict[str, Any]]) -> None:
        """A line of the index; one of another journal does not count."""
        mine = {str(about["j"]) for about in self._abouts.values()}
        for each in objects:
            if _is_record(each) and (not mine or str(each.get("j")) in mine):
                self._index.append(each)

    def result(self) -> tuple[tuple[Mapping[str, Any], ...], tuple[Lost, ...], bool]:
        """The records of edits in order, those that are lost, and whether something stands there that is neither."""
        named = {each["n"]: each for each in self._index} | self._abouts
        start = self._start(named)
        known = {n: record for n, record in self._records.items() if n >= start}
        known |= self._repeated(known, start)
        last = min(max(self.numbers), start + MOST)
        missing = [n for n in range(start, last + 1) if n not in known]
        chained = {record["prev"]: record for record in known.values() if type(record.get("prev")) is int}
        unknown, lost = list(self._unknown), []
        for n in missing:
            about = named.get(n) or chained.get(n)
            if about is None:
                lost.append(unknown.pop(0) if unknown else Lost())
            elif about["op"] not in MARKERS:
                lost.append(Lost.of(about if n in named else {**about, "t": None}))
        if unknown and not self._index and not missing:
            lost += unknown  # perhaps from the end, of which no number tells
        edits = [self._told(known, n, named, start) for n in sorted(known) if known[n]["op"] in KINDS]
        return tuple(edits), tuple(lost), bool(lost or unknown)

    def _start(self, named: Mapping[int, Mapping[str, Any]]) -> int:
        """The number of the mark that the journal begins with, or the first that is known."""
        both = [*self._records.values(), *named.values()]
        saved = [each["n"] for each in both if each["op"] in ("open", "saved")]
        return max(saved) if saved else min(self.numbers)

    def _repeated(self, known: Mapping[int, Mapping[str, Any]], start: int) -> dict[int, dict[str, Any]]:
        """Records that are missing themselves, from those that repeat them."""
        priors = [record.get("prior") for record in known.values()]
        return {
            prior["n"]: prior
            for prior in priors
            if isinstance(prior, dict) and _is_record(prior) and prior["n"] >= start and prior["n"] not in known
        }  # fmt: skip

    @staticmethod
    def _told(
        known: Mapping[int, Mapping[str, Any]], n: int, named: Mapping[int, Mapping[str, Any]], start: int
    ) -> dict[str, Any]:
        """A record with its time, and whether the one that it rests on is missing."""
        record, prev = known[n], known[n].get("prev")
        gap = type(prev) is int and prev >= start and prev not in known
        plain = {key: value for key, value in record.items() if key != "prior"}
        return plain | {"t": named.get(n, {}).get("t")} | ({"after_gap": True} if gap else {})
