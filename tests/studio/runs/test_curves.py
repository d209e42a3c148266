"""The curves of a run: the same however its events come."""

from miscount.engine.events import EpochDone, StageStarted, StepDone
from miscount.studio.runs.curves import RunCurves


def drawn(curves):
    plots = (curves.loss, curves.lr, curves.speed, curves.memory, curves.errors)
    return [
        {name: (plot._curves[name].x.tolist(), plot._curves[name].y.tolist()) for name in plot.curves()}
        for plot in plots
    ], [[(line.value(), line.label.format) for line in plot.picture.stages.lines] for plot in plots]


def test_trainings_beside_each_other_have_a_mark_each_and_are_replayed_as_they_were_live(qtbot):
    said = [StageStarted("twin", 1, 2, 3), StageStarted("victim", 2, 2, 3)]
    for number in (1, 2, 3):
        said += [StepDone("twin", number, 3, number, 0.5 / number, 1e-3, 9.0, 300.0 + number),
                 StepDone("victim", number, 3, number, 0.25 * number, 1e-4, 8.0, None if number == 2 else 200.0),
                 EpochDone("twin", number, 3, 0.5, 4.0 / number, 5.0 / number)]  # fmt: skip
    live, replayed = RunCurves(), RunCurves()
    for curves in (live, replayed):
        qtbot.addWidget(curves.widget)
    for event in said:
        live.draw([event])
    replayed.draw(said)
    points, marks = drawn(replayed)
    assert drawn(live) == (points, marks)
    assert points[0] == {"Twin": ([1, 3, 5], [0.5, 0.25, 0.5 / 3]), "Victim": ([2, 4, 6], [0.25, 0.5, 0.75])}
    assert points[3]["Victim"] == ([2, 6], [200, 200])
    assert marks[0] == [(0, "Twin"), (1, "Victim")]
