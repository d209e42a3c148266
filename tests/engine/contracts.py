"""What every kind of each union promises, asked of kinds that the tests do not know by name.

Each function takes one part and fails by an assertion. `small` makes the known kinds quick; a kind that is not in it is
asked with its defaults, so that a new one is found without an edit here.
"""

import dataclasses
import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from miscount.engine.counters import Counter, CounterPart
from miscount.engine.defenses import DefenseInput, DefensePart
from miscount.engine.density import block_sum, density_map
from miscount.engine.detectors import DetectionResult, DetectorInput, DetectorPart
from miscount.engine.errors import TrainingError
from miscount.engine.events import Cancelled, Event, Progress, StepDone
from miscount.engine.labels import LabelPart
from miscount.engine.scenes import Annotation, Dataset, Labels, Scene, read_dataset
from miscount.engine.scenes.conversion import convert
from miscount.engine.scenes.formats import Format
from miscount.engine.scenes.images import write_image
from miscount.engine.training import SampleDataset
from miscount.engine.training.losses import LossInput, LossPart
from miscount.engine.triggers import TriggerPart

HEIGHT, WIDTH = 96, 128
_REFERENCES = {"references": 2, "epochs": 1}
_ISOLATION = {"isolation": {"epochs": 1, "draws": 1, "refining": 0}}
_TRAINING = {"epochs": 1, "batch": 8, "precision": "32"}
SMALL: dict[str, dict[str, dict[str, object]]] = {
    "counters": {
        "csrnet": {"width": 0.1},
        "can": {"width": 0.05},
        "sfanet": {"width": 0.05},
        "vgg19": {"width": 0.05},
        "clip_ebc": {"width": 0.05, "num_vpt": 2},
        "light": {"channels": 4},
    },
    "detectors": {
        "inversion": {**_REFERENCES, "steps": 10, "batch": 2},
        "aeva": {**_REFERENCES, "scenes": 1, "steps": 5, "queries": 4, "grid": 4},
    },
    "defenses": {
        "cbd": {**_ISOLATION, "critic": 0.05},
        "partial_train": _ISOLATION,
        "abl": _ISOLATION,
        "nad": {"teacher": _TRAINING},
        "i_bau": {"steps": 1},
        "pipeline": {"detector": {"kind": "signed_residual", "epochs": 1}},
    },
}


def small(shelf: str, kind: str) -> dict[str, object]:
    """The settings of a kind for as little work as there is."""
    training = {"training": _TRAINING} if shelf == "defenses" else {}
    return {"kind": kind, **training, **SMALL[shelf].get(kind, {})}


class Asked:
    """A cancel token that counts how often it is asked, and is set by hand."""

    def __init__(self) -> None:
        self.times, self.stopped = 0, False

    def is_set(self) -> bool:
        self.times += 1
        return self.stopped


# ---- what is frozen, drawn, said


def photo(height: int = HEIGHT, width: int = WIDTH, seed: int = 0) -> np.ndarray:
    """A picture uint8 (H, W, 3) with a ramp, grain, and no pixel at an extreme."""
    rng = np.random.default_rng(seed)
    ramp = np.linspace(20, 220, height)[:, None, None] * rng.uniform(0.4, 1, (1, width, 3))
    return np.clip(ramp + rng.normal(0, 8, (height, width, 3)), 4, 250).astype(np.uint8)


def heads(height: int = HEIGHT, width: int = WIDTH, num: int = 30, seed: int = 0) -> Annotation:
    return Annotation.of(np.random.default_rng(seed).uniform(size=(num, 2)) * [width - 1, height - 1])


def whole_heads(num: int) -> Annotation:
    """Heads on whole pixels, which every format can hold."""
    return Annotation.of(np.floor(heads(num=num).points))


def weights_of(counter: Counter) -> dict[str, torch.Tensor]:
    return {name: value.detach().clone() for name, value in counter.network.state_dict().items()}


