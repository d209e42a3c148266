"""Poison: trigger and label edit put on chosen scenes, and the record of it."""

from .manifest import ManifestRow, manifest_row, read_manifest, write_manifest
from .plan import Poison, Poisoned, Rates, cover_scene, poison_scene, rates, select, select_covers, triggered

__all__ = [
    "ManifestRow",
    "Poison",
    "Poisoned",
    "Rates",
    "cover_scene",
    "manifest_row",
    "poison_scene",
    "rates",
    "read_manifest",
    "select",
    "select_covers",
    "triggered",
    "write_manifest",
]
