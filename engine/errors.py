"""What goes wrong through no fault of the code: one sentence each, said to the person as it stands.

A sentence quotes what was found, and what was found may be a file of anybody's: so the length of every sentence is
bounded here, and what could change a terminal or a page is made harmless here, whatever is raised where.
"""

import re

LONGEST = 480
"""The most characters of a sentence: what a notice of the window and a line of a log can show."""

_TAIL = 160
"""Of a sentence that is too long, so much of its end is kept: there stands what to do."""

# controls, line and paragraph separators, what turns the direction of writing, and halves of surrogate pairs
_HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def bounded(sentence: str, longest: int = LONGEST) -> str:
    """`sentence` on one line, without control characters, of at most `longest` characters; cut out of its middle."""
    if len(sentence) > longest:
        tail = min(_TAIL, longest // 3)
        sentence = f"{sentence[: longest - tail - 1]}…{sentence[-tail:]}"
    clean = harmless(sentence)
    return clean if len(clean) <= longest else bounded(clean, longest)


def harmless(text: str) -> str:
    """`text` without what could change a terminal or a page: spaces for lines' ends, U+FFFD for other controls."""
    return _HARMFUL.sub(_harmless, text)


def _harmless(found: re.Match[str]) -> str:
    sign = found.group()
    return " " if sign in "\t\n\r\x0b\x0c\u2028\u2029" else "�"


class EngineError(Exception):
    """One bounded sentence: what happened and what to do. Anything else that is raised is a bug."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(bounded(str(sentence)))


class DatasetError(EngineError):
    """A dataset, image or annotation file that cannot be read as what it should be."""


class RecipeError(EngineError):
    """A recipe, or a part of one, that does not say what it must; one line a fault, as many as fit, then how many."""

    def __init__(self, sentence: str = "") -> None:
        self.faults = tuple(bounded(fault) for fault in str(sentence).split("\n") if fault.strip())
        super().__init__("")
        self.args = (_first(self.faults),)

    def __reduce__(self) -> tuple[type["RecipeError"], tuple[str]]:
        return type(self), ("\n".join(self.faults),)

    def within(self, where: str) -> "RecipeError":
        """The same faults, each said to be in `where`, such as the file."""
        return type(self)("\n".join(f"{where}: {fault}" for fault in self.faults))


def _first(faults: tuple[str, ...]) -> str:
    """As many faults as fit, a line each, and how many more there are."""
    shown: list[str] = []
    for number, fault in enumerate(faults):
        rest = f"and {len(faults) - number} more"
        room = LONGEST - sum(len(line) + 1 for line in shown) - len(rest) - 1
        if shown and len(fault) > room:
            return "\n".join([*shown, rest])
        shown.append(bounded(fault, room))
    return "\n".join(shown)


class WeightsError(EngineError):
    """A file of weights that is damaged, refused or made for another counter."""


class OutputError(EngineError):
    """A place that cannot be written, or has no room."""


class BundleError(EngineError):
    """A bundle for a machine without a network that cannot be made, or is not whole."""


class TrainingError(EngineError):
    """A training that cannot go on, such as one whose loss is no longer a number."""


class RunError(EngineError):
    """A folder that is no run's, or a run's file that is damaged."""
