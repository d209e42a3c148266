"""What a counter is trained on: an image with the map that it should give."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Sample:
    """One image uint8 (H, W, 3) RGB and its target float32 (ceil(H/s), ceil(W/s)), the block sums of a density map."""

    name: str
    image: NDArray[np.uint8]
    target: NDArray[np.float32]
    count: float
    points: NDArray[np.float64] | None = None
    """Heads (N, 2) as (x, y) in pixels, each of weight 1; None where the map is not one of such heads."""
    shares: NDArray[np.float64] | None = None
    """How much of each head (N,) a crop shows, where the loss asks for that; heads may then lie beyond the crop."""

    @property
    def num_bytes(self) -> int:
        """Memory that keeping this sample takes."""
        return self.image.nbytes + self.target.nbytes + (0 if self.points is None else self.points.nbytes)
