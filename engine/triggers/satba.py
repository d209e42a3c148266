"""SATBA: a trigger that is different in every image and hides where a counter looks."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..errors import DatasetError
from ..paths import OwnPath
from ..scenes.annotation import Annotation
from .base import Image, Mask, Size, TriggerPart, everywhere, rounded
from .handcrafted import Extractor

if TYPE_CHECKING:
    from .satba_networks import Networks


class Satba(TriggerPart):
    """x' = x + s tanh(G(x, t)), t = I_f(x) A(x) (SATBA, Zhou et al. 2023, arXiv:2302.13056, eqs. 1 to 12)."""

    title: ClassVar[str] = "SATBA"
    card: ClassVar[str] = (
        "SATBA (Zhou et al. 2023, arXiv:2302.13056). A clean counter's spatial attention, the mean over its layers, "
        "weighs a handcrafted picture of the image (HOG, LBP or GLCM); a U-Net hides the product in the image, another "
        "must find it again, and both are trained together as a stage of the run: 0.03 |x' - x|^2 / s^2 + "
        "|t' - t|^2 / var(t). The clean counter is the attacker's own: of the victim's architecture and training, but "
        "other weights, drawn from another seed, and other scenes where split.attacker gives it some. It is never the "
        "twin, which is the control. The extraction network plays no part in the attack; what it recovers is shown. "
        "Deviations: no public code is known; the paper weighs its two losses 0.5 and 1, in units that it does not "
        "state; the injected residual is bounded by `strength`, so that PSNR cannot fall below 20 log10(255 / "
        "strength); attention is standardized before its softmax, and each layer's scaled to 1 before the mean; frames "
        "are padded to a multiple of 16. The residual is faint and unlike in every image: read its effect, whatever it "
        "is, beside the twin's."
    )
    dose_field: ClassVar[str] = "strength"
    has_defaults: ClassVar[bool] = False

    kind: Literal["satba"] = "satba"
    extractor: Extractor = Field(default="hog", description="The handcrafted picture that is hidden.")
    strength: float = Field(
        default=5.0, ge=0, le=64, description="Largest change of a pixel.",
        json_schema_extra={"unit": "gray levels", "step": 0.5},
    )  # fmt: skip
    networks: OwnPath = Field(
        default="", description="The trained networks, stages/trigger/networks.safetensors of a run; none: the run "
        "trains them.",
    )  # fmt: skip
    channels: int = Field(
        default=12, ge=4, le=64, description="Width of both U-Nets.", json_schema_extra={"step": 4, "more": True}
    )
    steps: int = Field(
        default=1200,
        ge=1,
        le=100_000,
        description="Optimizer steps of both U-Nets.",
        json_schema_extra={"step": 50, "more": True},
    )

    def relatives(self) -> Mapping[str, Self]:
        """Another picture hidden."""
        return {"another picture": self.replace(extractor="lbp" if self.extractor != "lbp" else "hog")}

    def apply(self, image: Image, rng: np.random.Generator, annotation: Annotation | None = None) -> Image:
        """A copy of `image`, uint8 (H, W, 3) RGB, with its trigger hidden in it; nothing is drawn from `rng`.

        Raises DatasetError where the networks are not trained yet, WeightsError where they cannot be read.
        """
        networks = self.trained()
        return self.put(networks, image, networks.hidden(image, self.extractor))

    def put(self, networks: "Networks", image: Image, hidden: NDArray[np.float32]) -> Image:
        """`image` with `hidden` (H, W) in it."""
        return rounded(image + np.float32(self.strength) * networks.residual(image, hidden))

    def trained(self) -> "Networks":
        """The networks. Raises DatasetError where there are none yet, WeightsError where they cannot be read."""
        from .satba_networks import read_networks

        if not self.networks:
            raise DatasetError(
                "The trigger 'satba' is not trained yet: run the recipe, which trains it, or name the "
                "stages/trigger/networks.safetensors of a run in `networks`."
            )
        return read_networks(Path(self.networks))

    def footprint(
        self, size: Size, rng: np.random.Generator | None = None, annotation: Annotation | None = None
    ) -> Mask:
        """Every pixel, bool (H, W)."""
        return everywhere(size)

    @property
    def is_ready(self) -> bool:
        """Whether the networks are there; else the run trains them first."""
        return bool(self.networks)

    @property
    def sources(self) -> tuple[Path, ...]:
        """The networks."""
        return (Path(self.networks),) if self.networks else ()
