"""Measures lists, plots and the graph of stages: `QT_QPA_PLATFORM=offscreen python -m tests.benchmarks.bench_widgets`.

Milliseconds, median and 95th percentile of repeated acts, repaint included. Nothing is asserted here.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtWidgets import QApplication, QWidget

from miscount.widgets.graph_layout import lay_out
from miscount.widgets.plots.live_plot import LivePlot
from miscount.widgets.scene_model import SceneModel
from miscount.widgets.scenes.query import SceneRow, scene_filter
from miscount.widgets.stage_graph import StageGraph, StageNode
from miscount.widgets.theme import apply_theme
from tests.benchmarks.bench_canvas import milliseconds


def stages(num_chains: int, length: int) -> list[StageNode]:
    """Chains that all wait for the first stage too, as seeds of a suite wait for its scenes."""
    return [
        StageNode(f"{chain}/{place}", f"Stage {place} of seed {chain}", "train", after, "running", 0.4)
        for chain in range(num_chains)
        for place in range(length)
        for after in [() if place == 0 else (f"{chain}/{place - 1}", "0/0")]
    ]


def shown(widget: QWidget) -> QWidget:
    widget.resize(1200, 800)
    widget.show()
    for _ in range(5):
        QApplication.processEvents()
    return widget


def main() -> None:
    """Print a row for each act, beside its goal."""
    app = QApplication([])
    apply_theme(app, "light")
    nodes = stages(25, 8)
    edges = {node.id: node.after for node in nodes}
    row("200 stages laid out", lambda _k: lay_out(edges), 20)
    graph = shown(StageGraph())
    graph.set_nodes(nodes)
    graph.zoom(0.4)
    row("200 stages painted whole", lambda _k: graph.viewport().repaint(), 30)
    row(
        "one of 200 stages goes on",
        lambda k: graph.set_nodes([replace(nodes[0], progress=k % 50 / 50), *nodes[1:]]),
        8,
    )
    plot, x = shown(LivePlot()), np.arange(100_000)
    for name in "abcd":
        plot.set_curve(name, x, np.exp(-x / 3e4))
    plot.set_smoothing(50)
    row("4 curves of 100,000 steps drawn", lambda _k: plot._draw(), 50)
    rows = [SceneRow(f"s/IMG_{i}", f"IMG_{i}", "train", i % 977, frozenset(), str(i)) for i in range(10_000)]
    row("10,000 scenes listed, filtered, sorted", lambda _k: listed(rows), 300)


def listed(rows: list[SceneRow]) -> None:
    model = SceneModel()
    model.set_rows(rows)
    model.set_filter(scene_filter("count>500 split:train -poisoned"))
    model.set_order("Count", True)


def row(what: str, act: Callable[[int], object], goal_ms: float) -> None:
    """One line of the table."""
    found = milliseconds(act, 20)
    sys.stdout.write(f"{what:<42}{found['median_ms']:8.1f} ms  (p95 {found['p95_ms']:.1f})   goal {goal_ms:g} ms\n")


if __name__ == "__main__":
    main()
