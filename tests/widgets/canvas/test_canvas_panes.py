import numpy as np
import pytest

from miscount.widgets.canvas import PANES, ComparePanes
from tests.widgets.canvas.canvas_hand import Hand, Heard

HEIGHT, WIDTH = 300, 400

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def panes(qtbot):
    widget = ComparePanes()
    qtbot.addWidget(widget)
    widget.resize(1200, 700)
    widget.show()
    widget.set_image(np.zeros((HEIGHT, WIDTH, 3), np.uint8), np.full((HEIGHT, WIDTH, 3), 50, np.uint8))
    return widget


def density(top):
    values = np.zeros((HEIGHT // 10, WIDTH // 10), np.float32)
    values[10:20, 10:20] = top
    return values


def test_the_person_moves_all_panes_by_moving_one_and_is_heard_once(panes):
    heard = Heard(panes.camera_changed)
    Hand(panes.canvas("clean")).wheel(100, 80, 3)
    cameras = {panes.canvas(name).camera() for name in PANES}
    assert cameras == {heard.last}
    assert len(heard) == 1


def test_a_drag_in_one_pane_pans_the_others(panes):
    panes.canvas("image").stage.zoom(4)
    before = panes.canvas("difference").camera()
    Hand(panes.canvas("truth")).view_drag((200, 150), 30, 0)
    assert panes.canvas("difference").camera() == before.panned(30, 0)


def test_the_hand_is_marked_in_every_other_pane_with_its_value(panes):
    panes.set_map("clean", density(0.5))
    panes.set_map("triggered", density(0.25))
    hand = Hand(panes.canvas("clean"))
    hand.hover(150, 150)
    assert "prediction 0.25" in panes.canvas("triggered").read_out.text
    assert "prediction 0.5" in panes.canvas("clean").read_out.text
    shown = {name for name in PANES if panes.canvas(name)._hair.isVisible()}
    assert shown == set(PANES) - {"clean"}
    Hand(panes.canvas("truth")).hover(150, 150)
    shown = {name for name in PANES if panes.canvas(name)._hair.isVisible()}
    assert shown == set(PANES) - {"truth"}


def test_truth_clean_and_triggered_share_levels_and_the_difference_is_symmetric(panes):
    panes.set_map("truth", density(0.5))
    panes.set_map("clean", density(2.0))
    panes.set_map("triggered", density(1.0))
    panes.set_map("difference", density(1.0) - density(2.0))
    layers = (("truth", "density"), ("clean", "prediction"), ("triggered", "prediction"))
    assert {panes.canvas(name).levels(layer) for name, layer in layers} == {(0.0, 2.0)}
    assert panes.canvas("difference").levels("difference") == (-1.0, 1.0)
    panes.set_levels((0.0, 5.0))
    assert {panes.canvas(name).levels(layer) for name, layer in layers} == {(0.0, 5.0)}


def test_titles_carry_counts(panes):
    panes.set_map("clean", density(0.5))
    panes.set_map("difference", -density(0.5), count=-50)
    panes.set_count("image", 51)
    panes.set_map("triggered", None)
    counts = [panes.pane(name)._count.text() for name in PANES]
    assert counts == ["51", "", "50.0", "", "−50.0"]


def test_fewer_panes_can_be_shown(panes):
    panes.set_shown(["difference", "image"])
    assert [name for name in PANES if panes.pane(name).isVisible()] == ["image", "difference"]
    with pytest.raises(ValueError, match="no pane depth"):
        panes.set_shown(["depth"])


def test_setting_never_speaks(panes):
    heard = [Heard(panes.camera_changed), Heard(panes.cursor_moved)]
    panes.set_image(None)
    panes.set_image(np.zeros((HEIGHT, WIDTH, 3), np.uint8))
    panes.set_map("truth", density(1))
    panes.set_camera(panes.canvas("image").camera().panned(3, 3))
    panes.fit()
    panes.set_shown(PANES[:2])
    assert not any(map(len, heard))


def test_the_triggered_scene_lies_under_the_triggered_prediction_only(panes):
    def middle(name):
        stage = panes.canvas(name).stage
        return stage.grab().toImage().pixelColor(*map(int, stage.to_view(200, 150))).red()

    assert middle("triggered") == round(50 * 0.4)
    assert middle("clean") == 0
