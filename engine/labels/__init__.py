"""Label edits: what an attacker does to an annotation. Stands on scenes; knows no trigger and no density map."""

from pathlib import Path
from typing import Annotated, TypeAlias

from pydantic import TypeAdapter

from ..part import parse_part
from ..plugins import AlsoPlugins, Kinds
from .absolute import Constant, Offset
from .base import LabelPart
from .by_hand import ByHand
from .clean_label import CleanLabel
from .graded import Graded
from .local import Hallucinate, Local
from .ratio import Duplicate, Scale, Thin, Zero
from .warp import WarpLabels

# a new label edit: its file, and its name here
AnyLabelEdit: TypeAlias = (
    Zero
    | Thin
    | Graded
    | Scale
    | Duplicate
    | Offset
    | Constant
    | Local
    | Hallucinate
    | WarpLabels
    | ByHand
    | CleanLabel
)
LabelEdit = Annotated[AnyLabelEdit, AlsoPlugins("labels")]
KINDS: Kinds[LabelPart] = Kinds("labels", AnyLabelEdit)
_ADAPTER: TypeAdapter[AnyLabelEdit] = TypeAdapter(LabelEdit)

__all__ = ["KINDS", "AnyLabelEdit", "LabelEdit", "LabelPart", "label_edit"]


def label_edit(raw: object, folder: Path | None = None) -> AnyLabelEdit:
    """The label edit that `raw`, a mapping with a `kind`, describes; relative files lie in `folder`.

    Raises RecipeError with one line a fault.

    >>> import numpy as np
    >>> from miscount.engine.scenes import Annotation
    >>> edit = label_edit({"kind": "scale", "alpha": 0.5})
    >>> heads = Annotation.of([(10, 10), (30, 20)])
    >>> edit.apply(heads, (40, 60), np.random.default_rng(0), np.zeros((40, 60), bool)).count
    1.0
    """
    return parse_part(_ADAPTER, raw, "the label edit", folder)
