"""What the recipe as it stands would do: the graph of its stages before anything runs, worked out off the UI thread."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ..desktop.background import Background
from ..document import Document
from ..document.session import Session
from .engine_choice import EngineChoice
from .run_state import RunState, StageRow
from .scenes_of_runs import ShownScenes
from .tasks import is_copied

if TYPE_CHECKING:
    from miscount.engine.experiment.data_roles import ExperimentData
    from miscount.engine.experiment.forecast import Forecast
    from miscount.engine.experiment.plan import Numerics
    from miscount.engine.recipe import Recipe

_PAUSE_MS = 300
"""So long the hand rests before its last change is planned."""


@dataclass(frozen=True)
class Preview:
    """A recipe as a run would have it, its stages as far as they are known before, and what they cost in words."""

    recipe_text: str
    state: RunState
    words: str


@dataclass
class _Asked:
    """One question; it is dropped when another one follows."""

    recipe: "Recipe"
    shown: ShownScenes
    runs: Path
    copies: Path
    by: EngineChoice
    stale: bool = False

    @property
    def reads_source(self) -> bool:
        """Whether the scenes of the run are there: a copy with edited heads is made by the run itself."""
        return not self.shown.edited or is_copied(self.shown.folder_of_run(self.copies))

    def recipe_of_run(self) -> "Recipe":
        """The recipe on the scenes that the run will read."""
        return self.shown.recipe_of_run(self.recipe, self.copies)

    def recipe_to_plan(self) -> "Recipe":
        """The same on scenes that are there already."""
        return self.recipe_of_run() if self.reads_source else self.shown.recipe_on_source(self.recipe)


@dataclass
class _KnownScenes:
    """The scenes that were read last: reading a large dataset again for each edit would take minutes."""

    settings: tuple[object, ...] = ()
    files: tuple[tuple[str, int, int], ...] = field(default=())
    data: "ExperimentData | None" = None


class PlanPreview(QObject):
    """Plans the document's recipe while somebody looks; `preview` is None until the first answer."""

    changed = Signal()

    def __init__(
        self, document: Document, session: Session, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._session, self._background = document, session, background
        self.preview: Preview | None = None
        self.problem = ""
        self._asked: _Asked | None = None
        self._known = _KnownScenes()
        self._wanted = False
        self._by = EngineChoice()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        document.value_changed.connect(self._on_value)
        document.heads_changed.connect(self.look)
        document.laid.connect(self.look)
        document.dataset_changed.connect(self._on_dataset)

    def set_wanted(self, wanted: bool) -> None:
        """Whether somebody looks: nothing is planned otherwise, and what is being planned is given up."""
        if wanted == self._wanted:
            return
        self._wanted = wanted
        if wanted:
            self.look()
        else:
            self._drop()

    def set_engine(self, by: EngineChoice) -> None:
        """What would carry the run out: what is remembered depends on its number of threads."""
        if by != self._by:
            self._by = by
            self.look()

    def look(self, _what: object = None) -> None:
        """Plan anew, after a pause of the hand; the store may hold more than before."""
        if self._wanted:
            self._pause.start()

    def _on_value(self, name: str) -> None:
        if name == "recipe":
            self.look()

    def _on_dataset(self) -> None:
        if self._document.dataset is None and (self.preview is not None or self.problem):
            self._drop()
            self._take(None, None)  # another project is opened
        self.look()

    def _drop(self) -> None:
        self._pause.stop()
        if self._asked is not None:
            self._asked.stale = True
            self._asked = None

    def _ask(self) -> None:
        self._drop()
        project, document = self._session.project, self._document
        if project is None or document.recipe is None or document.dataset is None:
            self._take(None, None)
            return
        shown = ShownScenes(document.dataset.root, project.reading, document.edited_heads)
        asked = _Asked(document.recipe, shown, project.runs_folder, project.inside("copies"), self._by)
        self._asked = asked
        self._run(asked, partial(_by_names, asked), self._then_look_closer, None)

    def _run(
        self, asked: _Asked, work: Callable[[], Preview | None], then: Callable[[_Asked, Preview], None],
        otherwise: Preview | None,
    ) -> None:  # fmt: skip
        """Do `work`; what goes wrong is told, beside the stages of `otherwise`."""

        def take(preview: Preview | None) -> None:
            if asked is self._asked and preview is not None:
                then(asked, preview)

        def refuse(sentence: str) -> None:
            if asked is self._asked:
                self._take(asked, None if otherwise is None else replace(otherwise, words=sentence), sentence)

        self._background.run(work, take, refuse)

    def _then_look_closer(self, asked: _Asked, preview: Preview) -> None:
        """The stages are shown; which of them are remembered takes longer, since the scenes are read for it."""
        if self.preview is None or self.preview.recipe_text != preview.recipe_text:
            self._take(asked, preview)
        self._run(asked, partial(_closely, asked, self._known), self._take, preview)

    def _take(self, _asked: _Asked | None, preview: Preview | None, problem: str = "") -> None:
        self.preview, self.problem = preview, problem
        self.changed.emit()


def _by_names(asked: _Asked) -> Preview | None:
    """The stages by the names of the scenes alone. Raises EngineError."""
    from miscount.engine.experiment import plan
    from miscount.engine.experiment.open_data import known_names

    if asked.stale:
        return None
    recipe = asked.recipe_to_plan()
    graph = plan(recipe, known_names(recipe), {}, asked.runs / "next")
    rows = tuple(StageRow(stage.name, kind=stage.kind, inputs=stage.inputs) for stage in graph)
    return Preview(
        asked.recipe_of_run().to_yaml(), RunState(rows, len(rows)), f"The plan of the recipe: {len(rows)} stages."
    )


def _closely(asked: _Asked, known: _KnownScenes) -> Preview | None:
    """The stages with what earlier runs left and tell of them; None where the question is stale. Raises EngineError."""
    from miscount.engine.experiment import plan
    from miscount.engine.experiment.forecast import forecasts, twin_reaction
    from miscount.engine.experiment.open_data import known_names
    from miscount.engine.experiment.store import Store

    recipe, out = asked.recipe_to_plan(), asked.runs / "next"
    data = _keyed(asked, known_names(recipe), known) if asked.reads_source else known_names(recipe)
    if data is None or asked.stale:
        return None
    graph, store = plan(recipe, data, _numerics(asked.by), out), Store.beside(out)
    found = forecasts(graph, store)
    rows = tuple(map(_row, found))
    words = " ".join(filter(None, (_cost(found), twin_reaction(graph, store, data))))
    return Preview(asked.recipe_of_run().to_yaml(), RunState(rows, len(rows)), words)


def _keyed(asked: _Asked, named: "ExperimentData", known: _KnownScenes) -> "ExperimentData | None":
    """The scenes with the hash of what they hold; read only where a file has changed. None where it was given up."""
    from miscount.engine.experiment.data_roles import read_data
    from miscount.engine.experiment.detector_inputs import check_enough_clean

    recipe, root = named.recipe, named.dataset.root
    files = tuple(
        (str(path), path.stat().st_mtime_ns, path.stat().st_size)
        for scene in named.dataset for path in (scene.image_path, scene.label_path)
        if path is not None and path.is_file()
    )  # fmt: skip
    settings = (recipe.data.model_dump_json(), recipe.split.leave_out, recipe.seed)
    if known.data is None or (settings, files) != (known.settings, known.files):
        reading = read_data(recipe, root)
        while True:
            if asked.stale:
                return None
            try:
                next(reading)
            except StopIteration as end:
                known.settings, known.files, known.data = settings, files, end.value
                break
    data = replace(known.data, recipe=recipe)
    check_enough_clean((*recipe.detectors, *recipe.defenses), data)
    return data


def _numerics(by: EngineChoice) -> "Numerics":
    """What the last bits of a run depend on where its stages would be made; of a cluster, if its nodes are as this one.

    Raises EngineError.
    """
    from miscount.engine.training.devices import leave_a_core, numerics

    leave_a_core()  # as a run in the window does: the number of threads is part of what its stages are known by
    found = numerics()
    threads = getattr(by.executor(), "threads", None)
    return found | {"threads": threads} if threads is not None and "threads" in found else found


def _row(one: "Forecast") -> StageRow:
    stage = one.stage
    cost = [f"about {_lasting(one.seconds)}" if one.seconds is not None else "",
            f"{one.memory_mb:,.0f} MB" if one.memory_mb is not None else "", one.why]  # fmt: skip
    note = "" if one.cached else ", ".join(filter(None, cost))
    return StageRow(stage.name, "remembered" if one.cached else "waiting", stage.kind, stage.inputs, note=note)


def _cost(found: "list[Forecast]") -> str:
    """How many stages are to be made, and for how long."""
    from miscount.engine.experiment.forecast import remaining_seconds

    left = sum(not one.cached for one in found)
    seconds, unknown = remaining_seconds(found)
    cost = f"about {_lasting(seconds)} one after the other" if unknown < left or not left else ""
    untold = f"no earlier run says how long {'they' if not cost else f'{unknown} of them'} take" if unknown else ""
    return (
        f"The plan of the recipe: {len(found) - left} of {len(found)} stages are remembered, {left} are to be made"
        f"{''.join(f'; {words}' for words in (cost, untold) if words)}."
    )


def _lasting(seconds: float) -> str:
    """A time that is only about right, in the unit that fits it."""
    if seconds < 120:
        return f"{max(seconds, 1):.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.1f} h"
