"""Training a counter: what it sees, in which order, with which optimizer, and how it goes on after a stop."""

from .batches import Batch
from .config import WIDE_AND_ERASED, WIDE_LIGHT, Augmentation, Training
from .loop import Fit, Probe, fit
from .sample import Sample
from .sample_dataset import SampleDataset

__all__ = [
    "WIDE_AND_ERASED",
    "WIDE_LIGHT",
    "Augmentation",
    "Batch",
    "Fit",
    "Probe",
    "Sample",
    "SampleDataset",
    "Training",
    "fit",
]
