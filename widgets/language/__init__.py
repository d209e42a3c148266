"""The language of the window: text is English inside, and becomes the person's where it is shown, by `tr`."""

from .fonts import can_be_drawn
from .shown import LANGUAGES, in_use, keep, language_of, tr, use, use_if_drawn

__all__ = ["LANGUAGES", "can_be_drawn", "in_use", "keep", "language_of", "tr", "use", "use_if_drawn"]
