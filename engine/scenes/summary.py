"""What the readers of a dataset left out, changed or forgave, and which scenes they could not use: few lines, counted.

Every command, a run's folder and the studio's opening say it in these words.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from ..errors import DatasetError, bounded
from .formats import orphans_of
from .rules import CLASSLESS
from .scene import Dataset, Scene

MOST_LINES = 8
"""Lines that a person reads before the rest is only counted."""

NAMED = 3
"""Scenes that stand for all that are meant."""

MOST_CLASSES = 5
"""Classes that are named before the rest is only counted."""

PEOPLE = ("person", "people", "pedestrian", "human", "head")
"""What data sets call the class of people, as COCO, VisDrone, CrowdHuman and labelling tools do."""

LONGEST_REASON = 180
"""Characters of a reader's sentence within another one."""

_NUMBER = re.compile(r"(?<![\w.,\-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w\-])")
_ONE_FORM = {"are": "is", "were": "was", "have": "has", "their": "its", "them": "it", "people": "person"}
_MANY = {"is": "are", "was": "were", "has": "have"}


@dataclass(frozen=True, slots=True)
class Remark:
    """One kind of thing that the readers said of scenes, its counts added up; `examples` are ids of the first ones.

    `lost` is whether it tells of labels left out or replaced, and not only of what was forgiven.
    """

    sentence: str
    scenes: int
    lost: bool
    examples: tuple[str, ...]

    def __str__(self) -> str:
        return f"{some_scenes(self.scenes)}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Broken:
    """A scene that cannot be read, and the reader's sentence on why."""

    scene: str
    sentence: str


