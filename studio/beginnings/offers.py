"""What is offered when a project opens, or cannot: unsaved edits, a run that was stopped, another dataset."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from miscount.engine.reading import there
from miscount.widgets.notices import Notice, Severity

from ..actions import ActionId
from ..document.leftovers import Leftover, touched_in_words
from ..lists.edits_elsewhere import in_words
from ..lists.reading_notice import SHOW_DETAILS
from ..services import Services
from .recognized import PROJECT

RECOVER, GO_ON, CHOOSE_DATASET, SHOW_THEM = "Recover", "Go on", "Choose its dataset…", "Show them"
SAVE_ELSEWHERE, PROPOSE_KERNEL = "Save elsewhere…", "Use it"
NOTHING_OPEN = "{why}\n\nNothing is open: use File > Open project…, New project… or Open the quickstart project."
_ACTIONS = {
    RECOVER: ActionId.RECOVER, GO_ON: ActionId.RUN_START, SAVE_ELSEWHERE: ActionId.SAVE_ELSEWHERE,
    SHOW_DETAILS: ActionId.READERS_SAID, SHOW_THEM: ActionId.EDITS_ELSEWHERE,
    PROPOSE_KERNEL: ActionId.PROPOSE_KERNEL,
}  # fmt: skip


class Offers(QObject):
    """Tells what can be done about it, and does it when the person says so."""

    def __init__(
        self, services: Services, choose_dataset_of: Callable[[Path], None], unfinished_run: Callable[[], Path | None],
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._services = services
        self._choose_dataset_of, self._unfinished_run = choose_dataset_of, unfinished_run
        self._may_offer = False
        self._refused: Path | None = None
        session, document = services.session, services.document
        session.opened.connect(self._on_opened)
        session.left_over.connect(self._on_left_over)
        session.place_lost.connect(self._on_place_lost)
        session.moved.connect(self._on_moved)
        session.refused.connect(self._on_refused)
        session.edits_elsewhere.connect(self._on_edits_elsewhere)
        services.kernel.offered.connect(self._on_kernel)
        for signal in (document.laid, services.runs.changed, document.value_changed, document.dataset_changed):
            signal.connect(self._offer_unfinished)

    def on_action(self, notice: Notice) -> None:
        """The person took up what a notice offers."""
        if notice.action == CHOOSE_DATASET and self._refused is not None:
            self._choose_dataset_of(self._refused)
        elif notice.action in _ACTIONS:
            self._services.act(_ACTIONS[notice.action])

    def _on_opened(self) -> None:
        self._may_offer = not self._services.document.read_only

    def _offer_unfinished(self, _name: str = "") -> None:
        """Once, when project and runs are read: say that the last run was stopped, if it was of this recipe."""
        services = self._services
        self._may_offer = self._may_offer and services.jobs.running is None
        if (
            not self._may_offer
            or not services.runs.runs
            or not services.document.dataset
            or not services.document.recipe
            or services.document.waiting
        ):
            return
        self._may_offer = False
        found = self._unfinished_run()
        if found is not None:
            services.notify.info(f"The run {found.name} was stopped before its end; F5 goes on with it.", GO_ON)

    def _on_left_over(self, leftovers: list[Leftover]) -> None:
        """Before all else: once work goes on, it is worth less with every edit."""
        touched = frozenset[str]().union(*(left.touched for left in leftovers))
        ended = leftovers[-1].ended
        words = f"Changes of {touched_in_words(touched)} were" if touched else "Some changes were"
        num_lost = sum(len(left.lost) for left in leftovers)
        damaged = f" Of {num_lost} more the journal is damaged: Recover names them." if num_lost else ""
        said = f"{words} not saved when the last session ended, {ended:%d %b %H:%M}.{damaged}"
        self._services.notify.noticed.emit(Notice(Severity.INFO, said, action=RECOVER, first=True))

    def _on_place_lost(self, why: str) -> None:
        self._services.notify.error(why, action=SAVE_ELSEWHERE)

    def _on_moved(self, to: Path) -> None:
        self._services.notify.success(f"Saved to {to}; you go on there.")

    def _on_refused(self, why: str, folder: Path) -> None:
        """Nothing was opened, and what was open is as it was."""
        services = self._services
        open_now = services.session.project
        self._refused = folder
        other = there(folder / PROJECT) and (open_now is None or open_now.folder != folder)
        services.notify.noticed.emit(Notice(Severity.ERROR, why, action=CHOOSE_DATASET if other else ""))
        if services.document.dataset is None:
            services.canvas.set_empty_text(NOTHING_OPEN.format(why=why) if open_now is None else why)

    def _on_kernel(self, said: str) -> None:
        self._services.notify.info(said, PROPOSE_KERNEL)

    def _on_edits_elsewhere(self) -> None:
        session = self._services.session
        self._services.notify.info(in_words(len(session.absent), len(session.copies)), SHOW_THEM)
