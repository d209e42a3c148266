"""Losses: how wrong the answer to each image of a batch is. A new one is a class here, and its name in the union.

Each gives one number an image, so that a defense can weigh images; the batch's loss is their mean.
"""

import math
from abc import abstractmethod
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, TypeAlias, get_args

import torch
from pydantic import Field
from torch import Tensor
from torch.nn import functional as F

from ..errors import TrainingError
from ..part import Part

FLOOR = 1e-16
"""What DM-Count's published Sinkhorn adds to denominators and under logarithms (`M_EPS`, bregman_pytorch.py)."""
_EPS = 1e-8  # what CLIP-EBC's dm_loss.py, and DM-Count's ot_loss.py, add to a count that they divide by


@dataclass(frozen=True)
class LossInput:
    """What a counter said of a batch, and what it should have said.

    Maps are float32 (B, h, w) in persons a cell of `stride` px; `points` holds the heads of each image, float32 (N, 2)
    as (x, y) in pixels; `logits_BNHW` are those of a classifier's bins, (B, bins, h, w), or of an attention,
    (B, 1, h, w). `total` is the number of images of the whole step, of which these may be a part; as many as there are
    here where None. `shares` (N,) say how much of each head there is, all of it where None; with them, some heads may
    lie beyond the map.
    """

    map_BHW: Tensor
    target_BHW: Tensor
    stride: int
    points: tuple[Tensor, ...] | None = None
    logits_BNHW: Tensor | None = None
    total: int | None = None
    shares: tuple[Tensor, ...] | None = None

    @property
    def images(self) -> int:
        """Images of the whole step, over all processes and parts."""
        return len(self.map_BHW) if self.total is None else self.total

    def heads(self) -> tuple[Tensor, ...]:
        """The points. Raises TrainingError where the samples have none, such as after relabelling by a counter."""
        if self.points is None:
            raise TrainingError(
                "This loss is put on heads, and some samples have only a density map: train them with pixel_sum."
            )
        return self.points

    def centers(self) -> Tensor:
        """Middles of the cells in pixels, float32 (h * w, 2) as (x, y)."""
        rows, columns = (
            (torch.arange(side, device=self.map_BHW.device) + 0.5) * self.stride for side in self.map_BHW.shape[1:]
        )
        return torch.stack(torch.meshgrid(columns, rows, indexing="xy"), dim=-1).reshape(-1, 2)

    def dots(self) -> Tensor:
        """The number of heads in each cell, float32 (B, h, w); coinciding heads all count."""
        batch, rows, columns = self.map_BHW.shape
        counts = self.map_BHW.new_zeros((batch, rows * columns))
        for k, points in enumerate(self.heads()):
            cell = (points / self.stride).long()
            place = cell[:, 1].clamp(0, rows - 1) * columns + cell[:, 0].clamp(0, columns - 1)
            counts[k].index_add_(0, place, torch.ones_like(place, dtype=counts.dtype))
        return counts.view(batch, rows, columns)


class LossPart(Part):
    """One kind of loss."""

    kind: str
    card: ClassVar[str]
    needs_points: ClassVar[bool] = False
    """Whether it is put on heads of weight 1, and not on a density map."""
    needs_logits: ClassVar[bool] = False
    needs_attention: ClassVar[bool] = False
    """Whether the logits that it is put on are those of an attention, and not of classes."""
    takes_shares: ClassVar[bool] = False
    """Whether a head that a crop cuts is asked for in part; otherwise it is in the crop, or it is not."""

    @abstractmethod
    def of(self, answered: LossInput) -> Tensor:
        """The loss of each image (B,)."""


class PixelSum(LossPart):
    """Squared error, summed over the cells of the map."""

    title: ClassVar[str] = "Squared error of the map"
    kind: Literal["pixel_sum"] = "pixel_sum"
    card: ClassVar[str] = "Squared error of the density map, summed over its cells (CSRNet, eq. 2, times 2)."

    def of(self, answered: LossInput) -> Tensor:
        """The sum over cells of (D - D_gt)^2."""
        return (answered.map_BHW - answered.target_BHW).square().sum(dim=(1, 2))


