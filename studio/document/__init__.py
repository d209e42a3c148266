"""What the person works on: the document with its edits, the journal that outlives a crash, the project's folder."""

from .document import Document

__all__ = ["Document"]