def same_weights(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


def content_of(samples: SampleDataset) -> list[tuple[object, ...]]:
    """All that a set of samples holds, to see that nobody wrote into it."""
    return [(s.name, s.image.tobytes(), s.target.tobytes(), s.count, str(s.points)) for s in samples]


def steps_among(events: list[Event]) -> list[Event]:
    return [event for event in events if isinstance(event, Progress | StepDone)]


def stops_within_a_step(begin: Callable[[Asked], Iterator[Event]], after: int) -> None:
    """Begun anew and asked to stop after so many steps: it ends in Cancelled and tells of no further step."""
    token, told = Asked(), 0

    def follow() -> None:
        nonlocal told
        for event in begin(token):
            told += isinstance(event, Progress | StepDone)
            token.stopped = token.stopped or told == after
            assert told <= after, f"step {told} was taken after a stop at step {after}"

    with pytest.raises(Cancelled):
        follow()


# ---- the contracts


def keeps_trigger_contract(trigger: TriggerPart) -> None:
    """A new picture, drawn from the generator alone, that differs inside of the footprint and nowhere else."""
    image, annotation = photo(), heads()
    before = image.copy()
    out = trigger.apply(image, np.random.default_rng(1), annotation)
    assert (out.dtype, out.shape) == (np.uint8, image.shape)
    assert (image == before).all(), "it wrote into its input"
    assert not np.shares_memory(out, image)
    changed = (out != image).any(axis=-1)
    assert changed.any(), "it changes nothing"
    assert (out == trigger.apply(image, np.random.default_rng(1), annotation)).all()
    drawn = trigger.footprint(image.shape[:2], np.random.default_rng(1), annotation)
    ever = trigger.footprint(image.shape[:2])
    assert drawn.dtype == ever.dtype == np.bool_
    assert drawn.shape == ever.shape == changed.shape
    assert not (changed & ~drawn).any(), "it changes pixels beyond the footprint of this draw"
    assert not (drawn & ~ever).any(), "a draw lies outside of the footprint of every draw"
    moved = trigger.move(annotation, image.shape[:2], np.random.default_rng(1))
    assert len(moved) == len(annotation)
    assert trigger.dose_field in type(trigger).model_fields
    assert isinstance(trigger.scaled(0.5), type(trigger))
    assert isinstance(trigger.cover(), type(trigger))
    assert all(isinstance(one, TriggerPart) and name for name, one in trigger.relatives().items())
    keeps_its_box(trigger)


def keeps_its_box(trigger: TriggerPart) -> None:
    """Laid where it lies it stays there; one that has no place has none to be laid at."""
    size = (HEIGHT, WIDTH)
    box = trigger.box(size)
    if box is None:
        assert trigger.picture_in_box(size) is None
        return
    again = trigger.at_box(box, size)
    assert isinstance(again, type(trigger))
    assert dataclasses.astuple(again.box(size)) == pytest.approx(dataclasses.astuple(box), abs=1e-6)
    picture = trigger.picture_in_box(size)
    assert picture is None or (picture.dtype == np.uint8 and picture.ndim == 3 and picture.shape[2] == 4)


def keeps_label_contract(edit: LabelPart) -> None:
    """An annotation in the frame, drawn from the generator alone, as far from the true count as it states."""
    size, before = (HEIGHT, WIDTH), heads(num=40)
    points, weights = before.points.copy(), before.weights.copy()
    corner = np.zeros(size, bool)
    corner[: HEIGHT // 3, : WIDTH // 3] = True
    for footprint in (None, corner):
        after = edit.apply(before, size, np.random.default_rng(3), footprint)
        assert after == edit.apply(before, size, np.random.default_rng(3), footprint)
        assert (after.points >= 0).all()
        assert (after.points < [WIDTH, HEIGHT]).all()
        assert (after.weights >= 0).all()
        if edit.keeps_unit_weights:
            assert (after.weights == 1).all(), "it says that weights stay 1"
        if edit.ratio is not None and not edit.replicated:
            assert abs(after.count - edit.ratio * 40) < 1 + 1e-3
        if edit.scope == "none":
            assert after == before
    assert (before.points == points).all()
    assert (before.weights == weights).all()
    eligible = edit.eligible(np.arange(10))
    assert (eligible.dtype, eligible.shape) == (np.bool_, (10,))
    assert eligible.any()
    assert len(edit.apply(heads(num=0), size, np.random.default_rng(3), corner).points) >= 0


def keeps_counter_contract(config: CounterPart, make: Callable[[int], Counter]) -> None:
    """A map at the stride for any frame, weights that the seed alone decides, and names that are of its network."""
    counter, again, other = make(1), make(1), make(2)
    assert same_weights(weights_of(counter), weights_of(again))
    assert not same_weights(weights_of(counter), weights_of(other))
    assert config.side_multiple % config.stride == 0
    assert config.receptive_field_px is None or config.receptive_field_px >= config.stride
    for height, width in ((HEIGHT, WIDTH), (71, 103)):
        image = photo(height, width)
        density = counter.density(image)
        assert density.dtype == np.float32
        assert density.shape == (-(-height // config.stride), -(-width // config.stride))
        assert np.isfinite(density).all()
        assert (density == again.density(image)).all()
        assert counter.count(image) == pytest.approx(float(density.astype(np.float64).sum()), rel=1e-4, abs=1e-4)
    names = [name for name, _ in counter.network.named_parameters()]
    for prefixes in (config.front_end, config.last_layer):
        assert all(any(name.startswith(prefix) for name in names) for prefix in prefixes)
    assert any(config.trains(name) for name in names)
    assert bool(config.anchor_points) == config.gives_logits
    if config.gives_attention:
        counter.network.train()
        maps, attention = counter.answer(torch.from_numpy(photo())[None])
        assert attention is not None
        assert attention.shape == (1, 1, *maps.shape[1:])
    if config.gives_logits:
        side = config.window_px or max(config.side_multiple, 64)
        counter.network.train()
        maps, logits = counter.answer(torch.from_numpy(photo(side, side))[None])
        assert logits is not None
        assert logits.shape == (1, len(config.anchor_points), *maps.shape[1:])


def keeps_loss_contract(loss: LossPart) -> None:
    """One number from 0 on for each image, whatever part of a step it is in, with a gradient that is a number too."""
    rng, stride, num_bins = np.random.default_rng(0), 8, 1 if loss.needs_attention else 5
    points = tuple(torch.from_numpy(rng.uniform(size=(num, 2)) * [64, 48]).float() for num in (4, 9))
    target = torch.from_numpy(rng.uniform(size=(2, 6, 8))).float()
    logits = torch.from_numpy(rng.normal(size=(2, num_bins, 6, 8))).float()

    def given(*which: int, **changes: object) -> LossInput:
        made = LossInput(
            map_BHW=torch.from_numpy(np.random.default_rng(1).uniform(0.01, 0.3, size=(2, 6, 8))).float()[[*which]],
            target_BHW=target[[*which]],
            stride=stride,
            points=tuple(points[place] for place in which),
            logits_BNHW=logits[[*which]],
            total=2,
        )
        return dataclasses.replace(made, **changes)

    both = given(0, 1)
    both.map_BHW.requires_grad_()
    values = loss.of(both)
    assert values.shape == (2,)
    assert (values >= 0).all()
    assert values[1].item() == pytest.approx(loss.of(given(1)).item(), rel=1e-4)
    values.mean().backward()
    assert both.map_BHW.grad is not None
    assert torch.isfinite(both.map_BHW.grad).all()
    assert both.map_BHW.grad.abs().sum() > 0
    for needs, lacking in (
        (loss.needs_points, {"points": None}),
        (loss.needs_logits or loss.needs_attention, {"logits_BNHW": None}),
    ):
        if needs:
            with pytest.raises(TrainingError):
                loss.of(given(0, **lacking))
        else:
            assert torch.isfinite(loss.of(given(0, **lacking))).all()


def keeps_kernel_contract(kernel: object) -> None:
    """A map float32 (H, W) from 0 on, all of the weights in it, and nothing of nobody."""
    annotation = heads(num=25)
    made = density_map(annotation, (HEIGHT, WIDTH), kernel)
    assert (made.dtype, made.shape) == (np.float32, (HEIGHT, WIDTH))
    assert (made >= 0).all()
    assert made.sum(dtype=np.float64) == pytest.approx(25, rel=1e-4)
    assert block_sum(made, 8).sum(dtype=np.float64) == pytest.approx(25, rel=1e-4)
    assert not density_map(heads(num=0), (HEIGHT, WIDTH), kernel).any()


def keeps_detector_contract(make: Callable[[], DetectorPart], give: Callable[[str], DetectorInput]) -> None:
    """As many steps as it says, a finite score and a reason for all it looked at, nothing changed, a stop at once.

    `give` makes the same inputs anew, in a folder of the name given.
    """
    given, token, events = give("first"), Asked(), []
    sets = {name: getattr(given, name) for name in ("suspect", "clean", "new")}
    contents = {name: content_of(samples) for name, samples in sets.items()}
    before, num_steps = weights_of(given.counter), make().num_steps(given)
    result = followed(make().inspect(given, token), events)
    assert len(steps_among(events)) == num_steps > 0
    assert token.times >= num_steps, "it does not ask at every step whether to stop"
    assert same_weights(before, weights_of(given.counter)), "it trained the counter that it was to look at"
    assert contents == {name: content_of(samples) for name, samples in sets.items()}
    says_what_it_found(make(), given, result)
    assert followed(make().inspect(give("again"), Asked()), []) == result, "the same seed gave another answer"
    for after in sorted({1, max(1, num_steps - 1)}):
        stops_within_a_step(lambda token, after=after: make().inspect(give(f"stop_{after}"), token), after)


def followed(inspection, events: list[Event]) -> DetectionResult:
    """What an inspection returns; its events are added to `events`."""
    while True:
        try:
            events.append(next(inspection))
        except StopIteration as stop:
            return stop.value


def says_what_it_found(detector: DetectorPart, given: DetectorInput, result: DetectionResult) -> None:
    looked_at = {
        "training set": set(given.suspect.names),
        "arriving scenes": {name for name, _ in given.arriving()},
        "counter": set(result.scores),
    }[detector.subject]
    assert set(result.scores) == looked_at
    assert looked_at
    assert all(math.isfinite(score) for score in result.scores.values())
    assert all(result.reasons.get(name, "").strip() for name in result.scores), "a score without a reason"
    assert isinstance(result.threshold, float)
    assert not math.isnan(result.threshold)
    assert result.false_alarms == detector.false_alarms
    json.dumps(dict(result.facts), allow_nan=False)


def keeps_defense_contract(make: Callable[[], DefensePart], give: Callable[[str], DefenseInput]) -> None:
    """As many optimizer steps as it says, other weights that the seed alone decides, sets untouched, a stop at once."""
    given, token, mended = give("first"), Asked(), []
    sets = {name: getattr(given, name) for name in ("original", "new", "suspect", "validation")}
    contents = {name: content_of(samples) for name, samples in sets.items()}
    before, num_steps = weights_of(given.counter), make().num_steps(given)
    steps = [event for event in make().repair(given, token) if isinstance(event, StepDone)]
    assert [event.step for event in steps] == list(range(1, num_steps + 1))
    assert {event.total for event in steps} == {num_steps}
    assert all(math.isfinite(event.loss) for event in steps)
    assert token.times >= num_steps, "it does not ask at every step whether to stop"
    mended.append(weights_of(given.counter))
    assert not same_weights(before, mended[0]), "it mends nothing"
    assert contents == {name: content_of(samples) for name, samples in sets.items()}
    assert 0 <= make().num_clean(given) <= len(given.new) + len(given.original) + len(given.validation)
    again = give("again")
    list(make().repair(again, Asked()))
    assert same_weights(mended[0], weights_of(again.counter)), "the same seed gave other weights"
    for after in sorted({1, max(1, num_steps - 1)}):
        stops_within_a_step_of_training(lambda token, after=after: make().repair(give(f"stop_{after}"), token), after)


def stops_within_a_step_of_training(begin: Callable[[Asked], Iterator[Event]], after: int) -> None:
    """As `stops_within_a_step`, of optimizer steps: what a defense looks through before is no step of it."""

    def steps(token: Asked) -> Iterator[Event]:
        return (event for event in begin(token) if isinstance(event, StepDone))

    stops_within_a_step(steps, after)


def keeps_format_contract(form: Format, folder: Path) -> None:
    """What is written in it is known again by its layout, and holds the same heads and pictures."""
    (folder / "made").mkdir()
    picture = folder / "made" / "picture.jpg"
    write_image(picture, photo())
    scenes = tuple(
        Scene(f"{split}/{name}", split, picture, None, lambda _scene, num=num: Labels(whole_heads(num)))
        for split, name, num in (("train", "IMG_1", 3), ("train", "IMG_2", 7), ("test", "IMG_1", 0))
    )
    told: list[tuple[int, int]] = []
    back = convert(Dataset(folder / "made", "made", scenes), form, folder / "out", lambda *done: told.append(done))
    assert told[-1] == (3, 3)
    read = read_dataset(folder / "out")
    assert read.format == back.format == form.NAME
    in_order = [sorted(each, key=lambda scene: len(scene.annotation)) for each in (scenes, read)]
    for before, after in zip(*in_order, strict=True):
        assert after.split == form.HOLDS.split_for(before.split)
        moved = np.abs(after.annotation.points - before.annotation.points).max(initial=0)
        most = 0 if form.HOLDS.decimals is None else photo().shape[1] * 10.0**-form.HOLDS.decimals
        assert moved <= most, "a format may add columns, and moves no head"
        assert (after.annotation.weights == before.annotation.weights).all()
        assert after.image_path.read_bytes() == picture.read_bytes()
    assert list(form.orphan_labels(read)) == []
    assert form.LAYOUT
    (folder / "empty").mkdir()
    assert not form.recognizes(folder / "empty")
