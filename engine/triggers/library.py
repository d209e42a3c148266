"""Every trigger but the composite, which is made of these. A new trigger: its file, and its name here."""

from typing import TypeAlias

from .blend import Blend
from .patch import Patch

SingleTrigger: TypeAlias = Patch | Blend
