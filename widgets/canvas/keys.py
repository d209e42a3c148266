"""The canvas's own keys: names, defaults, and how a key press finds its name."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

# Shown by the studio's list of keys; changed through CanvasView.set_keys. Arrows and Escape stay what they are.
KEYS: Mapping[str, tuple[str, ...]] = {
    "fit": ("F",),
    "actual_size": ("Ctrl+0",),
    "zoom_in": ("Ctrl+=", "Ctrl++"),
    "zoom_out": ("Ctrl+-",),
    "hold_to_pan": ("Space",),
    "hold_to_peek": ("H",),
    "select_all": ("Ctrl+A",),
    "delete": ("Delete", "Backspace"),
    "place": ("Return", "Enter"),
    "previous_head": (",",),
    "next_head": (".",),
    "smaller": ("[",),
    "larger": ("]",),
    "fainter": ("-",),
    "stronger": ("=", "+"),
    "swap_brush_and_erase": ("X",),
}
KEY_WORDS: Mapping[str, str] = {
    "fit": "Fit the image in the view",
    "actual_size": "Show at 100 %",
    "zoom_in": "Zoom in",
    "zoom_out": "Zoom out",
    "hold_to_pan": "Hold to pan by dragging (with Ctrl: zoom)",
    "hold_to_peek": "Hold to look under the overlays",
    "select_all": "Select all heads",
    "delete": "Delete the selected heads",
    "place": "Place a head, or paint a dab, at the crosshair",
    "previous_head": "Select the previous head; turn the trigger left",
    "next_head": "Select the next head; turn the trigger right",
    "smaller": "Smaller brush or trigger (Shift: finer)",
    "larger": "Larger brush or trigger (Shift: finer)",
    "fainter": "Fade the trigger or weaken the brush (Shift: finer; Alt and the wheel fade too)",
    "stronger": "Make the trigger or the brush stronger (Shift: finer)",
    "swap_brush_and_erase": "Swap brush and eraser",
}
_FIXED = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Escape: "cancel",
}
# On some layouts Shift turns the key itself into another one.
_SHIFTED = {
    Qt.Key.Key_BraceLeft: Qt.Key.Key_BracketLeft,
    Qt.Key.Key_BraceRight: Qt.Key.Key_BracketRight,
    Qt.Key.Key_Less: Qt.Key.Key_Comma,
    Qt.Key.Key_Greater: Qt.Key.Key_Period,
    Qt.Key.Key_Underscore: Qt.Key.Key_Minus,
}
_SHIFT_MEANS_FINE = {"smaller", "larger", "previous_head", "next_head", "place", "fainter", "stronger"}


class KeyMap:
    """Finds the name of a key press; `bindings` maps names of KEYS to key texts as QKeySequence reads them."""

    def __init__(self, bindings: Mapping[str, tuple[str, ...]] = KEYS) -> None:
        unknown = set(bindings) - set(KEYS)
        if unknown:
            raise ValueError(f"no canvas key named {', '.join(sorted(unknown))}")
        self.bindings = {**KEYS, **bindings}
        self._names: dict[tuple[int, bool], str] = {}
        for name, texts in self.bindings.items():
            for text in texts:
                self._names[_combination(text)] = name

    def name(self, event: QKeyEvent) -> str | None:
        """The name of the press, or None. Shift changes nothing but the fineness of a few keys."""
        key = Qt.Key(event.key())
        if key in _FIXED:
            return _FIXED[key]
        held = event.modifiers()
        ctrl = bool(held & Qt.KeyboardModifier.ControlModifier)
        name = self._names.get((int(_SHIFTED.get(key, key)), ctrl))
        if name in ("hold_to_pan", "hold_to_peek"):
            return name
        if name is None and ctrl and (held_name := self._names.get((int(key), False))) == "hold_to_pan":
            return held_name  # Ctrl+Space-drag zooms
        alt = bool(held & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier))
        shift = bool(held & Qt.KeyboardModifier.ShiftModifier)
        if alt or (shift and name not in _SHIFT_MEANS_FINE and name != "zoom_in"):
            return None
        return name


def _combination(text: str) -> tuple[int, bool]:
    sequence = QKeySequence(text)
    if sequence.count() != 1:
        raise ValueError(f"want one key for the canvas, got {text!r}")
    combination = sequence[0]  # type: ignore[index]  # the stubs lack QKeySequence.__getitem__
    return int(combination.key()), bool(combination.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier)
