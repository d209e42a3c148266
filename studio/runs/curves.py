"""The curves of a run, live or replayed by the same code: what each training lost, and what it says of a few scenes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabWidget, QWidget

from miscount.engine.events import EpochDone, Event, StepDone
from miscount.engine.runs.names import counter_name, scene_names
from miscount.widgets.language import tr
from miscount.widgets.plots.line import Look
from miscount.widgets.plots.live_plot import LivePlot

from ..forms.inspector import tabbed
from .looks import FIGURES, look_of

SMOOTHED = 20
"""Steps in the mean of what jumps from batch to batch; the raw values stay in view."""

Points = dict[str, tuple[list[float], list[float]]]


class RunCurves:
    """Plots by step on the left, by epoch on the right, each behind its tab; fed with events."""

    def __init__(self) -> None:
        self.loss = LivePlot("", "step", "loss", empty_text="The loss of each training, step by step.")
        self.lr = LivePlot("", "step", "learning rate", empty_text="The learning rate, step by step.")
        self.speed = LivePlot("", "step", "images a second", empty_text="Training images a second, step by step.")
        self.memory = LivePlot("", "step", "MB", empty_text="The most memory in use so far.")
        self.counts = LivePlot(
            "", "epoch", "persons",
            empty_text="What the counter says of a few scenes on average, clean and triggered, epoch by epoch.",
        )  # fmt: skip
        self.scenes = LivePlot(
            "", "epoch", "persons", empty_text="What the counter says of each of these scenes, epoch by epoch."
        )
        self.errors = LivePlot(
            "", "epoch", "persons", empty_text="Errors of counts on the validation scenes, epoch by epoch."
        )
        by_step = (("Loss", self.loss), ("Rate", self.lr), ("Speed", self.speed), ("Memory", self.memory))
        by_epoch = (("Probes", self.counts), ("Each", self.scenes), ("Errors", self.errors))
        self._by_step, self._by_epoch = [plot for _, plot in by_step], [plot for _, plot in by_epoch]
        self.widget = _side_by_side(_tabs("Curves by step", by_step), _tabs("Curves by epoch", by_epoch))
        for words, plot in (*by_step, *by_epoch):
            plot.export.name = words
            plot.setAccessibleName(tr(words))
        self.loss.set_smoothing(SMOOTHED)
        self.speed.set_smoothing(SMOOTHED)
        self.restart()

    def restart(self) -> None:
        """Another run is drawn."""
        self._step = self._epoch = 0
        self._of_epochs = ""
        self._begun: set[str] = set()
        for plot in (*self._by_step, *self._by_epoch):
            plot.clear()

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to see."""
        return self._step + self._epoch > 0

    def draw(self, events: Iterable[Event]) -> None:
        """Draw what `events` add; one call of a plot for each curve, whatever their number."""
        new: dict[LivePlot, Points] = {}
        steps: defaultdict[str, list[tuple[int, StepDone]]] = defaultdict(list)
        for event in events:
            if isinstance(event, StepDone):
                if event.stage not in self._begun:  # several may train at once, and speak in turn
                    self._begin(event.stage)
                self._step += 1
                steps[event.stage].append((self._step, event))
            elif isinstance(event, EpochDone):
                self._take_epoch(event, new)
        self._draw_new(new)
        for stage, said in steps.items():
            self._draw_steps(stage, said)

    def _draw_new(self, new: dict[LivePlot, Points]) -> None:
        for plot, curves in new.items():
            for name, (xs, ys) in curves.items():
                plot.extend(name, xs, ys)
        new.clear()

    def _draw_steps(self, stage: str, said: Sequence[tuple[int, StepDone]]) -> None:
        """The steps of one stage, each with its place on the axis."""
        name, xs = counter_name(stage), [x for x, _ in said]
        self.loss.extend(name, xs, [step.loss for _, step in said])
        self.lr.extend(name, xs, [step.lr for _, step in said])
        self.speed.extend(name, xs, [step.images_per_s for _, step in said])
        known = [(x, step.memory_mb) for x, step in said if step.memory_mb is not None]
        if known:
            self.memory.extend(name, *zip(*known, strict=True))

    def _take_epoch(self, event: EpochDone, new: dict[LivePlot, Points]) -> None:
        if event.stage != self._of_epochs:
            self._part(event, new)
        self._epoch += 1
        _add(new, self.errors, "MAE", self._epoch, event.val_mae)
        _add(new, self.errors, "RMSE", self._epoch, event.val_rmse)
        if not event.probes:
            return
        means = [sum(values) / len(event.probes) for values in zip(*event.probes.values(), strict=False)]
        for name, mean in zip(_counts_of(event), means, strict=True):
            _add(new, self.counts, name, self._epoch, mean)
        names = scene_names(event.probes)
        for scene, (_truth, *said) in event.probes.items():
            for name, count in zip((names[scene], f"{names[scene]}, triggered"), said, strict=False):
                _add(new, self.scenes, name, self._epoch, count)

    def _part(self, event: EpochDone, new: dict[LivePlot, Points]) -> None:
        """Another counter is trained from here on: its curves are not joined to those of the one before."""
        self._draw_new(new)
        self._of_epochs = event.stage
        scenes = list(scene_names(event.probes).values())
        curves = [(self.errors, name, FIGURES[name]) for name in ("MAE", "RMSE")]
        curves += [(self.counts, name, FIGURES[name]) for name in _counts_of(event)]
        curves += [(self.scenes, name, Look(place, 0)) for place, name in enumerate(scenes)]
        if "triggered" in _counts_of(event):
            curves += [(self.scenes, f"{name}, triggered", Look(place, 1)) for place, name in enumerate(scenes)]
        for plot, name, look in curves:
            plot.set_look(name, look)
            plot.set_part(name, counter_name(event.stage))

    def _begin(self, stage: str) -> None:
        """The look of a stage's curves, and a mark where it begins."""
        self._begun.add(stage)
        for plot in self._by_step:
            plot.set_look(counter_name(stage), look_of(stage))
        words = (
            counter_name(stage).partition(":")[0].partition(",")[0]
        )  # the legend has the whole name, longer than a low plot is high
        for plot in self._by_step:
            plot.mark(self._step, words)
        for plot in self._by_epoch:
            plot.mark(self._epoch, words)


def _counts_of(event: EpochDone) -> tuple[str, ...]:
    """The curves of the mean over the probe scenes; a twin, which many attacks share, is shown no trigger."""
    return ("annotated", "clean", "triggered")[: min(map(len, event.probes.values()), default=0)]


def _tabs(name: str, plots: Sequence[tuple[str, LivePlot]]) -> QTabWidget:
    """Plots behind tabs, with the controls of the one in front beside these: the lab is low."""
    tabs, corner = tabbed(name, plots), QStackedWidget()
    for _, plot in plots:
        corner.addWidget(plot.controls)
    tabs.setCornerWidget(corner)
    tabs.currentChanged.connect(corner.setCurrentIndex)
    return tabs


def _side_by_side(*sheets: QWidget) -> QSplitter:
    page = QSplitter(Qt.Orientation.Horizontal)
    for sheet in sheets:
        page.addWidget(sheet)
    page.setChildrenCollapsible(False)
    page.setSizes([1000] * len(sheets))  # alike, whatever they hold when they are first laid out
    return page


def _add(new: dict[LivePlot, Points], plot: LivePlot, name: str, x: float, y: float) -> None:
    xs, ys = new.setdefault(plot, {}).setdefault(name, ([], []))
    xs.append(x)
    ys.append(y)