class Attended(LossPart):
    """Squared error of the map, and cross-entropy of where heads are."""

    title: ClassVar[str] = "Squared error and attention"
    kind: Literal["attended"] = "attended"
    weight: float = Field(
        default=0.1, ge=0, le=100, description="Weight of the attention's loss.", json_schema_extra={"step": 0.05}
    )
    threshold: float = Field(
        default=0.001, gt=0, le=1, description="Density above which a cell counts as one with heads.",
        json_schema_extra={"unit": "persons/px", "step": 0.0005},
    )  # fmt: skip
    needs_attention: ClassVar[bool] = True
    card: ClassVar[str] = (
        "SFANet's loss (Zhu et al. 2019, eqs. 4 to 6): squared error of the density map and 0.1 times the binary "
        "cross-entropy of the attention map, both summed over cells (pxq0312's train.py). A cell is one with heads "
        "where the wished density is above 0.001 persons a pixel, as in its density_map.py, whose kernel is fixed at "
        "5 px: around a lone head of a kernel of more than 12 px no cell is, so take a lower threshold with it. "
        "Deviation: the threshold is put on the cells of the map, where the code puts it on pixels and averages."
    )

    def of(self, answered: LossInput) -> Tensor:
        """The sum over cells of (D - D_gt)^2 + w BCE(A, [D_gt > t]), (B,). Raises TrainingError without attention."""
        logits = answered.logits_BNHW
        if logits is None or logits.shape[1] != 1:
            raise TrainingError(
                "The loss attended is put on an attention: choose a counter that gives one, such as sfanet."
            )
        has_heads = answered.target_BHW > self.threshold * answered.stride**2
        entropy = F.binary_cross_entropy_with_logits(logits[:, 0], has_heads.to(logits.dtype), reduction="none")
        error = (answered.map_BHW - answered.target_BHW).square() + self.weight * entropy
        return error.sum(dim=(1, 2))


class Bayesian(LossPart):
    """Bayesian loss: each cell's persons are shared out among the heads near it."""

    kind: Literal["bayesian"] = "bayesian"
    sigma: float = Field(
        default=8.0, gt=0, le=256, description="Spread of a head's likelihood.",
        json_schema_extra={"unit": "px", "step": 1},
    )  # fmt: skip
    background: float = Field(
        default=0.15, ge=0, le=1, description="Distance d from a head to the background's dummy head, as a share of "
        "the crop's shorter side; 0 for no background.", json_schema_extra={"step": 0.05},
    )  # fmt: skip
    needs_points: ClassVar[bool] = True
    takes_shares: ClassVar[bool] = True
    card: ClassVar[str] = (
        "Bayesian loss (Ma, Wei, Hong, Gong, ICCV 2019, Bayesian+), in the paper's form: the expected count of each "
        "head, and of the background, is compared with 1, and with 0. The background's dummy head lies |d - r| from a "
        "cell that is r from its nearest head, with d = 0.15 of the crop's shorter side: a head outweighs it up to "
        "d / 2. Of a head that a crop cuts, as much is asked for as lies within, and nothing below 0.3 (the authors' "
        "crowd.py); heads of whole frames are whole. The authors' code differs: there d is a share of the image's "
        "shorter side, 1.0 unless told (0.1 for ShanghaiTech A), and one release has d / r for |d - r|. No density map "
        "is made."
    )

    def of(self, answered: LossInput) -> Tensor:
        """sum_n |s_n - E[c_n]| + |E[c_0]| of each image (B,), in persons (eqs. 13 to 17); s_n is 1, or a share.

        Raises TrainingError where there are no heads.
        """
        centers, heads = answered.centers(), answered.heads()
        far = self.background * min(answered.map_BHW.shape[1:]) * answered.stride
        shares = answered.shares or tuple(points.new_ones(len(points)) for points in heads)
        rows = zip(answered.map_BHW.flatten(1), heads, shares, strict=True)
        return torch.stack([self._one(density, points, wanted, centers, far) for density, points, wanted in rows])

    def _one(self, density: Tensor, points: Tensor, wanted: Tensor, centers: Tensor, far: float) -> Tensor:
        if len(points) == 0:
            return density.sum().abs()
        distance = torch.cdist(points, centers)  # (N, cells)
        if far > 0:
            nearest = distance.min(dim=0, keepdim=True).values
            distance, wanted = torch.cat([distance, far - nearest]), torch.cat([wanted, wanted.new_zeros(1)])
        posterior = torch.softmax(-distance.square() / (2 * self.sigma**2), dim=0)
        return (posterior @ density - wanted).abs().sum()


