"""Detectors: which scenes of a training set, which arriving scenes, or which counter is poisoned."""

from typing import Annotated, TypeAlias

from pydantic import TypeAdapter

from ..part import parse_part
from ..plugins import AlsoPlugins, Kinds
from .activation_clustering import ActivationClustering
from .aeva import Aeva
from .base import DetectionResult, DetectorInput, DetectorPart
from .frequency import Frequency
from .inversion import Inversion
from .severity import Severity
from .signed_residual import SignedResidual
from .spectral import Spectral
from .strip import Strip

AnyDetector: TypeAlias = (
    SignedResidual | Spectral | ActivationClustering | Frequency | Strip | Severity | Inversion | Aeva
)
Detector: TypeAlias = Annotated[AnyDetector, AlsoPlugins("detectors")]
KINDS: Kinds[DetectorPart] = Kinds("detectors", AnyDetector)
_ADAPTER: TypeAdapter[AnyDetector] = TypeAdapter(Detector)


def detector(raw: object) -> AnyDetector:
    """The detector that `raw`, such as {"kind": "spectral"}, describes. Raises RecipeError."""
    return parse_part(_ADAPTER, raw, "the detector")


__all__ = [
    "KINDS",
    "AnyDetector",
    "DetectionResult",
    "Detector",
    "DetectorInput",
    "DetectorPart",
    "SignedResidual",
    "detector",
]
