"""Scenes: images with their annotations, the formats they are stored in, and what can be wrong with them."""

from typing import TYPE_CHECKING, Any

from .annotation import Annotation
from .scene import Dataset, Labels, Scene

if TYPE_CHECKING:
    from .formats import FORMATS, read_dataset

__all__ = ["FORMATS", "Annotation", "Dataset", "Labels", "Scene", "read_dataset"]


def __getattr__(name: str) -> Any:
    # the seven formats cost 35 ms to import, which the start of the window need not wait for
    if name in ("FORMATS", "read_dataset"):
        from . import formats

        return getattr(formats, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
