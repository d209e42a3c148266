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


def test_a_twin_that_was_shown_no_trigger_has_no_curve_of_one(qtbot):
    curves, nan = RunCurves(), float("nan")
    qtbot.addWidget(curves.widget)
    clean, both = {"a/IMG_1": (10.0, 9.0)}, {"a/IMG_1": (10.0, 9.0, 3.0)}
    curves.draw([StageStarted("twin", 1, 2, 3), EpochDone("twin", 1, 2, 0.5, 4.0, 5.0, clean),
                 EpochDone("twin", 2, 2, 0.5, 4.0, 5.0, clean)])  # fmt: skip
    assert set(curves.counts.curves()) == {"annotated", "clean"}
    assert [name for name in curves.scenes.curves() if "triggered" in name] == []
    curves.draw([StageStarted("victim", 2, 2, 3), EpochDone("victim", 1, 1, 0.5, 4.0, 5.0, both)])
    assert set(curves.counts.curves()) == {"annotated", "clean", "triggered"}
    assert curves.counts._curves["triggered"].y.tolist() == [3.0]
    curves.draw([EpochDone("victim", 2, 2, 0.5, 4.0, 5.0, {"a/IMG_1": (10.0, nan, nan)})])
    assert len(curves.counts._curves["triggered"].y) == 2, "a counter that broke is still shown as it is"


def test_the_plots_by_step_and_by_epoch_are_alike_wide_whatever_they_hold_at_first(qtbot):
    curves = RunCurves()
    qtbot.addWidget(curves.widget)
    curves.widget.resize(940, 240)
    with qtbot.waitExposed(curves.widget):
        curves.widget.show()
    left, right = curves.widget.sizes()
    assert abs(left - right) <= 1
