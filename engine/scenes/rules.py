"""How labels are read where their files leave it open: which classes are people, where in a box the head is, which
way up the picture lay, what a table calls its columns.
"""

from dataclasses import replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..part import Part
from .annotation import Annotation
from .frame import placement, some_heads, within_one_pixel
from .images import ImageHead
from .labels import Labels

Frame: TypeAlias = Literal["auto", "upright", "stored"]

HEAD_OF_STATURE = 1 / 15
"""Where the middle of the head is below the top of a standing person's box: the canon of 7.5 heads a stature."""


CLASSLESS = "head"
"""The class of a head that has none."""


class ReadingRules(Part):
    """How a dataset's labels are read where its files leave it open."""

    classes: tuple[str, ...] = Field(
        default=(), description="The classes that are people, such as person; none given: all but the ignored ones."
    )
    ignored: tuple[str, ...] = Field(
        default=("ignore", "ignored", "ignore_region", "ignored regions", "dontcare", "don't care"),
        description="Classes that are nobody, whatever else is read; without regard to case.",
    )
    boxes: Literal["center", "head"] = Field(
        default="center",
        description="Where in a box the head is: its center (boxes of heads), or a fifteenth of its height below the "
        "top (boxes of standing people).",
    )
    frame: Frame = Field(
        default="auto",
        description="Which pixels the labels were made in: upright (turned as EXIF says), stored, or auto: upright "
        "unless the heads fit the stored frame alone.",
    )
    columns: dict[str, str] = Field(
        default={}, description="What a table calls the columns image, x, y, weight, class, such as x: pos_x."
    )

    def in_box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float]:
        """Where the head is in a box whose corners may come in any order, px."""
        top, bottom = min(top, bottom), max(top, bottom)
        share = 0.5 if self.boxes == "center" else HEAD_OF_STATURE
        return (left + right) / 2, top + share * (bottom - top)

    def of_people(self, labels: Labels) -> Labels:
        """`labels` without the heads whose class is nobody, and a sentence on how many were left out.

        That is no loss in reading, since a rule asks for it: no repair. A stated count of all of them says nothing of
        those that are left.
        """
        kinds = labels.annotation.columns.get("class")
        if kinds is None:
            return labels
        kept = np.array([self.is_person(kind) for kind in kinds], dtype=bool)
        if kept.all():
            return labels
        gone = sorted({str(kind) for kind in kinds[~kept] if kind is not None})
        named = [f"of the class {_listed(gone)}"] if gone else []
        named += ["without a class"] if any(kind is None for kind in kinds[~kept]) else []
        said = f"{some_heads(int((~kept).sum()))} {' or '.join(named)} left out."
        stated = None if labels.stated_count == len(kept) else labels.stated_count
        return replace(labels.with_notes([said]), annotation=labels.annotation.take(kept), stated_count=stated)

    def is_person(self, kind: object) -> bool:
        """Whether a head of this class counts; one without a class is of the class `head`."""
        word = CLASSLESS if kind is None else str(kind).strip().casefold()
        if word in {name.casefold() for name in self.ignored}:
            return False
        return not self.classes or word in {name.casefold() for name in self.classes}


def _listed(names: list[str]) -> str:
    shown = ", ".join(name[:40] for name in names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown


def made_upright(rules: ReadingRules, labels: Labels, head: ImageHead) -> bool:
    """Whether `labels` belong to the picture as its EXIF turns it, and not to the pixels as they are stored.

    Where nothing was asked for, the size that the label states decides, then the heads: some outside the upright frame
    and none outside the stored one mean that whoever labelled it saw the stored pixels.
    """
    if rules.frame != "auto" or head.orientation == 1:
        return rules.frame != "stored"
    if labels.stated_size in (head.size, head.stored_size) and head.size != head.stored_size:
        return labels.stated_size == head.size
    return not (_beyond(labels.annotation, head.size) and not _beyond(labels.annotation, head.stored_size))


def _beyond(heads: Annotation, size: tuple[int, int]) -> bool:
    outside: NDArray[np.bool_] = placement(heads.points, size).outside
    return bool(outside.any())


def count_notes(labels: Labels) -> list[str]:
    """A sentence where the file states another count than it holds heads: one of the two is wrong."""
    number, count = labels.stated_count, len(labels.annotation)
    if number is None or number == count or not labels.labelled:
        return []
    return [f"It states a count of {number} and holds {some_heads(count)}."]


def frame_notes(labels: Labels, head: ImageHead, upright: bool) -> list[str]:
    """Sentences on what the picture's frame and its heads have to do with one another."""
    notes = ["The image is gray and is read as RGB."] if head.gray else []
    if head.deep:
        notes.append("The image has more than 8 bits a pixel and is brought to 256 gray levels.")
    if head.pages > 1:
        notes.append(f"The file holds {head.pages} pictures, of which the first is used.")
    if head.orientation != 1 and not upright:
        notes.append("The image is shown as it is stored, not as its EXIF turns it: its labels were made so.")
    elif head.orientation != 1:
        notes.append("The image is turned as its EXIF says.")
    size, stated = head.size if upright else head.stored_size, labels.stated_size
    if stated is not None and stated not in (head.size, head.stored_size):
        height, width = size
        notes.append(f"It was labelled at {stated[1]} x {stated[0]} px, and the image has {width} x {height}.")
    return notes + _place_notes(labels.annotation.points, size)


def _place_notes(points: NDArray[np.float64], size: tuple[int, int]) -> list[str]:
    """Sentences on heads that lie where nobody in a picture of `size` (H, W) is."""
    place, notes = placement(points, size), []
    if within_one_pixel(points, size) and (points % 1).any():  # one at a whole place may be a mark for nobody
        notes.append("All of its heads lie within 1 px of the corner, as coordinates from 0 to 1 do: read as pixels.")
    if place.outside.any():
        notes.append(f"{some_heads(int(place.outside.sum()))} outside the {size[1]} x {size[0]} frame.")
    if place.on_border.any():
        notes.append(f"{some_heads(int(place.on_border.sum()))} on the border of the frame.")
    return notes
