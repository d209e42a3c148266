"""What a reader is to the fuzzer, and what is right of it: it ends well, or with one bounded sentence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from miscount.engine.errors import EngineError, harmless

LONGEST = 500
SCENE = "part_A/train/IMG_1"


@dataclass(frozen=True)
class Reader:
    """`make` fills a folder with good files, `read` reads them; `keep` says which of them are damaged."""

    name: str
    make: Callable[[Path], object]
    read: Callable[[Path], object]
    keep: Callable[[Path], bool] = field(default=lambda path: True)

    def files(self, folder: Path) -> list[Path]:
        return sorted(path for path in folder.rglob("*") if path.is_file() and self.keep(path))


def one(name: str, file: str, make: Callable[[Path], object], read: Callable[[Path], object]) -> Reader:
    return Reader(name, lambda folder: make(folder / file), lambda folder: read(folder / file))


def quiet(_done: int, _total: int) -> None:
    """Nobody listens."""


def told(sentences: Sequence[str]) -> None:
    """Sentences that are shown are bounded as errors are."""
    for sentence in sentences:
        assert len(sentence) < LONGEST, f"a sentence of {len(sentence)} characters"
        assert harmless(sentence) == sentence, f"a sentence with control characters: {sentence[:80]!r}"


def judge(error: EngineError) -> None:
    """Raises AssertionError unless the error is one bounded sentence, or one a line."""
    sentence = str(error)
    assert 0 < len(sentence) < LONGEST, f"a sentence of {len(sentence)} characters"
    assert all(harmless(line) == line for line in sentence.split("\n")), f"control characters: {sentence[:80]!r}"
