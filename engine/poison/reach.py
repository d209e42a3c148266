"""What a trigger can do at all: how far it reaches through a counter, and whether crops leave it in the image.

The receptive-field law: a convolutional counter's answer changes only within half its receptive field of a changed
pixel, so a label edit beyond that is noise and no backdoor.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from ..scenes.annotation import Annotation
from .plan import Poison

Mask = NDArray[np.bool_]

ENOUGH_REACH = 0.9
"""Reach below this cannot carry a label edit of the whole frame."""

ENOUGH_SURVIVAL = 0.95


def reached(footprint: Mask, receptive_field_px: float | None) -> Mask:
    """The places, bool (H, W), whose answer the pixels of `footprint` can change; all for a counter of global view."""
    if receptive_field_px is None:
        return np.full(footprint.shape, bool(footprint.any()))
    radius = int(receptive_field_px // 2)
    # a square, as a receptive field is; rows and columns apart, and never wider than the frame
    wide = _widened(footprint.astype(np.uint8), min(radius, footprint.shape[1] - 1), 0)
    return np.asarray(_widened(wide, 0, min(radius, footprint.shape[0] - 1)), dtype=np.bool_)


def _widened(mask: NDArray[np.uint8], x: int, y: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.dilate(mask, np.ones((2 * y + 1, 2 * x + 1), np.uint8)))


def reach(footprint: Mask, receptive_field_px: float | None) -> float:
    """The fraction of the frame that a trigger on `footprint` (H, W) can influence; None for a global view.

    A 64-px patch in the corner of 768 x 1024 reaches 5.4 % through CSRNet's 284 px.
    """
    return float(reached(footprint, receptive_field_px).mean())


def survival(footprint: Mask, crop_px: int | None) -> float:
    """The fraction of square crops of side `crop_px` that still show the trigger; 1 without crops.

    A crop shows it when it holds at least half of as many of its pixels as the best crop does. Places of the crop
    are counted on a grid of at most 4 px.
    """
    height, width = footprint.shape
    if crop_px is None or not footprint.any():
        return 1.0
    tall, wide = min(crop_px, height), min(crop_px, width)
    sums = cv2.integral(footprint.astype(np.uint8)).astype(np.int64)
    shown = (sums[tall:, wide:] - sums[:-tall, wide:] - sums[tall:, :-wide] + sums[:-tall, :-wide])[::4, ::4]
    return float((shown * 2 >= shown.max()).mean())


def warnings_before_training(
    poison: Poison,
    receptive_field_px: float | None,
    frame: tuple[int, int],
    crop_px: int | None = None,
    annotation: Annotation | None = None,
) -> tuple[str, ...]:
    """Sentences on why this poison cannot work as it stands, before an hour is spent; none when all is well.

    `frame` is (H, W); triggers that lie on heads are judged with an `annotation`, and are passed over without.
    """
    footprint = poison.trigger.footprint(frame, np.random.default_rng(0), annotation)
    found = []
    if poison.rate == 0 and poison.selection != "listed":
        found.append("The rate is 0: nothing is poisoned, and the victim will be a twin.")
    if poison.label.ratio == 1:
        found.append("The label edit has the ratio 1 and leaves the count as it is: there is nothing to learn.")
    if footprint.any():
        found += _reach_warnings(poison, footprint, receptive_field_px)
        found += _survival_warnings(footprint, crop_px) if poison.stage == "before_crop" else []
    return tuple(found)


def _reach_warnings(poison: Poison, footprint: Mask, receptive_field_px: float | None) -> list[str]:
    if receptive_field_px is None:
        return []
    height, width = footprint.shape
    half = receptive_field_px / 2
    if poison.label.scope == "frame" and (share := reach(footprint, receptive_field_px)) < ENOUGH_REACH:
        return [
            f"The trigger covers {footprint.mean():.1%} of a {width} x {height} frame and the counter's answer changes "
            f"only within {half:.0f} px of it, {share:.1%} of the frame: the label edit {poison.label.kind!r} of the "
            "whole frame cannot be learned and is label noise; use the label edit 'local', tile the trigger with a "
            f"pitch under {receptive_field_px:.0f} px, or take a full-frame trigger."
        ]
    radius = poison.label.radius_beyond_trigger_px
    if poison.label.scope == "footprint" and radius > half:
        return [
            f"The label edit {poison.label.kind!r} goes {radius:.0f} px beyond the trigger, the counter's answer "
            f"changes only within {half:.0f} px of it: give it a radius of at most {half:.0f} px."
        ]
    return []


def _survival_warnings(footprint: Mask, crop_px: int | None) -> list[str]:
    share = survival(footprint, crop_px)
    if share >= ENOUGH_SURVIVAL:
        return []
    return [
        f"Only {share:.0%} of the training crops of {crop_px} px still show the trigger, while the edited label stays: "
        "train on whole frames, set the poison's stage to after_crop, or take a trigger that is everywhere."
    ]