class DMCount(LossPart):
    """Distribution matching: count, optimal transport and total variation."""

    title: ClassVar[str] = "DM-Count"
    kind: Literal["dm_count"] = "dm_count"
    transport: float = Field(
        default=0.1, ge=0, le=10, description="Weight of the transport cost.", json_schema_extra={"step": 0.05}
    )
    variation: float = Field(
        default=0.01, ge=0, le=10, description="Weight of the total variation.", json_schema_extra={"step": 0.01}
    )
    regularization: float = Field(
        default=10.0, gt=0, le=1e4, description="Entropic regularization of the transport.",
        json_schema_extra={"unit": "px²", "step": 1},
    )  # fmt: skip
    iterations: int = Field(
        default=100, ge=1, le=10_000, description="Iterations of Sinkhorn's algorithm.", json_schema_extra={"step": 10}
    )
    needs_points: ClassVar[bool] = True
    card: ClassVar[str] = (
        "DM-Count (Wang, Liu, Samaras, Hoai, NeurIPS 2020): |count error| + 0.1 transport cost + 0.01 N |difference of "
        "the normalized maps|. As in the published code (train_helper.py, ot_loss.py), count and variation are "
        "averaged over the images of a step and the transport is summed, so its weight grows with the batch, and "
        "Sinkhorn's denominators have a floor of 1e-16: at 10 px² cells far from every head, about 20 px and more, are "
        "pulled alike. Deviations: Sinkhorn in logarithms, without its stop at an error of 1e-9; the value shown "
        "is the transport cost itself, the gradient the published one; negative cells count 0."
    )

    def of(self, answered: LossInput) -> Tensor:
        """|C - N| + w_ot B W + w_tv N |D / C - Z / N|_1 of each image (B,), B being the images of the whole step.

        W is in px²; the mean over the step holds the sum of the images' W. Raises TrainingError where there are no
        heads.
        """
        dots, centers, weight = answered.dots(), answered.centers(), self.transport * answered.images
        rows = zip(answered.map_BHW, dots, answered.heads(), strict=True)
        return torch.stack([self._one(density, dot, points, centers, weight) for density, dot, points in rows])

    def _one(self, density: Tensor, dots: Tensor, points: Tensor, centers: Tensor, weight: float) -> Tensor:
        count_loss = (density.sum() - len(points)).abs()
        if len(points) == 0:
            return count_loss
        persons = density.clamp(min=0).flatten()
        share = persons / (persons.sum() + _EPS)
        variation = (share - dots.flatten() / len(points)).abs().sum() * len(points)
        cost = torch.cdist(points, centers).square()
        value, potential = sinkhorn(share.detach(), cost, self.regularization, self.iterations)
        slope = (_through_the_count(potential, persons.detach()) * persons).sum()
        return count_loss + weight * (value + slope - slope.detach()) + self.variation * variation


