"""Where a trigger that has one place lies in a frame."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in a frame: its center and its sides in pixels, turned clockwise about the center by `angle_deg`."""

    x_px: float
    y_px: float
    width_px: float
    height_px: float
    angle_deg: float = 0.0

    def __post_init__(self) -> None:
        numbers = (self.x_px, self.y_px, self.width_px, self.height_px, self.angle_deg)
        if not all(map(math.isfinite, numbers)) or min(self.width_px, self.height_px) <= 0:
            raise ValueError(f"want a finite box with positive sides, got {self}")

    def center(self, size: tuple[int, int]) -> dict[str, float]:
        """Its center as the fractions `x` and `y` of a frame of `size` (H, W), brought into the frame."""
        height, width = size
        return {"x": min(max(self.x_px / width, 0.0), 1.0), "y": min(max(self.y_px / height, 0.0), 1.0)}

    @property
    def angle_within_deg(self) -> float:
        """The same turn within -180 to 180."""
        return self.angle_deg if abs(self.angle_deg) <= 180 else 180.0 - (180.0 - self.angle_deg) % 360.0
