"""What a canvas tool is: it hears a hand in image pixels and speaks through its own signals."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt

from miscount.widgets.canvas.camera import Camera

DRAG_THRESHOLD_PX = 5.0


@dataclass(frozen=True, slots=True)
class Touch:
    """One moment of the mouse or pen: (x, y) in image pixels, (view_x, view_y) in view pixels, and what is held."""

    x: float
    y: float
    view_x: float
    view_y: float
    shift: bool = False
    ctrl: bool = False
    alt: bool = False
    eraser: bool = False
    pressure: float = 1.0  # of a pen, 0 to 1; a mouse presses with all its weight
    again: bool = False  # the second click of a double click: it must not place a second head on the first

    def view_distance(self, other: "Touch") -> float:
        return max(abs(self.view_x - other.view_x), abs(self.view_y - other.view_y))


@dataclass(frozen=True, slots=True)
class Step:
    """A key that a tool hears: its `name` in the key map, and the held modifiers."""

    name: str
    shift: bool = False
    ctrl: bool = False

    @property
    def arrow(self) -> tuple[int, int] | None:
        """The direction of an arrow key, y down; None for another key."""
        return {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}.get(self.name)

    @property
    def stride_px(self) -> float:
        """How far an arrow goes: 1 px, with Shift 10 px."""
        return 10.0 if self.shift else 1.0


class Tool(QObject):
    """A mode of the canvas; the canvas sends it the left button, hovering and keys. Every method may be left out."""

    cursor = Qt.CursorShape.ArrowCursor
    hears_ctrl = False  # else Ctrl+click adds a head
    left_pans = False

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.camera = Camera(0.0, 0.0, 1.0)
        self.frame = (0.0, 0.0)

    def in_frame(self, x: float, y: float) -> bool:
        """Whether the image point lies on the image."""
        return 0 <= x < self.frame[0] and 0 <= y < self.frame[1]

    def near_px(self, view_px: float) -> float:
        """A distance on the screen, in image pixels."""
        return view_px / self.camera.scale

    def set_camera(self, camera: Camera) -> None:
        self.camera = camera

    def set_frame(self, width: float, height: float) -> None:
        self.frame = (width, height)

    def activate(self) -> None:
        """The mode begins."""

    def deactivate(self) -> None:
        """The mode ends: put away what is drawn for it."""

    def press(self, touch: Touch) -> None: ...

    def drag(self, touch: Touch) -> None: ...

    def release(self, touch: Touch) -> None: ...

    def hover(self, touch: Touch | None) -> None:
        """The mouse moved with no button, or left (None)."""

    def modifiers(self, shift: bool, ctrl: bool, alt: bool) -> None:
        """A modifier went down or up."""

    def key(self, step: Step) -> bool:
        """A key; True if it was heard."""
        return False

    def cancel(self) -> bool:
        """Escape, another tool, or a change under the hand: drop what is half done; True if there was something."""
        return False

    def cursor_at(self, _touch: Touch | None) -> Qt.CursorShape:
        """The cursor to show there."""
        return self.cursor


class Handles(Tool):
    """A tool whose knobs go before the tool in the hand, where the canvas says so."""

    def hits(self, touch: Touch) -> bool:
        """Whether a press there would take a knob."""
        raise NotImplementedError
