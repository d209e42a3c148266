"""Learning rates as functions of the step alone, so that a resumed training needs no state of them."""

import math

from .config import Training

FIRST_CYCLE, GROWTH, LOWEST_LR = 5, 2, 1e-7
"""Epochs of the first cosine of `restarts`, how much longer each next one is, and where it ends (CLIP-EBC)."""


def learning_rate(training: Training, step: int, steps_per_epoch: int) -> float:
    """The rate of the optimizer step number `step`, from 0."""
    total = steps_per_epoch * training.epochs
    if training.schedule == "one_cycle":
        return training.lr * one_cycle(step / max(1, total - 1))
    warm = training.warmup_epochs * steps_per_epoch
    if step < warm:
        return training.warmup_lr + (training.lr - training.warmup_lr) * step / warm
    after = step - warm
    match training.schedule:
        case "cosine":
            return training.lr * (1 + math.cos(math.pi * after / max(1, total - 1 - warm))) / 2
        case "restarts":
            return _restarts(training.lr, after / steps_per_epoch)
        case _:
            return training.lr


def one_cycle(done: float) -> float:
    """The factor on the learning rate after a share `done` of a training: from 1/25 up to 1 at 0.3, then to 0.

    Two cosines, as in Smith and Topin 2018, "Super-convergence" (arXiv:1708.07120), in the form of PyTorch's
    OneCycleLR.
    """
    if done < 0.3:
        return 1 - (1 - 1 / 25) * (1 + math.cos(math.pi * done / 0.3)) / 2
    return (1 + math.cos(math.pi * (done - 0.3) / 0.7)) / 2


def _restarts(lr: float, epochs: float) -> float:
    # warm restarts (Loshchilov and Hutter 2017, eq. 5) at the beginning of whole epochs
    length = FIRST_CYCLE
    while epochs >= length:
        epochs -= length
        length *= GROWTH
    return LOWEST_LR + (lr - LOWEST_LR) * (1 + math.cos(math.pi * int(epochs) / length)) / 2
