"""Counters for other programs: ONNX, TorchScript and plain state dicts, each with a card that says how to ask it."""

from .files import FORMS, Exported, Form, export
from .whole import Whole

__all__ = ["FORMS", "Exported", "Form", "Whole", "export"]
