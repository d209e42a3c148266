"""What a defense did, and what it cost."""

from collections.abc import Mapping
from typing import Any

DEFINITIONS = {
    "erasure": "1 - net effect over the victim's: 1 erases the backdoor, 0 leaves it, above 1 the trigger moves the "
    "count the other way; none where the victim's is under 0.1",
    "clean_cost": "rise of the clean MAE over that of the counter it began with, as a share: the victim, or the twin "
    "for benign/",
    "control": "the plain fine-tuning of the same cost, which says how much of it is the method's",
    "clean_scenes": "scenes known to be clean that it uses, those for thresholds and for choosing epochs included",
    "seconds": "how long it took, without the evaluation",
}

LEAST_EFFECT = 0.1
"""A victim whose net effect is smaller has no backdoor, and a share of it would be a share of noise."""


def defense_figures(
    models: Mapping[str, Any], clean_scenes: Mapping[str, int | None], controls: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """What each defense, and its control, did and cost, by the name of its counter.

    `erasure` is 1 - net effect / the victim's, None where the victim has none; `clean_cost` is the rise of the clean
    MAE over that of the counter it began with: the victim, or the twin for names that begin with benign/. `control`
    names the plain fine-tuning of the same cost.
    """
    found: dict[str, dict[str, Any]] = {}
    victims = models["victim"].get("triggered", {}).get("net_effect")
    for name, number in clean_scenes.items():
        benign = name.startswith("benign/")
        before, after = models["twin" if benign else "victim"]["clean"]["mae"], models[name]["clean"]["mae"]
        left = models[name].get("triggered", {}).get("net_effect")
        erasable = not benign and victims is not None and left is not None and abs(victims) >= LEAST_EFFECT
        found[name] = {
            "erasure": 1 - left / victims if erasable else None,
            "clean_cost": after / before - 1 if before else None,
            "clean_scenes": number,
            "control": controls.get(name),
        }
    return found
