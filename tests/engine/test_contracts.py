"""Every kind of every union keeps the promises of its base class: nothing here names a kind that could be left out."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from miscount.engine import contracts, counters, defenses, density, detectors, labels, triggers
from miscount.engine.contracts import by_hand, dots
from miscount.engine.density import kernel
from miscount.engine.detectors import detector
from miscount.engine.detectors.frequency import Frequency
from miscount.engine.events import Never
from miscount.engine.labels import label_edit
from miscount.engine.scenes.formats import WRITABLE
from miscount.engine.training import losses
from miscount.engine.triggers import trigger
from tests.engine.training.untrained import ready


@pytest.fixture(autouse=True)
def one_thread():
    """Tiny networks on a machine that others use too: a second thread would wait longer than it works."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


UNIONS = {
    "triggers": triggers.KINDS,
    "labels": labels.KINDS,
    "counters": counters.KINDS,
    "losses": losses.KINDS,
    "defenses": defenses.KINDS,
    "detectors": detectors.KINDS,
    "kernels": density.KINDS,
}


@pytest.mark.parametrize("shelf", UNIONS)
def test_every_kind_of_a_recipe(shelf):
    for kind, part in UNIONS[shelf].items():
        contracts.keeps_part_contract(kind, part)


@pytest.mark.parametrize("kind", triggers.KINDS)
def test_every_trigger(kind):
    contracts.keeps_trigger_contract(trigger(ready(kind)))


@pytest.mark.parametrize("kind", labels.KINDS)
def test_every_label_edit(kind):
    contracts.keeps_label_contract(label_edit({"kind": kind}))


@pytest.mark.parametrize("kind", counters.KINDS)
def test_every_counter(kind):
    raw = contracts.small("counters", kind)
    contracts.keeps_counter_contract(counters.counter_config(raw), lambda seed: counters.build(raw, seed))


@pytest.mark.parametrize("kind", losses.KINDS)
def test_every_loss(kind):
    contracts.keeps_loss_contract(losses.KINDS[kind]())


@pytest.mark.parametrize("kind", density.KINDS)
def test_every_kernel(kind):
    contracts.keeps_kernel_contract(kernel({"kind": kind}))


@pytest.mark.parametrize("kind", detectors.KINDS)
def test_every_detector(kind, tmp_path):
    contracts.keeps_detector_contract(
        lambda: detector(contracts.small("detectors", kind)), lambda name: by_hand.few(tmp_path / name)
    )


class Deaf(Frequency):
    """Never asks whether to stop."""

    def inspect(self, inputs, cancel):
        return super().inspect(inputs, Never())


class Asking(Frequency):
    """Asks, and goes on."""

    def inspect(self, inputs, cancel):
        inspection = super().inspect(inputs, Never())
        while True:
            try:
                event = next(inspection)
            except StopIteration as stop:
                return stop.value
            cancel.is_set()
            yield event


class Miscounting(Frequency):
    """Says one step more than it takes."""

    def num_steps(self, inputs):
        return super().num_steps(inputs) + 1


class Silent(Frequency):
    """Gives no reason for one of its scores."""

    def inspect(self, inputs, cancel):
        result = yield from super().inspect(inputs, cancel)
        return replace(result, reasons=dict.fromkeys(result.reasons, ""))


class Infinite(Frequency):
    """Gives a score that is no number."""

    def inspect(self, inputs, cancel):
        result = yield from super().inspect(inputs, cancel)
        return replace(result, scores=dict.fromkeys(result.scores, float("inf")))


class Forgetful(Frequency):
    """Leaves a scene out."""

    def inspect(self, inputs, cancel):
        result = yield from super().inspect(inputs, cancel)
        return replace(result, scores=dict(list(result.scores.items())[1:]))


class Meddling(Frequency):
    """Moves a weight of the counter that it looks at."""

    def inspect(self, inputs, cancel):
        with torch.no_grad():
            next(inputs.counter.network.parameters()).add_(1)
        return (yield from super().inspect(inputs, cancel))


class Moody(Frequency):
    """Says another thing each time."""

    def inspect(self, inputs, cancel):
        result = yield from super().inspect(inputs, cancel)
        draw = np.random.default_rng()
        return replace(result, scores={name: score + draw.random() for name, score in result.scores.items()})


class Scribbling(Frequency):
    """Writes into a picture that it was lent."""

    def inspect(self, inputs, cancel):
        inputs.suspect[0].image[0, 0] += 1
        return (yield from super().inspect(inputs, cancel))


@pytest.mark.parametrize(
    "liar",
    [Deaf, Asking, Miscounting, Silent, Infinite, Forgetful, Meddling, Moody, Scribbling],
    ids=lambda c: c.__name__,
)
def test_a_detector_that_breaks_a_promise_is_caught(liar, tmp_path):
    with pytest.raises(contracts.BrokenPromise):
        contracts.keeps_detector_contract(liar, lambda name: by_hand.few(tmp_path / name))


@pytest.mark.parametrize("kind", defenses.KINDS)
def test_every_defense(kind, tmp_path):
    contracts.keeps_defense_contract(
        lambda: defenses.defense(contracts.small("defenses", kind)), lambda name: dots.few(tmp_path / name)
    )


@pytest.mark.parametrize("form", WRITABLE, ids=lambda form: form.NAME)
def test_every_format(form, tmp_path):
    contracts.keeps_format_contract(form, tmp_path)
