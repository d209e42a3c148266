"""Which scenes a run reads, so that window and run agree: the folder of the window, or a copy with the edits. No Qt.

A copy holds people alone, with the pictures that need it marked so that nobody turns them: it is read by `COPIED`, and
the rules by which the window read its source would leave out heads that a person placed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from miscount.engine.files import fingerprint
from miscount.engine.scenes.annotation import Annotation
from miscount.engine.scenes.rules import ReadingRules

from ..document.edits import heads_hash

if TYPE_CHECKING:
    from miscount.engine.recipe import Recipe

COPIED = ReadingRules(ignored=(), frame="upright")
"""How a copy for a run is read: every head in it is a person, every picture lies as it was seen."""

OF_ITS_OWN = (
    "The recipe reads labels by rules of its own (data.read), and this window by other ones: runs from here read them "
    "as the window does. Change those under “How labels are read…”, or in the recipe."
)


@dataclass(frozen=True)
class ShownScenes:
    """The scenes as the window shows them: those in `source`, read by `reading`, with the `edited` heads."""

    source: Path
    reading: ReadingRules = field(default_factory=ReadingRules)
    edited: Mapping[str, Annotation] = field(default_factory=dict)

    def folder_of_run(self, copies: Path) -> Path:
        """What a run reads: `source`, or a copy with the edited heads in the folder `copies`."""
        return copies / self._name_of_copy() if self.edited else self.source

    def recipe_of_run(self, recipe: "Recipe", copies: Path) -> "Recipe":
        """`recipe` on what a run reads."""
        return on_folder(recipe, self.folder_of_run(copies), COPIED if self.edited else self.reading)

    def recipe_on_source(self, recipe: "Recipe") -> "Recipe":
        """`recipe` on the scenes as they lie there, without the edits."""
        return on_folder(recipe, self.source, self.reading)

    def _name_of_copy(self) -> str:
        """A folder name that two copies share only when they are equal."""
        heads = {scene_id: heads_hash(annotation) for scene_id, annotation in self.edited.items()}
        return "edited-" + fingerprint([str(self.source), self.reading.model_dump(mode="json"), heads])


def on_folder(recipe: "Recipe", folder: Path, reading: ReadingRules = ReadingRules()) -> "Recipe":
    """`recipe` on the scenes in `folder`, read by `reading`, all else that it says of them as it is."""
    from miscount.engine.recipe import FolderScenes

    given = recipe.data
    kept = given if isinstance(given, FolderScenes) else FolderScenes(path=str(folder))
    return recipe.replace(data=kept.replace(path=str(folder), read=reading))


def reads_otherwise(recipe: "Recipe", reading: ReadingRules) -> bool:
    """Whether `recipe` has rules of reading of its own that are not those of the window."""
    own = getattr(recipe.data, "read", ReadingRules())
    return own not in (ReadingRules(), reading)