@dataclass(frozen=True)
class Summary:
    """What was said in reading so many `scenes`, the worst first.

    `dataset` holds sentences on the dataset as a whole, `broken` what cannot be read, `unlabelled` the ids of scenes
    without labels, which are left out where `drops_unlabelled`, `orphans` those of annotations without a picture.
    """

    scenes: int
    dataset: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    broken: tuple[Broken, ...] = ()
    unlabelled: tuple[str, ...] = ()
    orphans: tuple[str, ...] = ()
    drops_unlabelled: bool = False

    def __bool__(self) -> bool:
        return bool(self.dataset or self.remarks or self.broken or self.unlabelled or self.orphans)

    def sentences(self, most: int = MOST_LINES) -> tuple[str, ...]:
        """All of it for a person, at most so many lines and one that counts the rest."""
        lines = [bounded(line) for line in self._lines()]
        if len(lines) <= most:
            return tuple(lines)
        return (*lines[:most], f"And {len(lines) - most} more kinds.")

    def _lines(self) -> Iterator[str]:
        if self.broken:
            yield f"{some_scenes(len(self.broken))} that cannot be read {_be(self.broken)} left out: " + said_of(
                self.broken
            )
        if self.unlabelled:
            names = named(self.unlabelled)
            fate = f" {_be(self.unlabelled)} left out" if self.drops_unlabelled else ""
            yield f"{some_scenes(len(self.unlabelled))} without labels{fate}: {names}."
        if self.orphans:
            some = "1 annotation" if len(self.orphans) == 1 else f"{len(self.orphans):,} annotations"
            yield f"{some} without a picture {_be(self.orphans)} not used: {named(self.orphans)}."
        yield from self.dataset
        yield from map(str, self.remarks)

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON has it, with the lines that a person reads as `sentences`."""
        return {
            "scenes": self.scenes,
            "sentences": list(self.sentences()),
            "dataset": list(self.dataset),
            "remarks": [{**asdict(remark), "examples": list(remark.examples)} for remark in self.remarks],
            "broken": [asdict(scene) for scene in self.broken],
            "unlabelled": list(self.unlabelled),
            "orphans": list(self.orphans),
        }


def summary_of(
    dataset: Dataset, broken: Sequence[Broken] = (), unlabelled: Sequence[str] = (), *,
    orphans: Sequence[str] | None = None, drops_unlabelled: bool = False,
) -> Summary:  # fmt: skip
    """What the readers say of `dataset`; labels that were not read yet are read now, and broken ones are no error.

    `broken` and `unlabelled` name scenes that were taken out of `dataset` before, `orphans` annotations without a
    picture, which are looked for where they are not given.
    """
    tally, classes, bare, faults = _Tally(), _Classes(), list(unlabelled), list(broken)
    for scene in dataset:
        try:
            if scene.labels.labelled:
                tally.add(scene)
                classes.add(scene)
            else:
                bare.append(scene.id)
        except DatasetError as error:
            faults.append(Broken(scene.id, str(error)))
    return Summary(
        len(dataset) + len(broken) + len(unlabelled), (*dataset.notes, *classes.sentences()), tally.remarks(),
        tuple(faults), tuple(bare),
        tuple(orphans_of(dataset) if orphans is None else orphans), drops_unlabelled,
    )  # fmt: skip


def broken_error(root: Path, broken: Sequence[Broken], num_scenes: int, otherwise: str = "") -> DatasetError:
    """That scenes of the dataset at `root` cannot be read: how many, which, the first one in words, and what to do."""
    if len(broken) == 1:
        what = f"{root} has a scene that cannot be read: {said_of(broken)}"
    else:
        what = f"{root} has {len(broken):,} scenes of {num_scenes:,} that cannot be read: {said_of(broken)}"
    return DatasetError(f"{what} Mend or drop them{', or ' + otherwise if otherwise else ''}.")


def lost_labels(scenes: Iterable[Scene]) -> list[Scene]:
    """Those of `scenes` of whose labels something was left out or replaced. Raises DatasetError."""
    return [scene for scene in scenes if scene.labels.repairs]


def remarks_on(scenes: Iterable[Scene], *, lost_only: bool = False) -> tuple[Remark, ...]:
    """What was said in reading each of `scenes`, by kind. Raises DatasetError."""
    tally = _Tally()
    for scene in scenes:
        tally.add(scene)
    return tuple(remark for remark in tally.remarks() if remark.lost or not lost_only)


def some_scenes(count: int) -> str:
    """`1 scene`, `1,200 scenes`."""
    return "1 scene" if count == 1 else f"{count:,} scenes"


def named(names: Sequence[str], most: int = NAMED) -> str:
    """The first of `names`, and how many more there are."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def said_of(broken: Sequence[Broken]) -> str:
    """The names of the first broken scenes, how many more there are, and what the reader says of the first of all."""
    first = bounded(broken[0].sentence, LONGEST_REASON)
    if len(broken) == 1:
        return f"{broken[0].scene}: {first}"
    return f"{named([scene.scene for scene in broken])}. Of the first: {first}"


def _be(things: Sequence[object]) -> str:
    return "is" if len(things) == 1 else "are"


class _Tally:
    """Sentences by their kind: equal ones but for numbers and their own file's name are one."""

    def __init__(self) -> None:
        self._said: dict[tuple[bool, tuple[str, ...]], list[tuple[str, str]]] = {}

    def add(self, scene: Scene) -> None:
        labels = scene.labels
        for sentence in dict.fromkeys((*labels.repairs, *labels.notes)):
            plain = _without_own_name(sentence, scene)
            key = (sentence in labels.repairs, _key(plain))
            self._said.setdefault(key, []).append((scene.id, plain))

    def remarks(self) -> tuple[Remark, ...]:
        """What was lost first, and of that what befell most scenes."""
        found = [
            Remark(
                _added([words for _, words in said]), len({name for name, _ in said}), lost,
                tuple(dict.fromkeys(name for name, _ in said))[:NAMED],
            )
            for (lost, _), said in self._said.items()
        ]  # fmt: skip
        return tuple(sorted(found, key=lambda remark: (not remark.lost, -remark.scenes)))


