"""What can be wrong with scenes: the kinds, how grave each is, and what a curator should know and do."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class About:
    """What is to be said of one kind of problem.

    error: the scene cannot be used; warning: a count or a map will be wrong; note: good to know.
    """

    severity: Severity
    title: str
    explanation: str


KINDS: Mapping[str, About] = {
    "image_missing": About(
        "error", "Image missing", "The picture vanished after the folder was listed. Put it back, or leave the "
        "scene out."
    ),
    "image_unreadable": About(
        "error", "Image damaged", "The picture cannot be decoded whole, often because a download broke off. Fetch "
        "it anew."
    ),
    "image_gray": About(
        "note", "Gray image", "ShanghaiTech A has some. They are read as RGB with three equal channels; nothing is "
        "to do."
    ),
    "image_size": About(
        "warning", "Other size than labelled",
        "The labels were made on an image of another size, or on one lying on its side, so that every head is in the "
        "wrong place. Find the picture that belongs to the labels, or label it anew.",
    ),
    "labels_missing": About(
        "error", "Labels missing", "The picture has no annotation file. Label it, or leave it out; it is no empty "
        "scene."
    ),
    "labels_unreadable": About(
        "error", "Labels damaged", "The annotation file holds something else than its format says. Fetch it anew."
    ),
    "labels_repaired": About(
        "warning", "Labels repaired",
        "The reader left something out that it could not use. Look whether people are missing.",
    ),
    "orphan_labels": About(
        "warning", "Labels without an image", "The people in it are not used. Find the picture, or remove the file."
    ),
    "unlabelled": About(
        "note", "Labels kept by the publisher", "It can be looked at, but neither trained nor evaluated on."
    ),
    "empty": About("note", "No heads", "Right only if nobody is in the image; counters need such scenes too."),
    "empty_but_busy": About(
        "warning", "Empty, but looks like a crowd",
        "No head is labelled, and the picture has as much fine texture as scenes with people have. Probably its labels "
        "were lost. Look at it, and label it or mark it as checked.",
    ),
    "count": About(
        "warning", "Stated count disagrees",
        "The file states another number of people than it holds heads. Miscount believes the heads, published loaders "
        "differ. Exporting the scene writes the number of its heads.",
    ),
    "outside": About(
        "warning", "Heads outside the frame",
        "Published loaders drop them silently, so that counts differ between programs. The fix moves those within "
        "10 px of the frame onto it and removes the others.",
    ),
    "border": About(
        "note", "Heads on the border",
        "A head at x = width lies beyond the last pixel, and some loaders drop it. The fix moves it half a pixel in.",
    ),
    "duplicate": About(
        "warning", "Heads twice in one place",
        "The same person was stored twice: the count is too high and the density map has a peak. The fix keeps the "
        "first.",
    ),
    "near_duplicate": About(
        "warning", "Heads nearly in one place",
        "Two heads less than a pixel apart are most often one person clicked twice. The fix keeps the first; look at "
        "dense places before you use it for all.",
    ),
    "map_sum": About(
        "warning", "Map and heads disagree",
        "The density map sums to another number than there are heads: it was edited by hand, made from other "
        "labels, or "
        "loses people at the border. Make it anew, or keep it knowingly.",
    ),
    "density_outlier": About(
        "note", "Unusual number of people",
        "For its size it holds far more or far fewer people than the other scenes do (more than five robust standard "
        "deviations on a logarithmic scale). Labels may be missing or doubled, or it is simply unusual.",
    ),
    "people_unlabelled": About(
        "note", "People without labels",
        "The loaded counter sees people where no head is. Look there: annotators miss people in shade and at the edge.",
    ),
    "heads_unseen": About(
        "note", "Labels without people",
        "Heads are labelled where the loaded counter sees nobody. They may be misplaced, or the counter is at a loss.",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: in which scene, of what kind, how bad, said in `sentence`.

    `heads` are positions in the annotation; `place` is (left, top, width, height) in pixels of where to look.
    """

    scene: str
    kind: str
    severity: Severity
    sentence: str
    heads: tuple[int, ...] = ()
    place: tuple[float, float, float, float] | None = None

    @classmethod
    def of(cls, scene: str, kind: str, sentence: str, heads: tuple[int, ...] = (), **more: Any) -> "Problem":
        """A problem as grave as its kind is."""
        return cls(scene, kind, KINDS[kind].severity, sentence, heads, **more)

    def to_json(self) -> dict[str, Any]:
        """The same as a JSON object."""
        raw = dataclasses.asdict(self) | {"heads": list(self.heads)}
        return raw if self.place is not None else {name: value for name, value in raw.items() if name != "place"}


def worst(problems: Iterable[Problem]) -> Severity | None:
    """The gravest severity among `problems`; None where there is no problem."""
    found = {problem.severity for problem in problems}
    return next((severity for severity in SEVERITIES if severity in found), None)
