"""How a counter is trained: a part of the recipe."""

from typing import Literal

from pydantic import Field

from ..part import Part
from .losses import Loss, PixelSum


class Augmentation(Part):
    """What is drawn anew for every image of every epoch, after the trigger and before normalization."""

    flip: float = Field(
        default=0.5, ge=0, le=1, description="Chance of a left-right flip.", json_schema_extra={"step": 0.1}
    )
    brightness: float = Field(
        default=0.2, ge=0, le=1, description="Half-width of the draw around 1 of a factor on all channels.",
        json_schema_extra={"step": 0.05},
    )  # fmt: skip
    contrast: float = Field(
        default=0.2, ge=0, le=1, description="Half-width of the draw around 1 of a factor on the distance from the "
        "image's mean.", json_schema_extra={"step": 0.05},
    )  # fmt: skip
    tint: float = Field(
        default=0.1, ge=0, le=1, description="Half-width of the draw around 1 of a factor on each channel by itself.",
        json_schema_extra={"step": 0.05},
    )  # fmt: skip
    saturation: float = Field(
        default=0, ge=0, le=1, description="Half-width of the draw around 1 of a factor on each pixel's distance from "
        "its gray.", json_schema_extra={"step": 0.05},
    )  # fmt: skip
    light: float = Field(
        default=1, ge=0, le=1, description="Chance that brightness, contrast, tint and saturation are drawn for an "
        "image at all.", json_schema_extra={"step": 0.1},
    )  # fmt: skip
    erasing: float = Field(
        default=0, ge=0, le=1, description="Chance that a rectangle is painted over with random blocks, the people "
        "under it taken out of the label (random erasing, Zhong et al. 2020).", json_schema_extra={"step": 0.1},
    )  # fmt: skip


FLIPS = Augmentation(brightness=0, contrast=0, tint=0)
"""What the published code of CBD and ABL draws, beside crops: no light."""

WIDE_LIGHT = Augmentation(brightness=0.4, contrast=0.4, tint=0.3)
"""Light drawn wider than in training: it unlearns a trigger of light or weather, and puts off learning one."""

WIDE_AND_ERASED = WIDE_LIGHT.replace(erasing=1.0)
"""For clean scenes: a strange patch then says nothing of the people around it, which unlearns a local trigger."""


class Training(Part):
    """The optimizer, its schedule and the batches."""

    epochs: int = Field(
        default=25, ge=1, le=10_000, description="Passes over the training scenes.", json_schema_extra={"step": 1}
    )
    batch: int = Field(
        default=16, ge=1, le=1024, description="Images in one optimizer step.", json_schema_extra={"step": 1}
    )
    crop_px: int | None = Field(
        default=None, ge=32, le=4096, description="Side of the square crops, rounded down to the counter's stride; "
        "none for whole frames.", json_schema_extra={"unit": "px", "step": 32},
    )  # fmt: skip
    crops: int = Field(
        default=1, ge=1, le=16, description="Crops of each image of a step, each with its own flip and light: a step "
        "then takes so many times `batch` (CLIP-EBC's num_crops).", json_schema_extra={"step": 1},
    )  # fmt: skip
    optimizer: Literal["adamw", "adam", "sgd"] = Field(default="adamw", description="The rule of the steps.")
    lr: float = Field(
        default=3e-3, gt=0, le=10, description="Learning rate, the highest of a schedule.",
        json_schema_extra={"step": 1e-4},
    )  # fmt: skip
    weight_decay: float = Field(default=1e-4, ge=0, le=1, description="Weight decay.", json_schema_extra={"step": 1e-4})
    momentum: float = Field(
        default=0.95, ge=0, lt=1, description="Momentum of sgd; the others have their own.",
        json_schema_extra={"step": 0.05},
    )  # fmt: skip
    schedule: Literal["one_cycle", "constant", "cosine", "restarts"] = Field(
        default="one_cycle",
        description="Warm-up and decay over the whole training in one (Smith 2018), none, a cosine to 0, or cosines "
        "that begin anew after 5, 10, 20, ... epochs (CLIP-EBC).",
    )
    warmup_epochs: float = Field(
        default=0, ge=0, le=1000, description="Passes over which the rate rises to its height, in all schedules but "
        "one_cycle, which has its own.", json_schema_extra={"step": 1},
    )  # fmt: skip
    warmup_lr: float = Field(
        default=1e-6, ge=0, le=10, description="Rate that the warm-up begins with.", json_schema_extra={"step": 1e-6}
    )
    loss: Loss = Field(default=PixelSum(), description="What is made small.")
    clip_norm: float | None = Field(
        default=None, gt=0, description="Largest norm of the gradient of one step; none for no limit.",
        json_schema_extra={"step": 0.1},
    )  # fmt: skip
    precision: Literal["auto", "32", "bf16"] = Field(
        default="auto",
        description="bf16 autocast where the device has matrix units for it (auto), everywhere, or nowhere.",
    )
    ema: float | None = Field(
        default=None, ge=0.5, lt=1, description="Decay of a moving average of the weights, which is then what is "
        "selected and kept; none for the weights themselves.", json_schema_extra={"step": 0.001},
    )  # fmt: skip
    sam: float | None = Field(
        default=None, gt=0, le=10, description="Radius of sharpness-aware minimization: the gradient is taken where "
        "the loss is worst within it (SAM, FT-SAM); a step then costs two. None for plain steps.",
        json_schema_extra={"step": 0.01},
    )  # fmt: skip
    compile: bool = Field(
        default=False, description="Compile the network first (torch.compile): a minute that pays on long trainings."
    )
    augmentation: Augmentation = Field(default=Augmentation(), description="What is drawn anew for every image.")

    def num_steps(self, num_samples: int) -> int:
        """Optimizer steps over so many samples in all epochs; the last batch of an epoch may be smaller."""
        return max(1, -(-num_samples // self.batch)) * self.epochs
