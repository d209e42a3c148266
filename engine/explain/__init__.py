"""Why a counter answers as it does, as maps over the scene. A new one is a function here, and its name below."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..errors import RecipeError
from .attribution import grad_cam, input_gradient, occlusion
from .change import activation_change, head_gains
from .field import receptive_field_map
from .sensitivity import Sensitivity, sensitivity
from .subject import Attribution, Step, Subject

__all__ = [
    "EXPLANATIONS",
    "Attribution",
    "Explanation",
    "Sensitivity",
    "Subject",
    "activation_change",
    "explain",
    "grad_cam",
    "head_gains",
    "input_gradient",
    "occlusion",
    "receptive_field_map",
    "sensitivity",
]


@dataclass(frozen=True)
class Explanation:
    """One kind of map: what it is called, what it says, and what makes it."""

    words: str
    about: str
    make: Callable[[Subject], Iterator[Step]]
    of_trigger: bool = False
    """Whether it shows what the trigger does."""


def _sensitivity(subject: Subject) -> Iterator[Step]:
    for step in sensitivity(subject.counter, subject.image, subject.annotation, subject.trigger, subject.seed):
        yield step.attribution() if isinstance(step, Sensitivity) else step


EXPLANATIONS: Mapping[str, Explanation] = MappingProxyType({
    "sensitivity": Explanation(
        "Sensitivity to the trigger's place",
        "The change of the count with the trigger's middle there: blue fewer, red more persons.",
        _sensitivity,
        of_trigger=True,
    ),
    "grad_cam": Explanation(
        "Grad-CAM",
        "Where the features that raise the count are (Selvaraju 2017), at the deepest layer but the one that is read "
        "out as the map itself, signed.",
        lambda subject: grad_cam(subject),
    ),
    "grad_cam_seed": Explanation(
        "Grad-CAM, the seed paper's",
        "On the output layer as in the seed paper's code: the map itself, scaled, what is below zero cut off.",
        lambda subject: grad_cam(subject, published=True),
    ),
    "input_gradient": Explanation(
        "Input gradient",
        "How much a level of 255 at each pixel would change the count, in size.",
        input_gradient,
    ),
    "occlusion": Explanation(
        "Occlusion",
        "The change of the count when a square there is painted over with the scene's mean color.",
        occlusion,
    ),
    "gains": Explanation(
        "Gain of each head",
        "What the trigger does to the persons counted nearest to each annotated head: blue lost, red won.",
        lambda subject: head_gains(subject).attribution(),
        of_trigger=True,
    ),
    "activation": Explanation(
        "Trigger-activation change",
        "How much the trigger changes the deepest features, beside their size (TAC, as a map).",
        lambda subject: activation_change(subject).attribution(),
        of_trigger=True,
    ),
    "field": Explanation(
        "Receptive field",
        "What the cell in the middle sees: its gradient; blue box: as the layers allow; red: as measured.",
        receptive_field_map,
    ),
})  # fmt: skip


def explain(kind: str, subject: Subject, layer: str | None = None) -> Iterator[Step]:
    """(done, total) while it is made, then the Attribution; `layer` is that of Grad-CAM, by its name in the network.

    Raises RecipeError where the trigger has no such map, and for a layer that is not there or not asked for.
    """
    if layer is None:
        return EXPLANATIONS[kind].make(subject)
    if kind != "grad_cam":
        raise RecipeError(f"layer: {kind!r} is of no one layer; only 'grad_cam' is made at a layer of your choice")
    return grad_cam(subject, layer)
