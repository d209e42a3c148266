"""A second annotation of the same scenes: where it differs from ours, and what is taken over from it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from miscount.engine.errors import EngineError
from miscount.engine.scenes.annotation import Annotation
from miscount.engine.scenes.rules import ReadingRules
from miscount.engine.scenes.scene import Dataset, Scene
from miscount.widgets.canvas import CanvasView

from ..desktop.background import Background
from ..document import Document

if TYPE_CHECKING:
    from miscount.engine.scenes.agreement import Agreement

RADIUS_PX = 16.0


class SecondOpinion(QObject):
    """Matches the heads of the current scene with another annotator's; nothing of theirs is changed."""

    changed = Signal()
    problem = Signal(str)
    notified = Signal(str)

    def __init__(
        self, document: Document, canvas: CanvasView, background: Background, reading: Callable[[], ReadingRules],
        parent: QObject,
    ) -> None:  # fmt: skip
        """`reading` tells how the open dataset is read; the other is read so too, but for the names of columns."""
        super().__init__(parent)
        self._reading = reading
        self._document, self._canvas, self._background = document, canvas, background
        self._theirs: Dataset | None = None
        self._radius_px = RADIUS_PX
        self._found: Agreement | None = None
        self._at = -1  # which difference was shown last
        document.scene_changed.connect(self.refresh)
        document.heads_changed.connect(self.refresh)
        document.dataset_opened.connect(self.close)

    @property
    def folder(self) -> Path | None:
        """Where the other annotation lies; None while there is none."""
        return self._theirs.root if self._theirs is not None else None

    def scene_of(self, scene_id: str) -> Scene | None:
        """Theirs of the same name."""
        try:
            return self._theirs[scene_id] if self._theirs is not None else None
        except KeyError:
            return None

    @property
    def agreement(self) -> "Agreement | None":
        """How far both agree on the current scene; None where the other has no such scene."""
        return self._found

    @property
    def radius_px(self) -> float:
        """Heads farther apart are two persons."""
        return self._radius_px

    def open(self, folder: Path) -> None:
        """Read the other annotation, on a thread: a dataset in any format with the same scenes."""
        rules = self._reading().replace(columns={})

        def read() -> Dataset:
            from miscount.engine.scenes import read_dataset

            return read_dataset(folder, rules)

        self._background.run(read, self._take, self.problem.emit)

    def _take(self, theirs: Dataset) -> None:
        ours = self._document.dataset
        common = {scene.id for scene in theirs} & {scene.id for scene in ours} if ours is not None else set()
        if not common:
            self.problem.emit(f"{theirs.root} has no scene of the same name as this dataset: nothing can be compared.")
            return
        self._theirs = theirs
        self.notified.emit(f"{len(common)} scenes were labelled by both.")
        self.refresh()

    def close(self) -> None:
        """Put the other annotation away."""
        self._theirs = None
        self.refresh()

    def set_radius(self, radius_px: float) -> None:
        """Match within another radius."""
        self._radius_px = radius_px
        self.refresh()

    def refresh(self, _what: object = None) -> None:
        """Match the current scene anew and draw where both differ."""
        theirs, self._found = self._heads(), None
        if theirs is not None:
            from miscount.engine.scenes.agreement import agree

            ours = self._ours()
            self._found = agree(ours, theirs, self._radius_px)
            self._canvas.heads.set_others(theirs.points[self._found.missed], ours.points[self._found.extra])
        else:
            self._canvas.heads.set_others(np.empty((0, 2)), np.empty((0, 2)))
        self.changed.emit()

    def _ours(self) -> Annotation:
        return self._document.annotation(self._document.scene_id)

    def _heads(self) -> Annotation | None:
        if self._theirs is None or not self._document.scene_id:
            return None
        try:
            return self._theirs[self._document.scene_id].annotation
        except KeyError:
            return None
        except EngineError as error:
            self.problem.emit(str(error))
            return None

    # ---- going through, taking over

    def step(self, by: int) -> None:
        """Show the next place where both differ, or the one before."""
        if self._found is None or not (len(self._found.missed) + len(self._found.extra)):
            self.notified.emit(
                "Both agree on this scene." if self._found is not None else "There is no second annotation."
            )
            return
        theirs = self._heads()
        assert theirs is not None
        places = np.concatenate([theirs.points[self._found.missed], self._ours().points[self._found.extra]])
        order = np.lexsort((places[:, 0], places[:, 1]))
        self._at = (self._at + by) % len(order)
        place = int(order[self._at])
        if place >= len(self._found.missed):
            self._document.select(self._found.extra[place - len(self._found.missed)][None])
        self._canvas.show_point(*places[place])

    def take_missed(self) -> None:
        """Add every head that only the other has."""
        self._merge("Take the other annotator's heads", take=True)

    def drop_extra(self) -> None:
        """Remove our heads that the other lacks: the selected ones of them, or all."""
        self._merge("Drop heads that only we have", drop=True)

    def average(self) -> None:
        """Move the heads that both have to the middle between both."""
        self._merge("Meet in the middle", midpoints=True)

    def _merge(self, text: str, *, take: bool = False, drop: bool = False, midpoints: bool = False) -> None:
        theirs = self._heads()
        if theirs is None or self._found is None:
            self.notified.emit("There is no second annotation of this scene.")
            return
        from miscount.engine.scenes.agreement import merged

        extra = self._found.extra
        chosen = np.intersect1d(extra, self._document.selection)
        after = merged(
            self._ours(), theirs, self._found, midpoints=midpoints,
            take=self._found.missed if take else None, drop=(chosen if len(chosen) else extra) if drop else None,
        )  # fmt: skip
        self._document.edit_heads(text, after)
