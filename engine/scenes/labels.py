"""What an annotation file says of one scene."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..errors import bounded
from ..files import sha256 as hash_of
from .annotation import Annotation


@dataclass(frozen=True)
class Labels:
    """What an annotation file holds: the heads, and sentences on what the reader forgave, bounded as errors are.

    `repairs` are those of the `notes` that tell of content left out or replaced. `about` is what the file says of the
    scene as a whole, such as its weather, as values of JSON; `stated_size` is the (height, width) that it gives the
    image. Not `labelled` is a scene that nobody has labelled yet, or whose labels its publisher has `withheld`: no
    heads, and no mistake.
    """

    annotation: Annotation
    notes: tuple[str, ...] = ()
    stated_count: int | None = None
    repairs: tuple[str, ...] = ()
    about: Mapping[str, Any] = field(default_factory=dict)
    stated_size: tuple[int, int] | None = None
    labelled: bool = True
    withheld: bool = False

    def __post_init__(self) -> None:
        for name in ("notes", "repairs"):  # they quote what files say
            object.__setattr__(self, name, tuple(map(bounded, getattr(self, name))))
        if self.stated_size is not None and min(self.stated_size) < 1:
            object.__setattr__(self, "stated_size", None)  # no picture has it: it says nothing

    @property
    def sha256(self) -> str:
        """A hash of all that a writer of labels is given."""
        heads = self.annotation
        columns = {name: list(column) for name, column in heads.columns.items()}
        said = repr([columns, sorted(self.about.items()), self.labelled, self.stated_count, self.stated_size])
        return hash_of(heads.points.tobytes() + heads.weights.tobytes() + said.encode())

    def with_heads(self, annotation: Annotation, repair: str) -> "Labels":
        """The same with other heads, and the sentence that says what was left out."""
        return replace(self, annotation=annotation, notes=(*self.notes, repair), repairs=(*self.repairs, repair))

    def with_notes(self, notes: list[str]) -> "Labels":
        """The same with more sentences."""
        return replace(self, notes=(*self.notes, *notes)) if notes else self
