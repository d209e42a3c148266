"""What stands beside a defense: trainings of as many steps that differ from it in one thing, each without a method."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal, TypeAlias

from pydantic import Field

from ..counters import build
from ..events import Cancel, Event
from ..seeds import generator, seed_of
from ..training import Fit, SampleDataset, Training, fit
from .base import Beginning, DefenseInput, DefensePart, Scenes
from .fine_tune import FineTune, Layers, trained_layers
from .isolation import without
from .two_parts import CHECKPOINT

ControlKind: TypeAlias = Literal["same_training", "same_light", "random_drop", "from_scratch"]


class Control(DefensePart):
    """A plain training of as many steps as a defense takes, or took where that depends on what it found."""

    kind: ControlKind = "same_training"
    fresh: bool = Field(default=False, description="Whether a counter with new weights is trained.")
    scenes: Scenes = Field(default="new_and_original", description="What it is trained on.")
    layers: Layers = Field(default="all", description="What is trained of it.")
    steps: int = Field(default=1, ge=1, description="Optimizer steps.")
    num_dropped: int = Field(default=0, ge=0, description="Scenes that are left out, drawn at random.")
    training: Training = Field(default=Training(), description="How; its epochs come from the steps.")
    card: ClassVar[str] = (
        "Controls say how much of a gain is a defense's method. Each takes as many optimizer steps as the defense, of "
        "one that leaves scenes out those that it did take, at its rate, batch and layers. same_training: what the "
        "defense trains, on the scenes that it learns from, under its own light, without its method; of fine-tuning, "
        "whose method is its light, under the victim's light. same_light: on the suspect set, poison and all, under "
        "the defense's light: what the light alone does, or of a defense that learns from the suspect set the same as "
        "same_training. random_drop: same_training with as many scenes left out at random as the defense isolated. "
        "from_scratch: a fresh counter on the clean scenes alone that the defender owns, under the defense's light; "
        "beside a defense that goes on with the suspect counter, in that one's steps too."
    )

    @property
    def begins(self) -> Beginning:
        """As set."""
        return "fresh" if self.fresh else "suspect"

    @property
    def learns_from(self) -> Scenes:
        """As set."""
        return self.scenes

    def repair(self, inputs: DefenseInput, cancel: Cancel) -> Iterator[Event]:
        """Train; see `DefensePart.repair`."""
        if self.fresh:
            fresh = build(inputs.counter.config.model_dump(), seed_of(inputs.seed, "fresh"))
            inputs.counter.network.load_state_dict(fresh.network.state_dict())
        samples = self._samples(inputs)
        job = Fit(
            stage=inputs.stage,
            counter=inputs.counter,
            samples=samples,
            validation=inputs.validation,
            training=self._training_on(len(samples)),
            seed=inputs.seed,
            checkpoint=inputs.folder / CHECKPOINT,
            probes=inputs.probes,
            trains=trained_layers(self.layers, inputs.counter.config),
            most_steps=self.steps,
        )
        yield from fit(job, cancel)

    def num_clean(self, inputs: DefenseInput) -> int:
        """Those that it is trained on where they are known to be clean, and the validation scenes."""
        own = 0 if self.scenes == "suspect" else len(inputs.scenes(self.scenes))
        return own + len(inputs.validation)

    def num_steps(self, inputs: DefenseInput) -> int:
        """As many as it is given."""
        return self.steps

    def _training_on(self, num_scenes: int) -> Training:
        an_epoch = self.training.replace(epochs=1).num_steps(num_scenes)
        return self.training.replace(epochs=-(-self.steps // an_epoch))

    def _samples(self, inputs: DefenseInput) -> SampleDataset:
        samples = inputs.scenes(self.scenes)
        order = generator(inputs.seed, "random drop").permutation(len(samples))
        dropped = min(self.num_dropped, len(samples) - 1)
        return without(samples, frozenset(samples.names[place] for place in order[:dropped]))


def control(kind: ControlKind, defense: DefensePart, inputs: DefenseInput, of_victim: Training) -> Control | None:
    """The control of this kind beside `defense`, whose victim was trained by `of_victim`; None where it has none.

    Its steps are those that are planned for the defense; where these vary, they are known when the defense is done, as
    is how many scenes `random_drop` leaves out.
    """
    own = defense.as_trained
    common = Control(
        kind=kind,
        fresh=defense.begins == "fresh",
        scenes=defense.learns_from,
        layers=defense.layers if isinstance(defense, FineTune) else "all",
        steps=max(1, defense.num_steps(inputs)),  # a plan without a scene to train on is refused where data are checked
        training=own.replace(epochs=1),
    )
    match kind:
        case "same_training":
            return common.replace(training=defense.without_method(of_victim).replace(epochs=1))
        case "same_light":
            return common.replace(scenes="suspect")
        case "random_drop":
            return common if defense.isolates else None
        case "from_scratch":
            # the steps of the suspect counter are part of what a defense that goes on with it has
            before = of_victim.num_steps(len(inputs.suspect)) if defense.begins == "suspect" else 0
            # the original scenes are of use to a defense that knows which of the suspect set are clean
            owned: Scenes = "new" if defense.learns_from == "suspect" else defense.learns_from
            return common.replace(fresh=True, layers="all", scenes=owned, steps=common.steps + before)


def controls(
    kinds: Sequence[ControlKind], defenses: Sequence[DefensePart], inputs: DefenseInput, of_victim: Training
) -> tuple[tuple[Control, ...], tuple[dict[ControlKind, int], ...]]:
    """(the controls of `defenses`, which of them stand beside each, by kind); equal ones are there once.

    Those of a defense whose steps vary depend on what it found, and are shared with no other.
    """
    made: list[Control] = []
    beside = []
    whose: list[int | None] = []
    for number, defense in enumerate(defenses):
        owner = number if defense.steps_vary else None
        own: dict[ControlKind, int] = {}
        for kind in dict.fromkeys(kinds):
            wanted = control(kind, defense, inputs, of_victim)
            if wanted is None:
                continue
            known = [place for place, one in enumerate(whose) if one == owner]
            place = next((at for at in known if _is_same(made[at], wanted)), len(made))
            if place == len(made):
                made.append(wanted)
                whose.append(owner)
            own[kind] = place
        beside.append(own)
    return tuple(made), tuple(beside)


def _is_same(known: Control, wanted: Control) -> bool:
    """Whether both are the same training, whatever they are called; which scenes are dropped is not known yet."""
    return "random_drop" not in (known.kind, wanted.kind) and known.replace(kind=wanted.kind) == wanted
