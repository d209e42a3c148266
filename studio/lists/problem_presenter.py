"""Joins the list of problems to what is checked, and to the canvas: choosing one shows its heads."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer

from miscount.widgets.canvas import CanvasView
from miscount.widgets.problem_list import ProblemList, ProblemRow

from ..canvas.pictures import Pictures, Shown
from ..document import Document
from .mending import name_of
from .problems import Problems

if TYPE_CHECKING:
    from miscount.engine.scenes.checks import Problem

SETTLE_MS = 150
SETTLE_WHILE_CHECKING_MS = 1_000
"""A check reports much in little time; the list follows this often."""


class ProblemPresenter(QObject):
    """Follows Problems with a ProblemList, which the Scenes page shows."""

    def __init__(self, problems: Problems, document: Document, canvas: CanvasView, pictures: Pictures) -> None:
        super().__init__(problems)
        self.widget = ProblemList()
        self._problems, self._document, self._canvas = problems, document, canvas
        self._shown: tuple[Problem, ...] = ()
        self._wanted: Problem | None = None  # to be shown when its picture is there
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._fill)
        problems.changed.connect(self._on_changed)
        problems.stepped.connect(self._on_stepped)
        pictures.ready.connect(self._on_picture)
        self.widget.chosen.connect(self._on_chosen)
        self.widget.check_asked.connect(problems.check)
        self.widget.stop_asked.connect(problems.stop)
        self.widget.fix_asked.connect(self._on_fix)
        self.widget.fix_all_asked.connect(problems.fix_all)
        self._fill()

    def step(self, by: int) -> None:
        """Go to the next problem, or the one before."""
        if self._settle.isActive():
            self._fill()
        row = self.widget.step(by)
        if row is not None:
            self._go(self._shown[row.key])
        else:
            self._problems.notified.emit(self._problems.summary)

    def fix_current(self) -> None:
        """Fix the problem that the person is at."""
        row = self.widget.current
        if row is not None and row.removes:
            self._problems.notified.emit(f"A key deletes no heads: to do it, click “{row.fix}” below the list.")
        elif row is not None and row.fix:
            self._problems.fix(self._shown[row.key])
        else:
            self._problems.notified.emit("This problem needs a hand." if row else "Go to a problem first: press F8.")

    def fix_all_of_kind(self) -> None:
        """Fix every problem of the kind that the person is at."""
        row = self.widget.current
        if row is not None and row.removes:
            self.fix_current()
        elif row is not None and row.fix:
            self._problems.fix_all(row.kind)

    def _on_changed(self) -> None:
        self.widget.set_running(self._problems.running)
        if not self._settle.isActive() or self._settle.remainingTime() > SETTLE_MS:
            self._settle.start(SETTLE_MS)

    def _on_stepped(self) -> None:
        self.widget.set_status(self._problems.summary)
        if not self._settle.isActive():
            self._settle.start(SETTLE_WHILE_CHECKING_MS)

    def _fill(self) -> None:
        self._settle.stop()
        self._shown = self._problems.all
        self.widget.set_problems([self._row(k, p) for k, p in enumerate(self._shown)], self._problems.summary)

    def _row(self, key: int, problem: "Problem") -> ProblemRow:
        from miscount.engine.scenes.checks import ASKED_FOR, KINDS

        about = KINDS[problem.kind]
        fix = "" if self._document.read_only else name_of(problem.kind)
        removes = len(problem.heads) if fix and problem.kind in ASKED_FOR else 0
        return ProblemRow(
            key, problem.scene, problem.kind, about.title, problem.severity, problem.sentence, about.explanation,
            f"{fix} ({removes})" if removes else fix, removes,
        )  # fmt: skip

    def _on_chosen(self, key: int) -> None:
        self._go(self._shown[key])

    def _on_fix(self, key: int) -> None:
        self._problems.fix(self._shown[key])

    def _go(self, problem: "Problem") -> None:
        if self._document.scene_of(problem.scene) is None:
            return  # labels without an image: there is nothing to look at
        self._wanted = problem
        if self._document.scene_id == problem.scene and self._canvas.has_image:
            self._show()
        else:
            self._document.show_scene(problem.scene)

    def _on_picture(self, shown: Shown) -> None:
        if self._wanted is not None and shown.scene_id == self._wanted.scene:
            # after the canvas has taken the picture and its heads
            QTimer.singleShot(0, self, self._show)

    def _show(self) -> None:
        problem, self._wanted = self._wanted, None
        if problem is None or self._document.scene_id != problem.scene:
            return
        points = self._document.annotation(problem.scene).points
        heads = np.array([index for index in problem.heads if index < len(points)], dtype=np.intp)
        self._document.select(heads)
        if problem.place is not None:
            left, top, width, height = problem.place
            self._canvas.show_point(left + width / 2, top + height / 2)
        elif len(heads):
            self._canvas.show_point(*points[heads[0]])
