"""Finds the entry of a catalogue that a text was made from, and says it in the catalogue's language.

An entry is a text that stands as it is ("All scenes"), or a pattern with named blanks ("{n} heads of {name}"). A text
is looked for as a whole; then as an entry with values in its blanks, which are shown in their turn; then as several
sentences, lines or parts of a list, each for itself. The entry with the most words of its own goes first.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable

_BLANK = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"[A-Za-z]+")
_SAYS = re.compile(r"[A-Za-z]{2}")
_NEXT_SENTENCE = re.compile(r"(?:^|[a-z\d%)\]])[.!?] [A-Z]")
_SENTENCE_END = re.compile(r"(?<=[.!?:;])[ ]+")
_JOINTS = (
    ("  ·  ", "  ·  "), (",  ", "，  "), ("  ", "  "), (" · ", " · "), (" → ", " → "), ("; ", "；"), (": ", "："),
    (", ", "，"),
)  # fmt: skip
_NUMBER_LAST = re.compile(r"(.*[A-Za-z.]) ([-+−]?[\d][\d.,:/]* ?%?(?: \[[^\]]*\])?)")
_NUMBER_FIRST = re.compile(r"([-+−]?\d[\d.,]* ?%?) ([A-Za-z].*)")
_NUMBER_BEHIND = re.compile(r"(.*[A-Za-z.]) (\(\d+\))")
_NUMBER_WITH_UNIT = re.compile(r"[-+−]?[\d.,]+ ?\S{0,8}")
_SIGN = re.compile(r"[^\w\s\"“(\[{`'#<$/~.-]+ +")
_JOINED_BY = {",": "，", ";": "；", ":": "："}
_STOPS = {".": "。", "!": "！", "?": "？", **_JOINED_BY}
_HAN = re.compile("[\u4e00-\u9fff]")
_ENDS_OPEN = re.compile(r"[\w\])%][,;:]$")
_NAMES = ("name", "names", "stem")
_PLACES = ("path", "folder", "file")
_NUMBERS = ("n", "num", "number", "count", "total", "low", "high", "done")
"""Blanks that hold a figure, as do those that begin with `num_`."""
_LEAST_OPENING = 4
"""Words of an entry that is surely a sentence by itself."""
_PROSE = re.compile(r"[.!?;] ")
_KEYS = re.compile(r"(.*\S)(  \([^()]*(?:\(\))?\))", re.DOTALL)
_MOST_WORDS = 8
_FEW_LETTERS = 12
"""Of a pattern with fewer letters of its own, only what cannot be anything else is taken for a value."""

MOST_KEPT = 4096
LONGEST = 6000
"""Characters; longer texts, such as a page of details, are shown as they are."""


class Pattern:
    """An entry with blanks: the words that it must have, and the values that a text gives to its blanks."""

    def __init__(self, source: str) -> None:
        self.source = source
        pieces = _BLANK.split(source)
        self.names, literals = pieces[1::2], pieces[0::2]
        self._places = [place for place, name in enumerate(self.names) if name in _PLACES]
        self.letters = sum(letter.isalpha() for piece in literals for letter in piece)
        self.is_one_line = "\n" not in source
        self.length = sum(map(len, literals))
        self.words = frozenset(word.lower() for piece in literals for word in _WORD.findall(piece))
        self._pieces = pieces
        self._literals = [literal for literal in literals if literal]

    @functools.cached_property
    def _made(self) -> re.Pattern[str]:
        parts = [re.escape(piece) if place % 2 == 0 else "(.*?)" for place, piece in enumerate(self._pieces)]
        return re.compile("".join(parts), re.DOTALL)

    def values(self, text: str) -> tuple[str, ...] | None:
        """What stands in the blanks where `text` was made from this pattern, or None."""
        if (self.is_one_line and "\n" in text) or any(literal not in text for literal in self._literals):
            return None
        found = self._made.fullmatch(text)
        if found is None or any(": " in found[place + 1] for place in self._places):
            return None  # such as "Not saved: " before a path
        return found.groups()


def _set_beside(before: str, behind: str) -> str:
    """Both, with a space between a Chinese character and a Latin letter or a figure, as is usual in print."""
    both = before[-1:], behind[:1]
    apart = any(_HAN.match(one) and other.isalnum() and other.isascii() for one, other in (both, both[::-1]))
    return f"{before} {behind}" if apart else before + behind


def _split(text: str, joint: str) -> list[str]:
    """The parts between joints; an interval such as [52, 59] is one value."""
    parts: list[str] = []
    for piece in text.split(joint):
        if parts and parts[-1].count("[") > parts[-1].count("]"):
            parts[-1] += joint + piece
        else:
            parts.append(piece)
    return parts


class Phrases:
    """All entries of one language; `shown` keeps its last answers."""

    def __init__(self, entry: Callable[[str], str], patterns: Iterable[str]) -> None:
        """`entry` gives the words for a source, and the source itself where it has none."""
        self._entry = entry
        self._by_word: dict[str, list[Pattern]] = defaultdict(list)
        made = [Pattern(source) for source in patterns]
        uses: dict[str, int] = defaultdict(int)
        for pattern in made:
            for word in pattern.words:
                uses[word] += 1
        for pattern in made:
            rarest = min(pattern.words, key=lambda word: (uses[word], word), default="")
            self._by_word[rarest].append(pattern)
        self._own: set[str] = set()
        self.shown = functools.lru_cache(maxsize=MOST_KEPT)(self._shown)

    def keep(self, names: Iterable[str]) -> None:
        """Names that somebody gave, of runs and scenes: they stay as they are, also where they are words."""
        new = set(names) - self._own
        if new:
            self._own |= new
            self.shown.cache_clear()

    def _shown(self, text: str) -> str:
        if not _SAYS.search(text) or len(text) > LONGEST or text in self._own:
            return text
        keys = _KEYS.fullmatch(text)
        if keys is not None and self._exact(text) is None and (said := self._exact(keys[1])) is not None:
            return said + keys[2]
        whole = self._whole(text)
        if whole is not None:
            return whole
        lines = text.split("\n")
        if len(lines) > 1:
            return "\n".join(self.shown(line) for line in lines)
        sign = _SIGN.match(text)
        if sign is not None:
            core, joint = text[sign.end() :], sign[0].strip()
            said = self.shown(core)
            return text if said == core else _JOINED_BY.get(joint, sign[0]) + said
        said = self._sentences(text) or self._joined(text) or self._beside_number(text)
        spanning = self._surely(text, over_sentences=True)
        if said is None or spanning is None:
            return said or spanning or text
        return min(said, spanning, key=lambda one: sum(map(len, _WORD.findall(one))))  # leaves less of it unsaid

    def _whole(self, text: str) -> str | None:
        """The text as one entry, or None."""
        said = self._exact(text) or self._opened(text) or self._surely(text) or self._perhaps(text)
        if said is None and text.endswith("."):
            core = self._exact(text[:-1]) or self._surely(text[:-1]) or self._perhaps(text[:-1])
            said = None if core is None else core + "。"
        return said

    def _opened(self, text: str) -> str | None:
        """A sentence that is an entry as it stands, and what follows: a pattern would take that for its last value."""
        for found in reversed(list(_SENTENCE_END.finditer(text))) if "\n" not in text else ():
            first, stop, rest = text[: found.start() - 1], text[found.start() - 1], text[found.end() :]
            said = self._exact(first) if len(first.split()) >= _LEAST_OPENING else None
            if said is not None and (behind := self.shown(rest)) != rest:
                return said.rstrip("。") + _STOPS[stop] + behind
        return None

    def _surely(self, text: str, over_sentences: bool = False) -> str | None:
        """A pattern with words enough to be known by; a value may be `over_sentences` only where nothing else is."""
        for pattern in self._candidates(text):
            values = pattern.values(text) if pattern.letters >= _FEW_LETTERS else None
            if values is not None and (over_sentences or not any(map(_NEXT_SENTENCE.search, values))):
                return self._filled(pattern, values)
        return None

    def _perhaps(self, text: str) -> str | None:
        """A pattern of few words, where what stands in its blanks is surely a value."""
        for pattern in self._candidates(text):
            if pattern.letters < _FEW_LETTERS:
                values = pattern.values(text)
                if values is not None and all(map(self._fits, pattern.names, values)):
                    return self._filled(pattern, values)
        return None

    def _exact(self, text: str) -> str | None:
        """An entry without blanks, also where it begins with another case, or lacks its full stop or its dots."""
        core = text.strip(" ")
        if not core:
            return None
        for form, end in self._forms(core):
            found = self._entry(form)
            if found != form:
                found = found.rstrip("。…") + end if end is not None else found
                before = len(text) - len(text.lstrip(" "))
                return " " * before + found + " " * (len(text) - len(core) - before)
        return None

    @staticmethod
    def _forms(core: str) -> list[tuple[str, str | None]]:
        cased = core[:1].swapcase() + core[1:]
        whole: list[tuple[str, str | None]] = [(core, None), (cased, None)]
        if core.endswith("."):
            return [*whole, (core[:-1], "。"), (cased[:-1], "。")]
        return [*whole, (f"{core}.", ""), (f"{cased}.", ""), (f"{core}…", "")]

    def _candidates(self, text: str) -> list[Pattern]:
        there = {word.lower() for word in _WORD.findall(text)}
        found = [pattern for word in (*there, "") for pattern in self._by_word.get(word, ()) if pattern.words <= there]
        return sorted(found, key=lambda pattern: (-pattern.letters, -pattern.length, len(pattern.names)))

    def _fits(self, name: str, value: str) -> bool:
        """Whether a text is surely what stands in the blank `name`."""
        is_number = name in _NUMBERS or name.startswith("num_")
        return self._is_value(value) and not (is_number and _SAYS.search(value) and not re.search(r"\d", value))

    def _is_value(self, value: str) -> bool:
        """Whether a text is surely one value: a number, one word, or an entry itself."""
        if _ENDS_OPEN.search(value):
            return False
        return (
            value in self._own
            or " " not in value.strip()
            or not _SAYS.search(value)
            or _NUMBER_WITH_UNIT.fullmatch(value) is not None
            or self._exact(value) is not None
            or self._surely(value) is not None
            or (len(value.split()) <= _MOST_WORDS and not _PROSE.search(value) and self.shown(value) != value)
        )

    def _filled(self, pattern: Pattern, values: tuple[str, ...]) -> str:
        given = dict(zip(pattern.names, values, strict=True))
        pieces = _BLANK.split(self._entry(pattern.source))
        said = pieces[0]
        for name, piece in zip(pieces[1::2], pieces[2::2], strict=True):
            value = given.get(name, f"{{{name}}}")
            is_own = name in _NAMES and value[:1].islower()  # what somebody calls a run, not what we call a counter
            said = _set_beside(_set_beside(said, value if is_own else self.shown(value)), piece)
        return said

    def _sentences(self, text: str) -> str | None:
        """The longest beginning that is an entry, and the rest."""
        ends = [found.span() for found in _SENTENCE_END.finditer(text)]
        for start, end in reversed(ends):
            first = self._beginning(text[:start])
            if first is not None:
                return first + ("" if first.endswith(("。", "：", "；")) else " ") + self.shown(text[end:])
        for start, end in ends:  # a beginning that nobody knows, such as a name
            rest = self.shown(text[end:])
            if rest != text[end:]:
                core, stop = text[: start - 1], text[start - 1]
                said = self.shown(core)
                if said == core and stop not in _JOINED_BY:
                    return f"{text[:start]} {rest}"
                return f"{said}{_STOPS[stop]}{rest}"
        return None

    def _beginning(self, text: str) -> str | None:
        said = self._whole(text)
        if said is None and text[-1:] in (":", ";"):
            core = self._whole(text[:-1])
            said = None if core is None else core + _STOPS[text[-1]]
        return said

    def _joined(self, text: str) -> str | None:
        """Parts of a list, where each is an entry, a number or one word."""
        for joint, shown in _JOINTS:
            parts = _split(text, joint)
            if len(parts) > 1:
                said = [self.shown(part) for part in parts]
                if said != parts and all(s != p or self._is_value(p) for s, p in zip(said, parts, strict=True)):
                    return shown.join(said)
        return None

    def _beside_number(self, text: str) -> str | None:
        """Words that stand before or behind a number, such as "opacity 0.5", "Victim (2)" or "3 running"."""
        last, first = _NUMBER_LAST.fullmatch(text) or _NUMBER_BEHIND.fullmatch(text), _NUMBER_FIRST.fullmatch(text)
        if last is not None and (said := self._exact(last[1])) is not None:
            return f"{said} {last[2]}"
        if first is not None and (said := self._exact(first[2])) is not None:
            return f"{first[1]} {said}"
        return None
