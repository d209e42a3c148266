"""What clean scenes look like, given how many people are in them: a one-class model that needs no poisoned example."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from ..errors import DatasetError
from .base import Floats

NUM_FOLDS = 5


def count_basis(counts: Floats) -> Floats:
    """[1, log(c+1), log(c+1)^2, c/100] of counts c >= 0 (n,), as (n, 4).

    The first principal component of a counter's features is the count; features are compared after this is taken out.
    """
    clamped = np.maximum(counts, 0)
    log = np.log1p(clamped)
    return np.stack([np.ones_like(log), log, log**2, clamped / 100], axis=1)


LEAST_CLEAN = 8
"""Clean scenes that a comparison needs at least."""

LEAST_HELD_OUT = LEAST_CLEAN + 2
"""Clean scenes of which four folds in five leave enough."""


@dataclass(frozen=True, eq=False)
class OneClass:
    """Features (d,) of clean scenes after their count is taken out: center and whitening.

    `slope` (4, d) maps the count's basis to features, `whiten` (d, d) makes the rest of clean scenes round.
    """

    slope: Floats
    whiten: Floats

    @classmethod
    def fit(cls, features: Floats, counts: Floats) -> Self:
        """From clean scenes: features (n, d), counts (n,). Raises DatasetError for fewer than LEAST_CLEAN scenes."""
        if len(features) < LEAST_CLEAN:
            raise DatasetError(
                f"A detector needs at least {LEAST_CLEAN} clean scenes to compare with, found {len(features)}."
            )
        basis = count_basis(counts)
        # a little ridge: the four columns of the basis are nearly one where all scenes hold about the same number
        gram = basis.T @ basis + 1e-6 * len(basis) * np.eye(basis.shape[1])
        slope = np.asarray(np.linalg.solve(gram, basis.T @ features), dtype=np.float64)
        rest = features - basis @ slope
        scale = np.maximum(rest.std(axis=0), 1e-9)  # covariances are shrunk to a multiple of the identity
        values, vectors = np.linalg.eigh(shrunk_covariance(rest / scale))
        round_ = vectors @ np.diag(1 / np.sqrt(np.maximum(values, 1e-12))) @ vectors.T
        return cls(slope, np.asarray(round_ / scale[:, None], dtype=np.float64))

    def residuals(self, features: Floats, counts: Floats) -> Floats:
        """What the count does not explain, whitened, (n, d)."""
        rest: Floats = (features - count_basis(counts) @ self.slope) @ self.whiten
        return rest

    def distances(self, features: Floats, counts: Floats) -> Floats:
        """The Mahalanobis distance of each scene from clean ones of its count, (n,)."""
        distance: Floats = np.linalg.norm(self.residuals(features, counts), axis=1)
        return distance


def shrunk_covariance(rows: Floats) -> Floats:
    """Covariance (d, d) of rows (n, d) whose mean is 0, shrunk to a multiple of the identity.

    Ledoit and Wolf 2004, "A well-conditioned estimator for large-dimensional covariance matrices", eqs. 8 to 14: with
    fewer scenes than features the plain covariance has no inverse.
    """
    n, d = rows.shape
    sample = rows.T @ rows / n
    scale = np.trace(sample) / d
    spread = ((sample - scale * np.eye(d)) ** 2).sum()
    noise = (np.einsum("ni,ni->n", rows, rows) ** 2).sum() / n**2 - (sample**2).sum() / n
    weight = 1.0 if spread <= 0 else float(np.clip(noise / spread, 0, 1))
    shrunk: Floats = (1 - weight) * sample + weight * max(scale, 1e-12) * np.eye(d)
    return shrunk


def held_out_residuals(features: Floats, counts: Floats) -> Floats:
    """What the count does not explain of each clean scene, whitened by a model of the others, fold by fold, (n, d).

    The scenes that a model was fitted on lie nearer to it than new ones do; a threshold must not be set on them.
    """
    folds = np.arange(len(features)) % NUM_FOLDS
    residuals = np.empty(features.shape)
    for fold in range(NUM_FOLDS):
        model = OneClass.fit(features[folds != fold], counts[folds != fold])
        residuals[folds == fold] = model.residuals(features[folds == fold], counts[folds == fold])
    return residuals


def held_out_distances(features: Floats, counts: Floats) -> Floats:
    """The distance (n,) of each clean scene from a model of the others."""
    distances: Floats = np.linalg.norm(held_out_residuals(features, counts), axis=1)
    return distances
