"""Is it poisoned? What can be looked for in a counter or a data set that came from someone else, and what is found."""

from .findings import MISSED, Audit, Finding
from .of_counter import audit_counter
from .of_scenes import audit_scenes
from .page import page
from .request import Request

__all__ = ["MISSED", "Audit", "Finding", "Request", "audit_counter", "audit_scenes", "page"]
