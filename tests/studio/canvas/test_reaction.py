"""The live reaction: the newest request is answered, stale answers are dropped, errors are sentences."""

import numpy as np
import pytest

from miscount.engine.poison import Poison
from miscount.engine.scenes.annotation import Annotation
from miscount.engine.triggers import trigger
from miscount.studio.canvas.reaction import Reaction, Request, answers


class Adder:
    """A made-up counter: the mean gray level in persons, on a map of four cells."""

    def __init__(self) -> None:
        self.asked = 0

    def density(self, image: np.ndarray) -> np.ndarray:
        self.asked += 1
        return np.full((2, 2), image.mean() / 4, np.float32)

    def asked_whole(self, _image: np.ndarray) -> None:
        """It sees the whole frame."""


IMAGE = np.full((40, 60, 3), 100, np.uint8)
HEADS = Annotation.of(np.random.default_rng(0).uniform(0, 40, (20, 2)))


def poison(ratio: float) -> Poison:
    return Poison(trigger=trigger({"kind": "blend", "pattern": "color", "color": "#000000", "ratio": ratio}))


@pytest.fixture
def reaction(qapp):
    made = Reaction()
    yield made
    made.close()
    made.deleteLater()


def test_an_answer_has_counts_effect_and_visibility():
    request = Request(1, "s", IMAGE, HEADS, poison(0.5), 0, Adder())
    first, last = answers(request)
    assert first.ssim is None
    assert last.complete
    assert last.clean_count == pytest.approx(100)
    assert last.triggered_count == pytest.approx(50)
    assert last.target_count == 4  # of 20 heads
    assert last.effect == pytest.approx((1 - 50 / 100) / (1 - 4 / 20))
    assert last.psnr == pytest.approx(10 * np.log10(255**2 / 50**2))
    assert last.changed_area == 1
    assert 0 < last.ssim < 1


def test_without_a_counter_there_is_visibility_only():
    last = list(answers(Request(1, "s", IMAGE, HEADS, poison(0.5), 0, None)))[-1]
    assert last.clean_count is None
    assert last.effect is None
    assert last.psnr is not None


def test_the_newest_wish_is_answered_and_the_clean_map_is_asked_once(reaction, qtbot):
    counter, got = Adder(), []
    reaction.set_counter(counter)
    reaction.answered.connect(got.append)
    for step in range(40):
        reaction.ask("s", IMAGE, HEADS, poison(step / 100), 0)
        qtbot.wait(2)
    qtbot.waitUntil(lambda: bool(got) and got[-1].complete and got[-1].request.number == 40, timeout=20_000)
    numbers = [answer.request.number for answer in got]
    assert numbers == sorted(numbers)
    assert sum(answer.request.known is None for answer in got if not answer.complete) <= 2
    assert counter.asked < 40


def test_answers_of_another_scene_or_counter_are_dropped(reaction, qtbot):
    got = []
    reaction.set_counter(Adder())
    reaction.answered.connect(got.append)
    reaction.ask("one", IMAGE, HEADS, poison(0.1), 0)
    qtbot.wait(40)
    reaction.ask("two", IMAGE, HEADS, poison(0.1), 0)
    newest = Adder()
    reaction.set_counter(newest)
    reaction.ask("two", IMAGE, HEADS, poison(0.1), 0)
    qtbot.waitUntil(lambda: any(answer.request.counter is newest for answer in got), timeout=20_000)
    after = [a for a in got if a.request.scene_id == "two"]
    assert all(answer.request.counter is newest for answer in after)


def test_forgetting_brings_no_answer(reaction, qtbot):
    got = []
    reaction.answered.connect(got.append)
    reaction.ask("s", IMAGE, HEADS, poison(0.1), 0)
    reaction.forget()
    qtbot.wait(120)
    assert got == []


def test_what_cannot_be_read_is_a_sentence(reaction, qtbot, tmp_path):
    (tmp_path / "x.png").write_text("no picture")
    broken = Poison(trigger=trigger({"kind": "patch", "pattern": "picture", "picture": str(tmp_path / "x.png")}))
    with qtbot.waitSignal(reaction.answered, timeout=20_000) as got:
        reaction.ask("s", IMAGE, HEADS, broken, 0)
    assert "x.png" in got.args[0].problem
