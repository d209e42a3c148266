"""The canvas: a scene with its layers and tools (CanvasView), linked panes (ComparePanes), the brush's arithmetic."""

from miscount.widgets.canvas.camera import Camera
from miscount.widgets.canvas.colormaps import COLORMAPS, DIVERGING, SEQUENTIAL
from miscount.widgets.canvas.keys import KEY_WORDS, KEYS
from miscount.widgets.canvas.layers import Picture
from miscount.widgets.canvas.panes import PANES, ComparePanes
from miscount.widgets.canvas.stack import LAYERS
from miscount.widgets.canvas.tools.dabs import DabPatch, add_dab, erase_dab, swap_patch
from miscount.widgets.canvas.tools.trigger_handles import TriggerBox
from miscount.widgets.canvas.view import MODES, CanvasView

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
