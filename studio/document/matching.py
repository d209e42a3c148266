"""Which scene an edit belongs to: the one whose picture has the content that the edit was made on. No Qt.

The scene of the same id comes first; else one that was moved or renamed, found by its size and then by its hash, so
that few files are read. What belongs to no scene here is named with the reason, and shown on none.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from miscount.engine.scenes.scene import Dataset, Scene

from .origin import Contents, Origin

MOST_ALIKE = 8
"""Of more pictures that have the same size in bytes as one with edits, copies of it are not looked for."""

NOT_HERE = "No picture of this dataset is the one that it was made on."
ANOTHER = "The picture of this name in this dataset is another one."
OLDER = "It does not know its picture, only a name, and was made on another dataset."
TAKEN = "{scene} is the same picture, and has edits of its own."

Report = Callable[[int, int], None]


@dataclass
class Matched:
    """`scenes`: the scene id of each origin that has one here; `why`: the reason of each that has none.

    `copies` are sentences about scenes that have the same picture.
    """

    scenes: dict[Origin, str] = field(default_factory=dict)
    why: dict[Origin, str] = field(default_factory=dict)
    copies: list[str] = field(default_factory=list)


def match(
    origins: Iterable[Origin], dataset: Dataset, contents: Contents, named: str, older_here: bool, report: Report
) -> Matched:
    """Find the scene of each origin in `dataset`, which the project names `named`; pictures are read for few.

    `older_here`: whether edits of the older form were made on this dataset, so that their scene's id is to be believed.
    """
    look = _Look(dataset, contents, named, older_here)
    wanted, found = list(dict.fromkeys(origins)), Matched()
    for number, origin in enumerate(wanted, start=1):
        if look.is_at_home(origin):
            found.scenes[origin] = origin.scene
        report(number, len(wanted))
    taken = set(found.scenes.values())
    for origin in wanted:
        if origin in found.scenes:
            continue
        there = look.alike(origin)
        free = next((scene for scene in there if scene.id not in taken), None)
        if free is None:
            found.why[origin] = look.reason(origin, there)
            continue
        found.scenes[origin] = free.id
        taken.add(free.id)
    found.copies += look.copies(found.scenes)
    return found


class _Look:
    """Looks at the pictures of one dataset, each at most once."""

    def __init__(self, dataset: Dataset, contents: Contents, named: str, older_here: bool) -> None:
        self._scenes = {scene.id: scene for scene in dataset}
        self._contents, self._named, self._older_here = contents, named, older_here
        self._sizes: dict[int, list[Scene]] | None = None

    def is_at_home(self, origin: Origin) -> bool:
        """Whether the scene of the same id is the one."""
        scene = self._scenes.get(origin.scene)
        if scene is None:
            return False
        if origin.content is None:
            return self._older_here if origin.older else origin.dataset == self._named
        same_size = self._contents.num_bytes(scene.image_path) == origin.content.num_bytes
        return same_size and self._contents.of(scene.image_path) == origin.content

    def alike(self, origin: Origin) -> list[Scene]:
        """Every scene whose picture is the origin's, in their order."""
        if origin.content is None:
            return []
        near = self._of_size(origin.content.num_bytes)
        return [scene for scene in near if self._contents.of(scene.image_path) == origin.content]

    def reason(self, origin: Origin, alike: list[Scene]) -> str:
        """Why no scene is the one."""
        if alike:
            return TAKEN.format(scene=alike[0].id)
        if origin.content is None:
            return OLDER
        return ANOTHER if origin.scene in self._scenes else NOT_HERE

    def copies(self, scenes: dict[Origin, str]) -> list[str]:
        """A sentence for every picture with edits that other scenes have too."""
        said: dict[str, str] = {}
        taken = set(scenes.values())
        for origin, scene_id in scenes.items():
            if origin.content is None or not 1 < len(self._of_size(origin.content.num_bytes)) <= MOST_ALIKE:
                continue
            others = [scene.id for scene in self.alike(origin) if scene.id not in taken]
            if others:
                names = ", ".join(others[:3]) + (f" and {len(others) - 3} more" if len(others) > 3 else "")
                said[scene_id] = f"{scene_id} has edits, and the same picture is also {names}, which has none."
        return list(said.values())

    def _of_size(self, num_bytes: int) -> list[Scene]:
        if self._sizes is None:
            self._sizes = defaultdict(list)
            for scene in self._scenes.values():
                size = self._contents.num_bytes(scene.image_path)
                if size is not None:
                    self._sizes[size].append(scene)
        return self._sizes.get(num_bytes, [])
