"""The canvas: a scene with its layers and tools (CanvasView), linked panes (ComparePanes), the brush's arithmetic."""

from widgets.canvas.camera import Camera
from widgets.canvas.colormaps import COLORMAPS, DIVERGING, SEQUENTIAL
from widgets.canvas.dabs import DabPatch, add_dab, erase_dab, swap_patch
from widgets.canvas.keys import KEY_WORDS, KEYS
from widgets.canvas.layers import Picture
from widgets.canvas.panes import PANES, ComparePanes
from widgets.canvas.stack import LAYERS
from widgets.canvas.trigger_handles import TriggerBox
from widgets.canvas.view import MODES, CanvasView

__all__ = [
    "COLORMAPS",
    "DIVERGING",
    "KEYS",
    "KEY_WORDS",
    "LAYERS",
    "MODES",
    "PANES",
    "SEQUENTIAL",
    "Camera",
    "CanvasView",
    "ComparePanes",
    "DabPatch",
    "Picture",
    "TriggerBox",
    "add_dab",
    "erase_dab",
    "swap_patch",
]
