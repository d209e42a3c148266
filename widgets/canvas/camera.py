"""Where the canvas looks: a frozen camera and its arithmetic, in image pixels (x right, y down) and view pixels."""

from dataclasses import dataclass, replace

MIN_SCALE = 1 / 64
MAX_SCALE = 96.0
FIT_MARGIN_PX = 12.0


@dataclass(frozen=True, slots=True)
class Camera:
    """The image point (x, y) at the middle of the view, and view pixels per image pixel (`scale`)."""

    x: float
    y: float
    scale: float

    def to_view(self, x: float, y: float, view_width: float, view_height: float) -> tuple[float, float]:
        """View position of the image point (x, y)."""
        return (x - self.x) * self.scale + view_width / 2, (y - self.y) * self.scale + view_height / 2

    def to_image(self, x: float, y: float, view_width: float, view_height: float) -> tuple[float, float]:
        """Image point under the view position (x, y)."""
        return (x - view_width / 2) / self.scale + self.x, (y - view_height / 2) / self.scale + self.y

    def zoomed(self, factor: float, at: tuple[float, float]) -> "Camera":
        """Closer by `factor`, the image point `at` staying where it is in the view."""
        scale = min(max(self.scale * factor, MIN_SCALE), MAX_SCALE)
        kept = self.scale / scale
        return Camera(at[0] + (self.x - at[0]) * kept, at[1] + (self.y - at[1]) * kept, scale)

    def panned(self, view_dx: float, view_dy: float) -> "Camera":
        """Moved so that the image follows the hand by (view_dx, view_dy) view pixels."""
        return replace(self, x=self.x - view_dx / self.scale, y=self.y - view_dy / self.scale)

    def kept_near(self, width: float, height: float) -> "Camera":
        """The same camera with its middle held inside a frame of `width` by `height`, so that it cannot get lost."""
        return replace(self, x=min(max(self.x, 0.0), width), y=min(max(self.y, 0.0), height))


def fitting(width: float, height: float, view_width: float, view_height: float) -> Camera:
    """The camera that shows a whole frame of `width` by `height` with a small margin."""
    room_x = max(view_width - 2 * FIT_MARGIN_PX, 1.0)
    room_y = max(view_height - 2 * FIT_MARGIN_PX, 1.0)
    scale = min(room_x / max(width, 1.0), room_y / max(height, 1.0))
    return Camera(width / 2, height / 2, min(max(scale, MIN_SCALE), MAX_SCALE))
