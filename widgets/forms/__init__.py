"""Forms made from field specs: rows, groups, unions and lists; `python -m miscount.widgets.forms` shows one."""

from .fields import FieldSpec
from .form import Form, Variant

__all__ = ["FieldSpec", "Form", "Variant"]
