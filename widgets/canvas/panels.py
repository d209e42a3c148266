"""The sheets that lie on the canvas, each in its corner: read-out, color bar, navigator, and the empty state."""

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from miscount.widgets.canvas.camera import Camera
from miscount.widgets.canvas.layers import Picture
from miscount.widgets.canvas.navigator import Navigator
from miscount.widgets.canvas.overlay import ColorBar, EmptyText, ReadOut, short
from miscount.widgets.canvas.stack import LayerStack

from ..language import tr

GAP_PX = 10


class Panels(QObject):
    """Made once for a canvas; they show what they are given and know nothing of tools."""

    def __init__(self, canvas: QWidget, layers: LayerStack) -> None:
        super().__init__(canvas)
        self._canvas, self._layers = canvas, layers
        self.read_out = ReadOut(canvas)
        self.beside_hand = ReadOut(canvas)
        self.beside_hand.setAccessibleName(tr("Read-out beside the hand"))
        self.color_bar = ColorBar(canvas)
        self.navigator = Navigator(canvas)
        self.empty = EmptyText(canvas)
        self._navigates = self._partial = True

    def set_picture(self, picture: Picture | None) -> None:
        """What the navigator shows; without one the empty text stands in the middle."""
        width, height = picture.size if picture else (0, 0)
        self.empty.setVisible(picture is None)
        self.navigator.set_image(QImage() if picture is None else picture.at_scale(0.1), width, height)

    def set_navigates(self, navigates: bool) -> None:
        """Whether the navigator is shown while only a part is in view."""
        self._navigates = navigates
        self.navigator.setVisible(self._partial and self._navigates)

    def show_view(self, camera: Camera, view_size: tuple[float, float]) -> None:
        """Mark in the navigator what is in view."""
        width, height = view_size
        left, top = camera.to_image(0, 0, width, height)
        self._partial = self.navigator.set_view(QRectF(left, top, width / camera.scale, height / camera.scale))
        self.navigator.setVisible(self._partial and self._navigates)
        self.arrange()

    def show_levels(self) -> None:
        """The color bar of the map that is shown, if one is."""
        shown = self._layers.shown_map()
        if shown is None or self._layers.picture.picture is None:
            self.color_bar.show_nothing()
        else:
            self.color_bar.show_map(shown[0], shown[1].colormap, shown[1].levels)
        self.arrange()

    def show_place(self, place: tuple[float, float] | None, radius_px: float | None) -> None:
        """What is at an image point, and under a brush of this radius; None for no point in the image, or no brush."""
        picture = self._layers.picture.picture
        if picture is None or place is None:
            self.read_out.set_parts()
            return
        x, y = place
        parts = [f"x {x:.1f}  y {y:.1f}", "rgb {} {} {}".format(*picture.array[int(y), int(x)])]
        if (shown := self._layers.shown_map()) is not None:
            value = shown[1].value_at(x, y)
            parts.append(f"{shown[0]} {'–' if value is None else short(value)}")
            if radius_px is not None:
                parts.append(f"under ring {shown[1].sum_in_ring(x, y, radius_px):.2f}")
        if radius_px is not None:
            parts.append(f"radius {radius_px:.1f} px")
        self.read_out.set_parts(*parts)
        self.arrange()

    def show_beside(self, words: str, hand: tuple[float, float] | None) -> None:
        """Numbers beside the hand that changes something; empty words take them away."""
        sheet = self.beside_hand
        sheet.set_parts(*([words] if words and hand is not None else []))
        if hand is not None:
            x = min(hand[0] + 18, self._canvas.width() - sheet.width() - GAP_PX)
            y = hand[1] + 22 if hand[1] + 22 + sheet.height() < self._canvas.height() else hand[1] - 22 - sheet.height()
            sheet.move(round(x), round(y))

    def arrange(self) -> None:
        """Put each into its corner, after any of them or the canvas has changed its size."""
        width, height = self._canvas.width(), self._canvas.height()
        self.read_out.move(GAP_PX, height - self.read_out.height() - GAP_PX)
        self.color_bar.move(width - self.color_bar.width() - GAP_PX, GAP_PX)
        navigator = self.navigator
        navigator.move(width - navigator.width() - GAP_PX, height - navigator.height() - GAP_PX)
        self.empty.setGeometry(self._canvas.rect())
