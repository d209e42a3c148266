"""All that a machine without a network needs to have Miscount: wheels, an installer, example projects and the guide."""

from .folder import Bundle, bundle
from .target import CPU_TORCH, PLATFORMS, Target

__all__ = ["CPU_TORCH", "PLATFORMS", "Bundle", "Target", "bundle"]
