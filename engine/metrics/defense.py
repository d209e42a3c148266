"""What a defense did, and what it cost."""

DEFINITIONS = {
    "erasure": "1 - net effect over the victim's: 1 erases the backdoor, 0 leaves it, above 1 the trigger moves the "
    "count the other way; none where the victim's is under 0.1",
    "clean_cost": "rise of the clean MAE over that of the counter it began with, as a share: the victim, or the twin "
    "for benign/",
    "control": "the first of its controls: a training of as many steps without the method",
    "by_training": "how much nearer to 0 the control's net effect is than the victim's: what the training does",
    "by_method": "how much nearer to 0 the defense's net effect is than the control's: what the method adds; below 0 "
    "it takes away",
    "isolated": "scenes that it left out or relabelled",
    "isolated_poisoned": "how many of these are poisoned",
    "clean_scenes": "scenes known to be clean that it uses, those for thresholds and for choosing epochs included",
    "seconds": "how long it took, without the evaluation",
}

TRAINING_DEFINITIONS = {
    "steps": "optimizer steps in all; twin and victim take the same number",
    "a_step": "scenes, or crops of them, in one step",
    "samples": "scenes in the set, those counted twice that stand in it clean and poisoned, or twice for the twin",
    "seen": "augmented scenes that it was shown in all",
}

LEAST_EFFECT = 0.1
"""A victim whose net effect is smaller has no backdoor, and a share of it would be a share of noise."""


def erasure(left: float | None, of_victim: float | None) -> float | None:
    """The share of the victim's net effect that a defense erases: 1 - left / of_victim, of two net effects.

    None where either is unknown, or the victim's is smaller than LEAST_EFFECT.
    """
    if left is None or of_victim is None or abs(of_victim) < LEAST_EFFECT:
        return None
    return 1 - left / of_victim


def gain(before: float | None, after: float | None) -> float | None:
    """By how much the net effect `after` is nearer to 0 than `before`; None where either is unknown.

    >>> gain(1.25, -0.25)
    1.0
    """
    return abs(before) - abs(after) if before is not None and after is not None else None


def clean_cost(before: float | None, after: float | None) -> float | None:
    """The rise of the clean MAE from `before` to `after`, as a share of `before`; None where that is 0 or unknown."""
    return after / before - 1 if before and after is not None else None
