"""What every trigger and every label edit promises."""

import dataclasses

import numpy as np
from numpy.typing import NDArray

from ..labels import LabelPart
from ..scenes import Annotation
from ..triggers import TriggerPart
from .promises import HEIGHT, WIDTH, heads, hold, is_array, photo

SIZE = (HEIGHT, WIDTH)


def keeps_trigger_contract(trigger: TriggerPart) -> None:
    """A new picture, drawn from the generator alone, that differs inside of the footprint and nowhere else."""
    image, annotation = photo(), heads()
    before = image.copy()
    out = trigger.apply(image, np.random.default_rng(1), annotation)
    hold(is_array(out, np.uint8, image.shape), f"apply gives {out.dtype} {out.shape}, not uint8 {SIZE}")
    hold((image == before).all(), "apply wrote into its input")
    hold(not np.shares_memory(out, image), "apply gives its input back: a copy is promised")
    changed = (out != image).any(axis=-1)
    hold(changed.any(), "apply changes nothing")
    again = trigger.apply(image, np.random.default_rng(1), annotation)
    hold((out == again).all(), "apply gives another picture from a generator in the same state")
    keeps_its_footprint(trigger, changed, annotation)
    moved = trigger.move(annotation, SIZE, np.random.default_rng(1))
    hold(len(moved) == len(annotation), "move gives more heads or fewer")
    hold(trigger.dose_field in type(trigger).model_fields, f"dose_field {trigger.dose_field!r} is none of its fields")
    for name, made in (("scaled", trigger.scaled(0.5)), ("cover", trigger.cover())):
        hold(isinstance(made, type(trigger)), f"{name} gives another kind of trigger")
    for name, one in trigger.relatives().items():
        hold(isinstance(one, TriggerPart) and name, "a relative has no name, or is no trigger")
    keeps_its_box(trigger)


def keeps_its_footprint(trigger: TriggerPart, changed: NDArray[np.bool_], annotation: Annotation) -> None:
    """That of a draw holds all that was `changed` in it, that of every draw holds each."""
    drawn = trigger.footprint(SIZE, np.random.default_rng(1), annotation)
    ever = trigger.footprint(SIZE)
    for name, mask in (("of a draw", drawn), ("of every draw", ever)):
        hold(
            is_array(mask, np.bool_, SIZE),
            f"the footprint {name} is no bool {SIZE}, but {mask.dtype} {mask.shape}",
        )
    hold(not (changed & ~drawn).any(), "it changes pixels beyond the footprint of this draw")
    hold(not (drawn & ~ever).any(), "a draw lies outside of the footprint of every draw")


def keeps_its_box(trigger: TriggerPart) -> None:
    """Laid where it lies it stays there; one that has no place has none to be laid at."""
    box = trigger.box(SIZE)
    if box is None:
        hold(trigger.picture_in_box(SIZE) is None, "it has a picture for a box, and no box")
        return
    again = trigger.at_box(box, SIZE)
    hold(isinstance(again, type(trigger)), "it has a box, and at_box gives no trigger of its kind")
    assert again is not None
    there = again.box(SIZE)
    hold(there is not None, "laid at its own box it has none")
    assert there is not None
    moved = np.abs(np.subtract(dataclasses.astuple(there), dataclasses.astuple(box))).max()
    hold(moved <= 1e-6, f"laid at its own box it moves by {moved:g}")
    picture = trigger.picture_in_box(SIZE)
    fits = picture is None or (picture.dtype == np.uint8 and picture.ndim == 3 and picture.shape[2] == 4)
    hold(fits, "picture_in_box is no uint8 RGBA (h, w, 4)")


def keeps_label_contract(edit: LabelPart) -> None:
    """An annotation in the frame, drawn from the generator alone, as far from the true count as it states."""
    before = heads(num=40)
    points, weights = before.points.copy(), before.weights.copy()
    corner = np.zeros(SIZE, bool)
    corner[: HEIGHT // 3, : WIDTH // 3] = True
    for footprint in (None, corner):
        after = edit.apply(before, SIZE, np.random.default_rng(3), footprint)
        again = edit.apply(before, SIZE, np.random.default_rng(3), footprint)
        hold(after == again, "apply gives other heads from a generator in the same state")
        keeps_its_word(edit, before, after)
    hold((before.points == points).all() and (before.weights == weights).all(), "apply wrote into its input")
    eligible = edit.eligible(np.arange(10))
    hold(is_array(eligible, np.bool_, (10,)), "eligible gives no bool a scene")
    hold(eligible.any(), "no count of persons is eligible")
    of_nobody = edit.apply(heads(num=0), SIZE, np.random.default_rng(3), corner)
    hold(len(of_nobody.points) >= 0, "it cannot edit an empty scene")


def keeps_its_word(edit: LabelPart, before: Annotation, after: Annotation) -> None:
    """Heads in the frame, and a count as `ratio`, `scope` and `keeps_unit_weights` state it."""
    inside = (after.points >= 0).all() and (after.points < [WIDTH, HEIGHT]).all()
    hold(inside, "it puts heads outside of the frame")
    hold((after.weights >= 0).all(), "it gives a head a weight below 0")
    if edit.keeps_unit_weights:
        hold((after.weights == 1).all(), "it says that weights stay 1, and changes them")
    if edit.ratio is not None and not edit.replicated:
        wanted = edit.ratio * before.count
        hold(abs(after.count - wanted) < 1 + 1e-3, f"it says a count of {wanted:g} and makes {after.count:g}")
    if edit.scope == "none":
        hold(after == before, "it says that it changes nothing, and does")
