from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication

from miscount.widgets.stage_box import LOOKS, STATES, state_color
from miscount.widgets.stage_graph import StageGraph, StageNode
from miscount.widgets.theme import accents, apply_theme, contrast, palette_of

NODES = (
    StageNode("data", "Scenes", "data", state="remembered"),
    StageNode("twin", "Twin", "train", ("data",), "running", 0.25, "epoch 1 of 4"),
    StageNode("poison", "Poison", "poison", ("data",), "done"),
    StageNode("victim", "Victim <b>", "train", ("poison",), "failed", None, "no room"),
    StageNode("scores", "Scores", "evaluate", ("victim", "twin")),
)


@pytest.fixture
def graph(qtbot):
    made = StageGraph("Nothing runs.")
    qtbot.addWidget(made)
    made.resize(760, 300)
    made.set_nodes(NODES)
    made.said = []
    made.activated.connect(made.said.append)
    with qtbot.waitExposed(made):
        made.show()
    return made


def press(qtbot, graph, *keys):
    for key in keys:
        qtbot.keyClick(graph, key)
    return graph.current


def middle(graph, node):
    return QPointF(graph._view_rect(node).center())


class Painted(QObject):
    """What the viewport was asked to paint."""

    def __init__(self, graph):
        super().__init__()
        self.rects, self._viewport = [], graph.viewport()
        graph.viewport().installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.rects.append(event.region().boundingRect())
        return False


def test_arrows_go_along_lines_and_within_a_layer(graph, qtbot):
    assert graph.current == "data"
    key = Qt.Key
    upper, lower = sorted(("twin", "poison"), key=lambda node: middle(graph, node).y())
    assert press(qtbot, graph, key.Key_Right) in (upper, lower)
    assert press(qtbot, graph, key.Key_Down, key.Key_Down) == lower
    assert press(qtbot, graph, key.Key_Up, key.Key_Up) == upper
    graph.set_current("poison")
    assert press(qtbot, graph, key.Key_Right) == "victim"
    assert press(qtbot, graph, key.Key_Right) == "scores"
    assert press(qtbot, graph, key.Key_Right) == "scores"
    assert press(qtbot, graph, key.Key_Home) == "data"
    assert press(qtbot, graph, key.Key_Left) == "data"
    assert press(qtbot, graph, key.Key_End) == "scores"
    assert graph.said == []


