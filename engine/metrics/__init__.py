"""Figures that can be believed: pure functions with their definitions beside them."""

from . import attack, counting, defense, detection, stealth

DEFINITIONS = {
    "clean": counting.DEFINITIONS,
    "triggered": attack.DEFINITIONS,
    "inside": attack.INSIDE_DEFINITIONS,
    "alarm": attack.ALARM_DEFINITIONS,
    "stealth": stealth.DEFINITIONS,
    "labels": stealth.LABEL_DEFINITIONS,
    "defenses": defense.DEFINITIONS,
    "detectors": detection.DEFINITIONS,
}
"""What each number of results.json means, for tables, tooltips and reports."""

__all__ = ["DEFINITIONS", "attack", "counting", "defense", "detection", "stealth"]
