"""Scenes: images with their annotations, the formats they are stored in, and what can be wrong with them."""

from .annotation import Annotation
from .formats import FORMATS, read_dataset
from .scene import Dataset, Labels, Scene

__all__ = ["FORMATS", "Annotation", "Dataset", "Labels", "Scene", "read_dataset"]
