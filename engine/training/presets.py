"""Trainings by name: as the networks were published, and ours, which are fast. What cannot be kept is said.

Published loops evaluate on test scenes and keep the best of those; here epochs are selected on validation scenes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .config import Augmentation, Training
from .losses import Attended, Bayesian, Dace, DMCount

_NO_LIGHT = Augmentation(flip=0.5, brightness=0, contrast=0, tint=0)
_ONE_IN_FIVE = Augmentation(flip=0.5, brightness=0.1, contrast=0.1, saturation=0.1, tint=0, light=0.2)
"""CLIP-EBC's color jitter of 0.1 each, with a chance of 0.2 (its utils/data_utils.py and trainer.py)."""


@dataclass(frozen=True)
class Preset:
    """One training by name; `counter` are settings of the one that it was published for, none for any."""

    name: str
    words: str
    about: str
    training: Training
    counter: Mapping[str, Any] = field(default_factory=dict)

    def settings(self, counter: Mapping[str, Any]) -> dict[str, Any]:
        """What it sets in a recipe that counts with `counter`: the training, and the counter that it is made for."""
        settings: dict[str, Any] = {"training": self.training.model_dump(mode="json")}
        if self.counter:
            kept = counter if counter["kind"] == self.counter["kind"] else {}
            settings["counter"] = {**kept, **self.counter}
        return settings


PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset(
            "fast", "Fast, on any device",
            "One cycle of AdamW on batches of 16 in bf16 where the device has it: what the light counter of the demo "
            "is trained with.",
            Training(),
        ),
        Preset(
            "fast_crops", "Fast, on crops of 256 px",
            "As `fast`, on batches of 8 crops: for CSRNet and MCNN on frames that do not fit whole.",
            Training(batch=8, crop_px=256, lr=1e-4, epochs=200, clip_norm=10.0),
        ),
        Preset(
            "csrnet_commissarma", "CSRNet, CommissarMa",
            "Adam at 1e-5, one whole frame a step, fp32, flips only; 2,000 epochs nominal. Wants VGG-16 as the front "
            "end (counter.pretrained). Not kept: its crop to a multiple of 16.",
            Training(epochs=2000, batch=1, optimizer="adam", lr=1e-5, weight_decay=0, schedule="constant",
                     precision="32", augmentation=_NO_LIGHT),
            {"kind": "csrnet", "convention": "upsampled"},
        ),
        Preset(
            "csrnet_leeyeehoo", "CSRNet, leeyeehoo",
            "SGD at 1e-7 with momentum 0.95, one whole frame a step, fp32, nothing augmented; 400 epochs of a list "
            "that is repeated 4 times, here 1,600. Wants VGG-16 as the front end.",
            Training(epochs=1600, batch=1, optimizer="sgd", lr=1e-7, momentum=0.95, weight_decay=5e-4,
                     schedule="constant", precision="32", augmentation=_NO_LIGHT.replace(flip=0)),
            {"kind": "csrnet", "convention": "eighth"},
        ),
        Preset(
            "dmba", "CSRNet, DMBA",
            "leeyeehoo's training for 100 epochs of the list repeated 4 times, here 400.",
            Training(epochs=400, batch=1, optimizer="sgd", lr=1e-7, momentum=0.95, weight_decay=5e-4,
                     schedule="constant", precision="32", augmentation=_NO_LIGHT.replace(flip=0)),
            {"kind": "csrnet", "convention": "eighth"},
        ),
        Preset(
            "clip_ebc_vit", "CLIP-EBC, ViT-B/16",
            "Its run.sh: Adam at 1e-4, 16 images with two crops of 224 px each a step, 50 epochs of warm-up from 1e-3, "
            "cosines with warm restarts, DACE with DM-Count as the count's loss, light and saturation on one crop of "
            "five. Not kept: random scale, blur, salt and pepper; the light's order, which is drawn there.",
            Training(epochs=2600, batch=16, crop_px=224, crops=2, optimizer="adam", lr=1e-4, weight_decay=1e-4,
                     schedule="restarts", warmup_epochs=50, warmup_lr=1e-3, loss=Dace(count="dm_count"),
                     augmentation=_ONE_IN_FIVE),
            {"kind": "clip_ebc", "backbone": "vit_b_16"},
        ),
        Preset(
            "clip_ebc_resnet", "CLIP-EBC, ResNet-50",
            "As with ViT-B/16, but one crop of 448 px of each of 8 images and a warm-up from 1e-6.",
            Training(epochs=2600, batch=8, crop_px=448, optimizer="adam", lr=1e-4, weight_decay=1e-4,
                     schedule="restarts", warmup_epochs=50, warmup_lr=1e-6, loss=Dace(count="dm_count"),
                     augmentation=_ONE_IN_FIVE),
            {"kind": "clip_ebc", "backbone": "resnet50"},
        ),
        Preset(
            "can", "CAN, its authors",
            "Adam at 1e-4, batches of 26 crops, 1,000 epochs, fp32, a flip in one of five. The authors' crops are "
            "quarters of the frame; those of ShanghaiTech B are 384 px high, and crops here are square. Wants VGG-16 "
            "as the front end.",
            Training(epochs=1000, batch=26, crop_px=384, optimizer="adam", lr=1e-4, weight_decay=5e-4,
                     schedule="constant", precision="32", augmentation=_NO_LIGHT.replace(flip=0.2)),
            {"kind": "can", "form": "authors"},
        ),
        Preset(
            "can_commissarma", "CAN, CommissarMa",
            "SGD at 1e-7 with momentum 0.95, one whole frame a step, fp32, flips only; 2,000 epochs nominal, of which "
            "the published weights are the 353rd. Wants VGG-16 as the front end.",
            Training(epochs=2000, batch=1, optimizer="sgd", lr=1e-7, momentum=0.95, weight_decay=0,
                     schedule="constant", precision="32", augmentation=_NO_LIGHT),
            {"kind": "can", "form": "commissarma"},
        ),
        Preset(
            "sfanet", "SFANet, pxq0312",
            "Adam at 1e-4, batches of 8 crops of 400 px, 500 epochs, the loss on map and attention, which wants the "
            "fixed kernel of 5 px. Wants VGG-16 with batch norm as the front end. Not kept: random scale, gamma and "
            "gray pictures.",
            Training(epochs=500, batch=8, crop_px=400, optimizer="adam", lr=1e-4, weight_decay=0,
                     schedule="constant", precision="32", loss=Attended(), augmentation=_NO_LIGHT),
            {"kind": "sfanet"},
        ),
        Preset(
            "bayesian", "VGG-19 with the Bayesian loss",
            "Adam at 1e-5, one crop of 512 px a step, 1,000 epochs, the Bayesian loss with background in the paper's "
            "form. Wants VGG-19 as the features.",
            Training(epochs=1000, batch=1, crop_px=512, optimizer="adam", lr=1e-5, weight_decay=1e-4,
                     schedule="constant", precision="32", loss=Bayesian(), augmentation=_NO_LIGHT),
            {"kind": "vgg19", "form": "bayesian"},
        ),
        Preset(
            "dm_count", "VGG-19 with DM-Count",
            "Adam at 1e-5, batches of 10 crops of 512 px (256 for ShanghaiTech A, 384 for NWPU), 1,000 epochs, the "
            "loss DM-Count, whose transport is summed over a batch. Wants VGG-19 as the features.",
            Training(epochs=1000, batch=10, crop_px=512, optimizer="adam", lr=1e-5, weight_decay=1e-4,
                     schedule="constant", precision="32", loss=DMCount(), augmentation=_NO_LIGHT),
            {"kind": "vgg19", "form": "dm_count"},
        ),
    )
}  # fmt: skip
