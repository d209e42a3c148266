"""How visible a trigger is in an image, and a label edit in the labels."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from torch import Tensor

DEFINITIONS = {
    "psnr": "Peak signal-to-noise ratio of the triggered image against the clean one, in dB: 10 log10(255^2 / MSE).",
    "ssim": "Structural similarity of the triggered and the clean image (Wang et al. 2004, Gaussian window 11, 1.5).",
    "mse": "Mean squared difference of the triggered and the clean image, in gray levels squared (0..255).",
    "lpips": "Learned perceptual distance (Zhang et al. 2018) with the person's AlexNet: 0 equal, about 1 unrelated.",
    "changed_area": "Share of the pixels that the trigger changed.",
}


def stealth(clean: NDArray[np.uint8], triggered: NDArray[np.uint8]) -> dict[str, float | None]:
    """PSNR in dB, SSIM, MSE and changed share of one pair of images uint8 (H, W, 3); PSNR is None for equal images."""
    seen = visibility(clean, triggered)
    return {
        "psnr": seen["psnr"],
        "ssim": ssim(clean, triggered),
        "mse": seen["mse"],
        "changed_area": seen["changed_area"],
    }


def visibility(clean: NDArray[np.uint8], triggered: NDArray[np.uint8]) -> dict[str, float | None]:
    """`stealth` without SSIM, which takes longer than all else."""
    import cv2

    # in integers, exact all the same: a tenth of the time of floats, and on the canvas a hand is waiting
    mse = round(cv2.norm(clean, triggered, cv2.NORM_L2SQR)) / clean.size  # OpenCV gives the root, squared again
    psnr = None if mse == 0 else float(10 * np.log10(255**2 / mse))
    alike = cv2.countNonZero(cv2.inRange(cv2.absdiff(clean, triggered), (0, 0, 0), (0, 0, 0)))
    num_pixels = clean.shape[0] * clean.shape[1]
    return {"psnr": psnr, "mse": mse, "changed_area": (num_pixels - alike) / num_pixels}


def ssim(clean: NDArray[np.uint8 | np.float32], triggered: NDArray[np.uint8 | np.float32]) -> float:
    """Structural similarity of two images (H, W, 3) in 0..255: Wang et al. 2004, Gaussian window 11 x 11, sigma 1.5.

    What `mean_ssim` computes, and torchmetrics, by OpenCV in a sixth of the time. It is within 2e-6 of their value in
    float64, since gray levels are counted from the mean, where squares lose fewer digits; in float32 theirs is up to
    1.5e-4 off in flat bright areas.
    """
    import cv2

    def blurred(image: NDArray[np.float32]) -> NDArray[np.float32]:
        return cv2.GaussianBlur(image, (11, 11), 1.5, borderType=cv2.BORDER_REFLECT_101)  # type: ignore[return-value]

    middle = np.rint(cv2.mean(clean)[:3]).astype(np.float32)
    one, other = (image.astype(np.float32) - middle for image in (triggered, clean))
    mean_one, mean_other = blurred(one), blurred(other)
    # of both together and of their product alone: no formula needs the two variances apart
    both = blurred(one * one + other * other) - (mean_one * mean_one + mean_other * mean_other)
    shared = blurred(one * other) - mean_one * mean_other
    mean_one, mean_other = mean_one + middle, mean_other + middle
    c1, c2 = np.float32((0.01 * 255) ** 2), np.float32((0.03 * 255) ** 2)
    light = (2 * mean_one * mean_other + c1) / (mean_one * mean_one + mean_other * mean_other + c1)
    structure = (2 * shared + c2) / (np.maximum(both, 0) + c2)
    return float((light * structure).mean(dtype=np.float64))


_LOADING = threading.Lock()


def load_similarity() -> Callable[..., Any]:
    """The structural similarity of torchmetrics, loaded by one thread at a time.

    Its modules import one another in a circle, and lightning_fabric imports it while it loads: a thread that begins
    with another module than one before it fails, and takes the package from the other's feet as well.
    """
    with _LOADING:
        from torchmetrics.functional.image import structural_similarity_index_measure

    return structural_similarity_index_measure


def mean_ssim(first: "Tensor", second: "Tensor") -> "Tensor":
    """The mean structural similarity of images float (B, H, W, 3) in 0..255, by torchmetrics; it has a gradient."""
    from torch import Tensor

    score = load_similarity()(first.permute(0, 3, 1, 2), second.permute(0, 3, 1, 2), data_range=255.0)
    assert isinstance(score, Tensor)  # a pair only where the full map is asked for
    return score


UNSURE = 1e-3
"""Two ways to a structural similarity differ by less, a fifth of it at most, wherever they have been compared."""


def surely_alike(first: "Tensor", second: "Tensor", least: float) -> bool:
    """Whether `mean_ssim` of the images is `least` or more, told by OpenCV in a sixth of its time, without a gradient.

    False where that is too near to tell, and where the images are on a GPU, whose `mean_ssim` is quicker.
    """
    if first.device.type != "cpu":
        return False
    pairs = zip(second.detach().numpy(), first.detach().numpy(), strict=True)
    return float(np.mean([ssim(one, other) for one, other in pairs])) >= least + UNSURE


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