class _Classes:
    """How many heads of which class are counted as people, where no rule says which classes are."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._spelled: dict[str, str] = {}
        self._asked = False

    def add(self, scene: Scene) -> None:
        self._asked |= bool(scene.rules.classes)
        for kind, count in Counter(map(_class_of, scene.labels.annotation.column("class"))).items():
            self._counts[self._spelled.setdefault(kind.casefold(), kind)] += count

    def sentences(self) -> tuple[str, ...]:
        """That heads of several classes are counted, and the rule by which one is; none where there is no question."""
        found = self._counts.most_common()
        if self._asked or len(found) < 2:
            return ()
        shown = ", ".join(f"{name[:40]} ({count:,})" for name, count in found[:MOST_CLASSES])
        more = f" and {len(found) - MOST_CLASSES} more" if len(found) > MOST_CLASSES else ""
        people = next((name for name, _ in found if name.casefold() in PEOPLE), found[0][0])
        counted = f"Heads of {len(found)} classes are counted: {shown}{more}"
        return (f"{counted}; data.read.classes={_listed(people)} counts one.",)


def _class_of(kind: object) -> str:
    return CLASSLESS if kind is None else str(kind).strip()


def _listed(name: str) -> str:
    """A list of one name as YAML has it, in quotes where it is read as something else, such as a number."""
    return str(yaml.safe_dump([name], default_flow_style=True, allow_unicode=True, width=10_000)).strip()


def _without_own_name(sentence: str, scene: Scene) -> str:
    for path, words in ((scene.image_path, "its picture"), (scene.label_path, "its annotation")):
        if path is not None and (scene.name in path.stem or words == "its picture"):
            sentence = sentence.replace(str(path), words).replace(path.name, words)
    return sentence


def _key(sentence: str) -> tuple[str, ...]:
    """The sentence without its numbers and without what they ask of grammar."""
    first, *rest = _NUMBER.split(sentence)
    return tuple(
        " ".join(_ONE_FORM.get(word, word) for word in piece.split(" "))
        for piece in (first, *(_counted_as_one(piece) for piece in rest))
    )


def _counted_as_one(piece: str) -> str:
    """`piece`, which follows a number, with the thing that is counted in the singular."""
    return re.sub(r"^ (\w+?)(?:(?<=[xs])es|(?<=[cs]h)es|(?<!s)s)\b", r" \1", piece)


def _added(sentences: Sequence[str]) -> str:
    """One sentence for those of a kind: a number that it begins with is a count and is added up, others are a range."""
    if len(sentences) == 1:
        return sentences[0]
    columns = list(zip(*(_NUMBER.findall(sentence) for sentence in sentences), strict=True))
    begins = bool(columns) and _NUMBER.match(sentences[0]) is not None
    shown = [_total(column) if begins and place == 0 else _range(column) for place, column in enumerate(columns)]
    # the words of one that tells of several things, where there is one
    model = min(sentences, key=lambda sentence: _NUMBER.findall(sentence).count("1"))
    pieces = _NUMBER.split(model)
    if begins and _NUMBER.findall(model)[0] == "1":  # each was of one thing, and together they are several
        pieces[1] = re.sub(
            r"^ (\w+?)(x|s|ch|sh)?\b", lambda m: f" {m[1]}{m[2] or ''}{'es' if m[2] else 's'}", pieces[1]
        )
        pieces = [re.sub(r"\b(is|was|has)\b", lambda m: _MANY[m[1]], piece) for piece in pieces]
    return pieces[0] + "".join(number + piece for number, piece in zip(shown, pieces[1:], strict=True))


def _value(number: str) -> float:
    return float(number.replace(",", ""))


def _total(numbers: Sequence[str]) -> str:
    return f"{sum(map(_value, numbers)):,.10g}"


def _range(numbers: Sequence[str]) -> str:
    least, most = min(numbers, key=_value), max(numbers, key=_value)
    return least if _value(least) == _value(most) else f"{least} to {most}"
