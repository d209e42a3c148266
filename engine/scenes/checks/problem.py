"""What can be wrong with scenes: the kinds, how grave each is, and what a curator should know and do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from ...errors import bounded
from .conventions import Convention

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
    "not_labelled": About(
        "warning", "Not labelled yet", "Nobody has said who is in it; it is no empty scene. Label it, or leave it "
        "out: it is neither trained nor evaluated on."
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
    "normalized": About(
        "error", "Heads in parts of the frame",
        "The labels are stored from 0 to 1, as for YOLO, and Miscount reads pixels: all heads lie in the corner. The "
        "fix multiplies them by the frame.",
    ),
    "percent": About(
        "error", "Heads in percent of the frame",
        "The labels are stored from 0 to 100, as Label Studio does, and Miscount reads pixels. The fix multiplies them "
        "by a hundredth of the frame.",
    ),
    "swapped": About(
        "warning", "Heads with x and y swapped",
        "The labels are stored as row before column. The fix swaps x and y.",
    ),
    "y_up": About(
        "warning", "Heads measured from the bottom",
        "The labels count y upwards, as plots and some mapping programs do. The fix measures y from the top.",
    ),
    "turned": About(
        "warning", "Heads on a turned picture",
        "The labels were made on the picture turned or mirrored, often because a program did not heed the camera's "
        "orientation. The fix turns the heads as the picture lies.",
    ),
    "resized": About(
        "warning", "Heads on a picture of another size",
        "The labels were made on the picture made larger or smaller. The fix scales the heads to the picture.",
    ),
    "one_based": About(
        "warning", "Pixels counted from 1",
        "The labels count pixels from 1, as MATLAB does, so that heads lie a pixel to the right and below. The fix "
        "takes 1 from x and y.",
    ),
    "outside": About(
        "warning", "Heads just outside the frame",
        "Published loaders drop them silently, so that counts differ between programs. The fix moves them onto the "
        "frame, which is within 10 px.",
    ),
    "far_outside": About(
        "warning", "Heads far outside the frame",
        "Farther than 10 px from the frame they belong to nobody in the picture, or the labels to another picture. "
        "Look first whether all heads are in the wrong place; then remove those outside, which a button does and no "
        "key.",
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
    "copy": About(
        "warning", "Picture twice in one split",
        "The same picture stands there under two names: it is trained on, or counted in a score, twice. Leave one out.",
    ),
    "copy_across_splits": About(
        "error", "Picture in two splits",
        "The same picture is trained on and tested on, so that the test shows what was learned by heart. Leave it out "
        "of one of the two.",
    ),
    "near_copy": About(
        "warning", "Nearly the same picture twice",
        "Both are one picture stored anew, made smaller or brighter. Look at the two, and leave one out.",
    ),
    "near_copy_across_splits": About(
        "error", "Nearly the same picture in two splits",
        "One picture, stored anew, made smaller or brighter, is trained on and tested on. Look at the two, and leave "
        "it out of one split.",
    ),
    "same_labels": About(
        "warning", "The same labels at two pictures",
        "Two different pictures have exactly the same heads: labels were copied to the wrong picture, or a file was "
        "saved under another's name. Find out which of the two they belong to.",
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

    `heads` are positions in the annotation; `place` is (left, top, width, height) in pixels of where to look;
    `convention` is how the heads are stored, where that is the problem.
    """

    scene: str
    kind: str
    severity: Severity
    sentence: str
    heads: tuple[int, ...] = ()
    place: tuple[float, float, float, float] | None = None
    convention: Convention | None = None

    @classmethod
    def of(cls, scene: str, kind: str, sentence: str, heads: tuple[int, ...] = (), **more: Any) -> "Problem":
        """A problem as grave as its kind is."""
        return cls(scene, kind, KINDS[kind].severity, bounded(sentence), heads, **more)

    def to_json(self) -> dict[str, Any]:
        """The same as a JSON object."""
        raw: dict[str, Any] = {
            "scene": self.scene, "kind": self.kind, "severity": self.severity, "sentence": self.sentence,
            "heads": list(self.heads),
        }  # fmt: skip
        return raw if self.place is None else raw | {"place": list(self.place)}


def worst(problems: Iterable[Problem]) -> Severity | None:
    """The gravest severity among `problems`; None where there is no problem."""
    found = {problem.severity for problem in problems}
    return next((severity for severity in SEVERITIES if severity in found), None)
