"""What the line at the bottom says: the last act, what undo holds, what runs, what is opened, when it was saved."""

from datetime import datetime

from PySide6.QtCore import QObject, QTimer

from miscount.widgets.notices import StatusLine

from ..services import Services


class Status(QObject):
    """Says on `line` what the services tell."""

    def __init__(self, line: StatusLine, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self._line, self._services = line, services
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._show_running)
        document, session = services.document, services.session
        document.acted.connect(line.set_message)
        document.history.index_changed.connect(self._on_index)
        document.history.changed.connect(self._show_history)
        session.saved.connect(self._on_saved)
        session.opened.connect(self._on_opened)
        session.ready.connect(self._on_ready)
        services.jobs.queue_changed.connect(self._on_jobs)
        for source in (session, services.proposer, services.scenes):
            source.progress.connect(line.set_progress)

    def _on_index(self, _index: int) -> None:
        history = self._services.document.history
        if not history.stack.canRedo() and history.can_undo:
            self._line.set_message(history.stack.undoText())

    def _show_history(self) -> None:
        history = self._services.document.history
        held, budget = history.num_bytes / 2**20, history.budget_bytes / 2**20
        tip = f"Undo holds {held:.2f} of {budget:.0f} MB; beyond that its oldest steps are given up."
        self._line.set_history(f"Undo {held:.1f} MB" if history.num_bytes else "", tip)

    def _on_jobs(self) -> None:
        if self._services.jobs.running is not None and not self._clock.isActive():
            self._clock.start()
        self._show_running()

    def _show_running(self) -> None:
        job = self._services.jobs.running
        if job is None:
            self._clock.stop()
        words = "" if job is None else f"{job.title}: {int(job.elapsed_s) // 60}:{int(job.elapsed_s) % 60:02}"
        self._line.set_running(words)

    def _on_opened(self) -> None:
        project = self._services.session.project
        assert project is not None
        self._line.set_message(f"Opening {project.name}…")

    def _on_ready(self) -> None:
        project, dataset = self._services.session.project, self._services.document.dataset
        assert project is not None
        assert dataset is not None
        self._line.set_message(f"Opened {project.name}: {len(dataset)} scenes in {dataset.root}.")

    def _on_saved(self, at: datetime) -> None:
        project = self._services.session.project
        self._line.set_saved(f"Saved {at:%H:%M:%S}", str(project.folder) if project is not None else "")
