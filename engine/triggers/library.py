"""Every trigger but the composite, which is made of these. A new trigger: its file, and its name here."""

from typing import TypeAlias

from .blend import Blend
from .color import Color
from .fog import Fog
from .light import Exposure, Light
from .painted import Painted
from .patch import Patch
from .rain import Rain
from .reflection import Reflection
from .satba import Satba
from .sinusoid import Sinusoid
from .snow import Snow
from .warp import Warp

SingleTrigger: TypeAlias = (
    Patch | Blend | Sinusoid | Warp | Reflection | Rain | Snow | Fog | Light | Exposure | Color | Painted | Satba
)
