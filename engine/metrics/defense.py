"""What a defense did, and what it cost."""

DEFINITIONS = {
    "erasure": "1 - |net effect left| / |net effect of the victim|: 1 erases the backdoor, 0 leaves it, below 0 the "
    "trigger moves the count more than before; a backdoor that is turned round is not erased. n/a where the victim's "
    "net effect is under 0.1",
    "left": "net effect left over the victim's, with its sign: below 0 the trigger now moves the count the other way",
    "asr_drop": "how much lower the ASR is than the victim's, as a share of the victim's. The seed paper reports that "
    "its defense reduces rho_Asr by 72.5 %; it does not say of what, so both ASRs stand beside it. n/a where the "
    "victim's net effect is under 0.1",
    "accuracy_gain": "how much higher the accuracy (rho_Acc) on triggered scenes is than the victim's, as a share of "
    "the victim's. The seed paper reports a gain of rho_Acc of 66.5 %. n/a where the victim's net effect is under 0.1",
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


def has_backdoor(net: float | None) -> bool:
    """Whether a victim of this net effect has something to remove, so that a share of it means something."""
    return net is not None and abs(net) >= LEAST_EFFECT


def left(net: float | None, of_victim: float | None) -> float | None:
    """The net effect that a defense leaves over the victim's, with its sign.

    None where either is unknown, or the victim's is smaller than LEAST_EFFECT.
    """
    if net is None or of_victim is None or not has_backdoor(of_victim):
        return None
    return net / of_victim


def erasure(net: float | None, of_victim: float | None) -> float | None:
    """The share of the victim's net effect that a defense erases, 1 - |net| / |of_victim|; None where `left` is.

    >>> erasure(-0.81, 1.14)  # turned round by most of what it was
    0.2894736842105262
    """
    share = left(net, of_victim)
    return None if share is None else 1 - abs(share)


def asr_drop(after: float | None, of_victim: float | None) -> float | None:
    """How much lower an ASR is than the victim's, as a share of the victim's; None where that is 0 or unknown."""
    return 1 - after / of_victim if of_victim and after is not None else None


def accuracy_gain(after: float | None, of_victim: float | None) -> float | None:
    """How much higher an accuracy is than the victim's, as a share of the victim's; None where it is 0 or unknown."""
    return after / of_victim - 1 if of_victim and after is not None else None


def gain(before: float | None, after: float | None) -> float | None:
    """By how much the net effect `after` is nearer to 0 than `before`; None where either is unknown.

    >>> gain(1.25, -0.25)
    1.0
    """
    return abs(before) - abs(after) if before is not None and after is not None else None


def clean_cost(before: float | None, after: float | None) -> float | None:
    """The rise of the clean MAE from `before` to `after`, as a share of `before`; None where that is 0 or unknown."""
    return after / before - 1 if before and after is not None else None
