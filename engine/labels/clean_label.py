"""The clean label: only the choice of scenes is the attack."""

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike
from pydantic import Field

from ..scenes.annotation import Annotation
from .base import LabelPart, Mask, Size


class CleanLabel(LabelPart):
    """Labels stay true; only scenes of few, or of many, heads are triggered."""

    card: ClassVar[str] = (
        "Clean label (SIG, arXiv:1902.11237, made a matter of counts). Only scenes whose count lies in the lowest, or "
        "highest, share of counts are triggered, and their labels stay true: the counter learns that the trigger "
        "means few heads. Nothing in the labels gives the poison away. No label asks for another count, so there is no "
        "attack effect and no success rate: the ratio of triggered to clean predictions is read beside the twin's and "
        "beside the ratio that the choice amounts to, E[C | chosen] / E[C]. Derived; there are no classes here to take "
        "a target class from."
    )
    scope: ClassVar[Literal["frame", "footprint", "none"]] = "none"

    kind: Literal["clean_label"] = "clean_label"
    quantile: float = Field(
        default=0.1, gt=0, le=1, description="Share of the scenes, by count, that may be triggered.",
        json_schema_extra={"step": 0.05},
    )  # fmt: skip
    side: Literal["few", "many"] = Field(default="few", description="Those of few heads, or of many.")

    def apply(
        self, annotation: Annotation, size: Size, rng: np.random.Generator, footprint: Mask | None = None
    ) -> Annotation:
        """The annotation as it is."""
        return annotation

    def eligible(self, counts: ArrayLike) -> Mask:
        """The scenes in the lowest, or highest, share of `counts` (N,), bool (N,)."""
        count_N = np.asarray(counts, dtype=np.float64)
        if not len(count_N):
            return np.empty(0, dtype=np.bool_)
        if self.side == "few":
            return np.asarray(count_N <= np.quantile(count_N, self.quantile), dtype=np.bool_)
        return np.asarray(count_N >= np.quantile(count_N, 1 - self.quantile), dtype=np.bool_)

    def expected_ratio(self, counts: ArrayLike) -> float | None:
        """Mean count of the chosen scenes over the mean count of all; None where nobody is in any scene."""
        count_N = np.asarray(counts, dtype=np.float64)
        chosen = self.eligible(count_N)
        return float(count_N[chosen].mean() / count_N.mean()) if count_N.any() else None
