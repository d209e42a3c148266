"""How visible a trigger is in an image, and a label edit in the labels."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

DEFINITIONS = {
    "psnr": "Peak signal-to-noise ratio of the triggered image against the clean one, in dB: 10 log10(255^2 / MSE).",
    "ssim": "Structural similarity of the triggered and the clean image (Wang et al. 2004, Gaussian window 11, 1.5).",
    "mse": "Mean squared difference of the triggered and the clean image, in gray levels squared (0..255).",
    "lpips": "Learned perceptual distance (Zhang et al. 2018) with the person's AlexNet: 0 equal, about 1 unrelated.",
    "changed_area": "Share of the pixels that the trigger changed.",
}


def stealth(clean: NDArray[np.uint8], triggered: NDArray[np.uint8]) -> dict[str, float | None]:
    """PSNR in dB, SSIM, MSE and changed share of one pair of images uint8 (H, W, 3); PSNR is None for equal images."""
    difference = clean.astype(np.float32) - triggered
    mse = float(np.square(difference).mean(dtype=np.float64))
    return {
        "psnr": None if mse == 0 else float(10 * np.log10(255**2 / mse)),
        "ssim": ssim(clean, triggered),
        "mse": mse,
        "changed_area": float((clean != triggered).any(axis=2).mean()),
    }


def ssim(clean: NDArray[np.uint8], triggered: NDArray[np.uint8]) -> float:
    """Structural similarity of two images uint8 (H, W, 3), by torchmetrics."""
    import torch
    from torchmetrics.functional.image import structural_similarity_index_measure

    # a copy: decoded pictures are read-only, which torch cannot say
    pair = [torch.from_numpy(np.array(image)).permute(2, 0, 1)[None].float() for image in (triggered, clean)]
    score = structural_similarity_index_measure(pair[0], pair[1], data_range=255.0)
    assert isinstance(score, torch.Tensor)  # a pair only where the full map is asked for
    return float(score)


LABEL_DEFINITIONS = {
    "moved": "Label stealth: heads that came or went in the poisoned scenes, over the heads that were there.",
    "ks": "Kolmogorov-Smirnov distance of the counts of the poisoned training set from those of the clean one; 0 is "
    "alike.",
    "n": "Number of poisoned scenes.",
}


def ks_distance(one: ArrayLike, other: ArrayLike) -> float | None:
    """The largest difference of the two distribution functions of counts (n,) and (m,); None where one is empty."""
    first, second = (np.sort(np.asarray(each, dtype=np.float64)) for each in (one, other))
    if not len(first) or not len(second):
        return None
    every = np.concatenate([first, second])
    shares = [np.searchsorted(each, every, side="right") / len(each) for each in (first, second)]
    return float(np.abs(shares[0] - shares[1]).max())


def moved_mass(before: NDArray[np.float32], after: NDArray[np.float32]) -> float:
    """Label stealth: ||D' - D||_1 / ||D||_1 of two density maps (H, W); 0 where both are empty."""
    total = float(before.sum(dtype=np.float64))
    moved = float(np.abs(after.astype(np.float64) - before).sum())
    return moved / total if total else moved
