"""The synchronized panes: image, true density, clean and triggered prediction, difference, of the live reaction."""

from PySide6.QtCore import QObject

from miscount.engine.errors import EngineError
from miscount.widgets.canvas import ComparePanes

from ..document import Document
from .density_controller import DensityController
from .pictures import Pictures
from .reaction import Answer, Reaction


class PanesBinding(QObject):
    """Feeds ComparePanes while they are shown; holds nothing but them."""

    def __init__(
        self,
        panes: ComparePanes,
        document: Document,
        pictures: Pictures,
        density: DensityController,
        reaction: Reaction,
    ) -> None:
        super().__init__(panes)
        self._panes, self._document = panes, document
        self._pictures, self._density = pictures, density
        self._reaction = reaction
        self._image: object = None
        reaction.answered.connect(self._on_answer)
        density.changed.connect(self._on_density)
        document.heads_changed.connect(self._on_heads)

    def refresh(self) -> None:
        """Bring what does not come with an answer."""
        self._on_density()
        self._on_heads(self._document.scene_id)

    def _on_answer(self, answer: Answer) -> None:
        kept = self._pictures.kept(answer.request.scene_id)
        if not self._panes.isVisible() or kept is None or answer.triggered is None:
            return
        panes = self._panes
        if answer.complete or self._image is not kept:
            panes.set_image(kept.picture, answer.triggered)
        else:
            panes.canvas("triggered").set_image(answer.triggered)
        if self._image is not kept:
            self._image = kept
            self.refresh()
        clean, triggered = answer.clean_map, answer.triggered_map
        panes.set_map("clean", clean)
        panes.set_map("triggered", triggered)
        panes.set_map("difference", None if clean is None or triggered is None else triggered - clean)

    def _on_density(self) -> None:
        if not self._panes.isVisible():
            return
        density, counter = self._density.map, self._reaction.counter
        if density is None or counter is None:
            self._panes.set_map("truth", density)
            return
        from miscount.engine.density import block_sum  # loaded by now: it made the map

        # at the counter's stride, as its predictions are, so that equal colors are equal densities
        self._panes.set_map("truth", block_sum(density, counter.stride), self._density.total)

    def _on_heads(self, scene_id: str) -> None:
        if self._panes.isVisible() and scene_id == self._document.scene_id and scene_id:
            try:
                heads = self._document.annotation(scene_id)
            except EngineError:
                return  # reported where the scene is opened
            self._panes.set_heads(heads.points, heads.weights)
            self._panes.set_count("image", heads.count)