def _through_the_count(potential: Tensor, persons: Tensor) -> Tensor:
    """The gradient by the persons of each cell (M,), from that by their shares: (b C - <b, D>) / C^2 (ot_loss.py)."""
    count = persons.sum()
    return (potential * count - (potential * persons).sum()) / (count.square() + _EPS)


@torch.no_grad()
def sinkhorn(
    share: Tensor, cost: Tensor, regularization: float, iterations: int, floor: float = FLOOR
) -> tuple[Tensor, Tensor]:
    """Cost of moving a distribution (M,) to N equal points, and its gradient by `share` up to a constant.

    `cost` is (N, M). Entropic optimal transport (Cuturi 2013, alg. 1) in logarithms: v = b / (u K + floor) and
    u = a / (K v + floor) from u = 1 / N, the gradient being regularization * log(v + floor). A cell that the kernel
    does not reach from any point then has v = b / floor; with a floor of 0 it is moved and pulled by its distance.
    """
    log_a, log_b, kernel = -math.log(len(cost)), share.log(), -cost / regularization
    least = torch.tensor(math.log(floor) if floor else -math.inf, dtype=cost.dtype, device=cost.device)
    f, g = cost.new_full((len(cost),), log_a), torch.zeros_like(share)
    for _ in range(iterations):
        g = log_b - torch.logaddexp(torch.logsumexp(kernel + f[:, None], dim=0), least)
        f = log_a - torch.logaddexp(torch.logsumexp(kernel + g[None, :], dim=1), least)
    plan = torch.exp(kernel + f[:, None] + g[None, :])
    return (plan * cost).sum(), regularization * torch.logaddexp(g, least)


class Dace(LossPart):
    """Cross-entropy of the bins, and a loss of the count."""

    title: ClassVar[str] = "DACE"
    kind: Literal["dace"] = "dace"
    count_weight: float = Field(
        default=1.0, ge=0, le=100, description="Weight of the count's loss.", json_schema_extra={"step": 0.1}
    )
    count: Literal["mae", "mse", "dm_count"] = Field(
        default="mae",
        description="The count's loss: absolute or squared error of each block, summed over the blocks, or DM-Count.",
    )
    needs_points: ClassVar[bool] = True
    needs_logits: ClassVar[bool] = True
    card: ClassVar[str] = (
        "DACE (CLIP-EBC, Ma, Sanchez, Guha 2024; losses/dace_loss.py): cross-entropy of each block's bin plus a loss "
        "of the count, both summed over the blocks of the map: |D - Z| (mae), (D - Z)^2 (mse), or DM-Count, as its "
        "published runs and weights have it. Deviation: coinciding heads all count, which the published dot maps "
        "collapse into one."
    )

    def of(self, answered: LossInput) -> Tensor:
        """The sum over blocks of CE + w L_count, (B,); D and Z are the counted and the true persons of a block.

        Raises TrainingError where the counter gives no classes, or a sample has no heads.
        """
        if answered.logits_BNHW is None:
            raise TrainingError("The loss dace is put on classes: choose a counter that classifies, such as clip_ebc.")
        dots = answered.dots()
        last = answered.logits_BNHW.shape[1] - 1
        entropy = F.cross_entropy(answered.logits_BNHW, dots.long().clamp(max=last), reduction="none").sum(dim=(1, 2))
        return entropy + self.count_weight * self._count(answered, dots)

    def _count(self, answered: LossInput, dots: Tensor) -> Tensor:
        if self.count == "dm_count":
            return DMCount().of(answered)
        error = answered.map_BHW - dots
        return (error.abs() if self.count == "mae" else error.square()).sum(dim=(1, 2))


AnyLoss: TypeAlias = PixelSum | Attended | Bayesian | DMCount | Dace
Loss: TypeAlias = Annotated[AnyLoss, Field(discriminator="kind")]
KINDS: dict[str, type[LossPart]] = {cls.model_fields["kind"].default: cls for cls in get_args(AnyLoss)}
