"""The spectrum of an image, which many triggers change where a picture is quiet (Zeng et al. 2021)."""

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from ..events import Cancel, Progress, check
from ..training import SampleDataset
from .base import DetectionResult, DetectorInput, DetectorPart, Floats, Inspection, Subject, threshold_from
from .features import by_name
from .oneclass import LEAST_HELD_OUT, OneClass, held_out_distances

BLOCK = 8
QUIET = 0.1
"""The quantile of the blocks' energies that stands for quiet places."""


class Frequency(DetectorPart):
    """How unusual the mean spectra of an image's blocks are among clean scenes."""

    title: ClassVar[str] = "Frequency detector"

    kind: Literal["frequency"] = "frequency"
    subject: ClassVar[Subject] = "training set"
    card: ClassVar[str] = (
        "Frequency (after Zeng et al. 2021, 'Rethinking the backdoor attacks' triggers: a frequency perspective'): "
        "the mean energy of 8 x 8 cosine transforms, of the luminance and of the color difference, at full size and "
        "at a quarter of it, compared with clean scenes. It looks at images alone, so it carries over to counters as "
        "it is. Deviation: a one-class model of clean scenes stands for the paper's classifier trained on made-up "
        "triggers. It needs some clean scenes from the same cameras, and is blind to triggers that look like weather "
        "it knows."
    )

    @property
    def least_clean(self) -> int:
        """Enough for a threshold on scenes held out."""
        return LEAST_HELD_OUT

    def num_steps(self, inputs: DetectorInput) -> int:
        """One for each scene."""
        return len(inputs.suspect) + len(inputs.clean)

    def inspect(self, inputs: DetectorInput, cancel: Cancel) -> Inspection:
        """See `DetectorPart.inspect`."""
        rows: list[Floats] = []
        for samples in (inputs.clean, inputs.suspect):
            for position in range(len(samples)):
                check(cancel)
                rows.append(_of(samples, position))
                yield Progress(inputs.stage, len(rows), self.num_steps(inputs))
        num_clean = len(inputs.clean)
        clean, suspect = np.stack(rows[:num_clean]), np.stack(rows[num_clean:])
        # a spectrum does not hang on the count enough to take it out: every scene is compared as if empty
        scores = OneClass.fit(clean, np.zeros(len(clean))).distances(suspect, np.zeros(len(suspect)))
        held_out = held_out_distances(clean, np.zeros(len(clean)))
        typical = float(np.median(held_out))
        names = inputs.suspect.names
        reasons = {
            name: f"its spectrum is {score / max(typical, 1e-12):.1f} times as unusual as that of a clean scene"
            for name, score in zip(names, scores, strict=True)
        }
        threshold = threshold_from(held_out, self.false_alarms)
        return DetectionResult(by_name(names, scores), reasons, threshold, self.false_alarms)


def _of(samples: SampleDataset, position: int) -> Floats:
    return spectrum(samples[position].image)


def spectrum(image: NDArray[np.uint8]) -> Floats:
    """Log energies by frequency of the block transforms of uint8 (H, W, 3), (60,).

    Of the luminance, at full size and at a quarter of it, the mean over the blocks and that of the quiet ones; of the
    color difference the quiet ones. Quiet blocks are the tenth with the least energy: a trigger lies there too.
    """
    import cv2

    red, green, blue = (image[..., channel].astype(np.float32) for channel in range(3))
    features = []
    for channel, whole in ((0.299 * red + 0.587 * green + 0.114 * blue, True), (red - blue, False)):
        height, width = channel.shape
        quarter = cv2.resize(channel, (max(BLOCK, width // 4), max(BLOCK, height // 4)), interpolation=cv2.INTER_AREA)
        for plane in (channel, np.asarray(quarter, dtype=np.float32)):
            energy = _block_energy(plane)
            features.append(_by_frequency(np.quantile(energy, QUIET, axis=0)))
            if whole:
                features.append(_by_frequency(energy.mean(axis=0)))
    return np.concatenate(features)


def _block_energy(channel: NDArray[np.float32]) -> Floats:
    """Squared cosine transforms of the blocks, (n, 8, 8)."""
    from scipy.fft import dctn

    padded = np.pad(channel, [(0, max(0, BLOCK - side)) for side in channel.shape], mode="edge")
    rows, columns = (side // BLOCK for side in padded.shape)
    blocks = padded[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK).swapaxes(1, 2)
    energy: Floats = dctn(blocks, axes=(2, 3), norm="ortho").astype(np.float64) ** 2
    return energy.reshape(-1, BLOCK, BLOCK)


def _by_frequency(energy: Floats) -> Floats:
    rows, columns = np.mgrid[:BLOCK, :BLOCK]
    ring = np.rint(np.hypot(rows, columns)).astype(int)
    sums = np.bincount(ring.ravel(), weights=energy.ravel()) / np.bincount(ring.ravel())
    return np.log(sums[: BLOCK + 2] + 1e-3)
