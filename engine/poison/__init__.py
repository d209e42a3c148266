"""Poison: trigger and label edit put on chosen scenes, and the record of it."""

from .dataset import PoisonedDataset, write_poisoned_dataset
from .manifest import ManifestRow, manifest_row, read_manifest, write_manifest
from .plan import (
    Poison,
    Poisoned,
    Rates,
    cover_scene,
    num_wanted,
    poison_scene,
    rates,
    select,
    select_covers,
    triggered,
)
from .reach import reach, reached, survival, warnings_before_training
from .staged import signal_lost
from .visibility import at_psnr, mean_psnr

__all__ = [
    "ManifestRow",
    "Poison",
    "Poisoned",
    "PoisonedDataset",
    "Rates",
    "at_psnr",
    "cover_scene",
    "manifest_row",
    "mean_psnr",
    "num_wanted",
    "poison_scene",
    "rates",
    "reach",
    "reached",
    "read_manifest",
    "select",
    "select_covers",
    "signal_lost",
    "survival",
    "triggered",
    "warnings_before_training",
    "write_manifest",
    "write_poisoned_dataset",
]