def test_enter_and_a_double_click_activate(graph, qtbot):
    press(qtbot, graph, Qt.Key.Key_End, Qt.Key.Key_Return, Qt.Key.Key_Home, Qt.Key.Key_Enter)
    qtbot.mouseDClick(graph.viewport(), Qt.MouseButton.LeftButton, pos=middle(graph, "victim").toPoint())
    assert graph.said == ["scores", "data", "data"], "a double click without the press before it keeps the focus"
    qtbot.mouseClick(graph.viewport(), Qt.MouseButton.LeftButton, pos=middle(graph, "victim").toPoint())
    assert graph.current == "victim"
    qtbot.mouseDClick(graph.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert graph.said == ["scores", "data", "data"]


def test_a_new_state_paints_its_box_only_and_keeps_the_view(graph, qtbot):
    graph.zoom(2.0, QPointF(0, 0))
    graph.horizontalScrollBar().setValue(40)
    seen = (graph.scale, graph.horizontalScrollBar().value(), graph.verticalScrollBar().value(), graph.current)
    QApplication.processEvents()
    painted = Painted(graph)
    graph.set_nodes([replace(node, progress=0.5) if node.id == "twin" else node for node in NODES])
    QApplication.processEvents()
    assert painted.rects
    for rect in painted.rects:
        assert graph._view_rect("twin").contains(rect)
    assert seen == (graph.scale, graph.horizontalScrollBar().value(), graph.verticalScrollBar().value(), graph.current)


def test_the_same_nodes_paint_nothing(graph):
    QApplication.processEvents()
    painted = Painted(graph)
    graph.set_nodes(list(NODES))
    QApplication.processEvents()
    assert painted.rects == []


def test_a_node_more_keeps_the_focus_and_where_it_stands(graph):
    graph.set_current("victim")
    graph.zoom(1.5)
    graph.zoom(1.5)
    was = middle(graph, "victim")
    graph.set_nodes([*NODES, StageNode("prune", "Prune", "defense", ("victim",))])
    assert graph.current == "victim"
    now = middle(graph, "victim")
    assert abs(now.x() - was.x()) <= 1
    assert abs(now.y() - was.y()) <= 1
    graph.set_nodes(NODES[:3])
    assert graph.current == "data"


def test_it_fits_its_width_until_a_person_zooms(graph, qtbot):
    graph.resize(4000, 300)
    assert graph.scale == 1.0
    graph.resize(620, 300)
    fitted = graph.scale
    assert 0.6 <= fitted < 1.0
    graph.resize(60, 300)
    assert graph.scale == 0.6
    assert graph.horizontalScrollBar().maximum() > 0
    press(qtbot, graph, Qt.Key.Key_Plus)
    graph.resize(620, 300)
    assert graph.scale == pytest.approx(0.72)
    qtbot.keyClick(graph, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert graph.scale == pytest.approx(1.0)
    press(qtbot, graph, Qt.Key.Key_F)
    assert graph.scale == fitted


def test_ctrl_and_the_wheel_zoom_about_the_pointer(graph):
    graph.zoom(4)
    at = middle(graph, graph.node_at(QPointF(graph.viewport().rect().center())) or "data")
    held = graph.to_drawing(at)
    turn(graph, at, 120, Qt.KeyboardModifier.ControlModifier)
    assert graph.scale > 2
    moved = graph.to_view(held) - at
    assert abs(moved.x()) <= 1
    assert abs(moved.y()) <= 1
    place = graph.horizontalScrollBar().value()
    turn(graph, at, -120, Qt.KeyboardModifier.ShiftModifier)
    assert graph.horizontalScrollBar().value() == place + 80


def turn(graph, at, angle, held):
    QApplication.sendEvent(
        graph.viewport(),
        QWheelEvent(
            at, graph.viewport().mapToGlobal(at), QPoint(), QPoint(0, angle), Qt.MouseButton.NoButton, held,
            Qt.ScrollPhase.NoScrollPhase, False,
        ),
    )  # fmt: skip


def test_dragging_pans(graph, qtbot):
    graph.zoom(5)
    graph.horizontalScrollBar().setValue(100)
    start = QPoint(5, 5)
    assert graph.node_at(QPointF(start)) is None
    qtbot.mousePress(graph.viewport(), Qt.MouseButton.MiddleButton, pos=start)
    qtbot.mouseMove(graph.viewport(), start + QPoint(-30, 0))
    qtbot.mouseRelease(graph.viewport(), Qt.MouseButton.MiddleButton, pos=start + QPoint(-30, 0))
    assert graph.horizontalScrollBar().value() == 130


def test_the_focus_stays_in_view(graph, qtbot):
    graph.zoom(4)
    for key in (Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Right):
        node = press(qtbot, graph, key)
        assert graph.viewport().rect().intersects(graph._view_rect(node))
        assert graph.node_at(middle(graph, node)) == node


def test_the_focus_is_seen(graph, qtbot):
    graph.setFocus()
    qtbot.waitUntil(graph.hasFocus)
    with_focus = graph.grab().toImage()
    graph.clearFocus()
    assert graph.grab().toImage() != with_focus


def test_it_says_itself_in_words(graph):
    assert graph.accessibleName() == "Graph of stages"
    said = graph.accessibleDescription()
    assert said.startswith("5 stages: 1 waiting, 1 running, 1 done, 1 remembered, 1 failed.")
    assert "Twin: running, 25%, epoch 1 of 4." in said
    assert said.index("Scenes:") < said.index("Poison:") < said.index("Victim <b>:") < said.index("Scores:")
    graph.set_nodes(())
    assert graph.accessibleDescription() == "Nothing runs."


def test_a_tip_is_text_whatever_it_holds(graph):
    assert graph.tip_of("victim") == "<b>Victim &lt;b&gt;</b> (train)<br>failed, no room"


def test_two_of_one_id_and_circles_are_refused_and_change_nothing(graph):
    with pytest.raises(ValueError, match="'data'"):
        graph.set_nodes([NODES[0], NODES[0]])
    with pytest.raises(ValueError, match="circle"):
        graph.set_nodes([StageNode("a", "A", after=("b",)), StageNode("b", "B", after=("a",))])
    assert graph.grab().width() == graph.width()
    assert graph.accessibleDescription().startswith("5 stages")


def test_states_differ_in_more_than_color():
    assert len({look.icon for look in LOOKS.values()}) == len({look.words for look in LOOKS.values()}) == len(STATES)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_every_state_is_drawn_readably_in_both_themes(graph, qapp, theme, state):
    apply_theme(qapp, theme)
    qapp.processEvents()
    graph.set_nodes([StageNode("a", "A", state=state)])
    palette = palette_of(theme)
    color = state_color(state, palette)
    image = graph.grab(graph._view_rect("a")).toImage()
    colors = {image.pixelColor(x, y).rgb() for x in range(image.width()) for y in range(image.height())}
    assert min(apart(QColor(one), color) for one in colors) < 0.15, "an edge is smoothed, and so a little paler"
    assert contrast(color, palette.color(palette.ColorRole.Base)) >= 3


def apart(one, other):
    return max(abs(a - b) for a, b in zip(one.getRgbF(), other.getRgbF(), strict=True))


def test_a_running_box_shows_how_far_it_is(graph):
    def blue(progress):
        graph.set_nodes([StageNode("a", "A", state="running", progress=progress)])
        image, wanted = graph.grab().toImage(), accents(graph.palette()).info.name()
        return sum(image.pixelColor(x, y).name() == wanted for x in range(image.width()) for y in range(image.height()))

    assert blue(0.0) < blue(0.4) < blue(1.0)
    assert blue(0.0) < blue(None) < blue(1.0)
    assert blue(7.0) == blue(1.0)


def test_a_larger_font_makes_larger_boxes(graph):
    before = graph._boxes["data"].width()
    font = graph.font()
    font.setPointSizeF(font.pointSizeF() * 1.5)
    graph.setFont(font)
    assert graph._boxes["data"].width() > 1.2 * before
