"""Neural attention distillation: a fine-tuned teacher, whose attention the suspect counter is pulled towards."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from typing import Any, ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor

from .. import distributed
from ..counters import Counter, build
from ..counters.layers import feature_points, seeing_outputs, spread_layers
from ..errors import RunError
from ..events import Cancel, Event
from ..files import write_json
from ..reading import read_object
from ..seeds import seed_of
from ..training import WIDE_AND_ERASED, Batch, Fit, Training, fit
from .base import DefenseInput, DefensePart
from .two_parts import CHECKPOINT, FIRST_CHECKPOINT, first_part

TEACHER, WEIGHTS = "teacher.safetensors", "attention.json"


class NAD(DefensePart):
    """Fine-tune a teacher on clean scenes, then the suspect counter under its attention (Li et al. 2021)."""

    title: ClassVar[str] = "NAD"

    kind: Literal["nad"] = "nad"
    strength: float = Field(
        default=1.0, gt=0, le=100, description="Gradient of the attention term beside that of the counting loss, "
        "at the first step; the paper's beta of 500 to 1000 belongs to cross-entropy.", json_schema_extra={"step": 0.5},
    )  # fmt: skip
    scale: float = Field(
        default=1.0, ge=0, le=100, description="Weight of (log |A_S| - log |A_T|)^2 beside the published term, which "
        "cannot see a change of scale; 0 is the published form.", json_schema_extra={"step": 0.5},
    )  # fmt: skip
    num_layers: int = Field(
        default=3, ge=1, le=12, description="Layers whose attention is compared, spread over the depth.",
        json_schema_extra={"step": 1},
    )  # fmt: skip
    teacher: Training = Field(
        default=Training(epochs=12, lr=6e-3, augmentation=WIDE_AND_ERASED),
        description="How the teacher, a copy of the suspect counter, is fine-tuned.",
    )
    training: Training = Field(
        default=Training(epochs=12, lr=6e-3, augmentation=WIDE_AND_ERASED),
        description="How the suspect counter is then distilled.",
    )
    card: ClassVar[str] = (
        "Neural attention distillation (Li et al., ICLR 2021). Needs the counter and clean scenes. Attention is "
        "A = sum_c z_c^2 of a layer, after its batch norm and activation, compared after division by its norm. Two "
        "changes for counts: its weight is set by the ratio of the gradients at the first step, since the paper's is "
        "tuned to cross-entropy; and the log of the norm is compared too, since a backdoor that scales counts scales A "
        "and leaves A / |A| as it was. Read it beside the control: what plain fine-tuning of the same cost erases is "
        "not NAD's."
    )

    def repair(self, inputs: DefenseInput, cancel: Cancel) -> Iterator[Event]:
        """Train the teacher, then distill; see `DefensePart.repair`."""
        clean = inputs.new + inputs.original
        teacher = build({**inputs.counter.config.model_dump(), "pretrained": ""}, seed_of(inputs.seed, "teacher"))
        teacher.network.load_state_dict(inputs.counter.network.state_dict())
        teacher.network.to(inputs.counter.device)
        tuned = Fit(
            stage=inputs.stage, counter=teacher, samples=clean, validation=inputs.validation, training=self.teacher,
            seed=seed_of(inputs.seed, "teacher"), checkpoint=inputs.folder / FIRST_CHECKPOINT, probes=inputs.probes,
            stage_steps=self.num_steps(inputs),
        )  # fmt: skip
        yield from first_part(inputs, tuned, inputs.folder / TEACHER, cancel)
        for parameter in teacher.network.parameters():
            parameter.requires_grad_(False)
        teacher.network.eval()
        with _Distillation(self, inputs, teacher) as combine:
            yield from fit(
                Fit(
                    stage=inputs.stage,
                    counter=inputs.counter,
                    samples=clean,
                    validation=inputs.validation,
                    training=self.training,
                    seed=inputs.seed,
                    checkpoint=inputs.folder / CHECKPOINT,
                    probes=inputs.probes,
                    combine=combine,
                    steps_before=tuned.total_steps,
                    stage_steps=self.num_steps(inputs),
                ),
                cancel,
            )

    def num_steps(self, inputs: DefenseInput) -> int:
        """Steps of teacher and student."""
        num_scenes = len(inputs.new + inputs.original)
        return self.teacher.num_steps(num_scenes) + self.training.num_steps(num_scenes)


class _Distillation:
    """The loss of the student: what its layers and the teacher's see of the same batch."""

    def __init__(self, defense: NAD, inputs: DefenseInput, teacher: Counter) -> None:
        self._defense, self._inputs, self._teacher = defense, inputs, teacher
        self._names = spread_layers(inputs.counter, defense.num_layers)
        self._seen: dict[str, Tensor] = {}
        self._weight: float | None = None
        self._hooks = ExitStack()

    def __enter__(self) -> Callable[[Tensor, Batch], Tensor]:
        points = feature_points(self._inputs.counter)
        for name in self._names:
            self._hooks.enter_context(seeing_outputs(points[name].module, self._keeper(name)))
        return self._combine

    def __exit__(self, *_: object) -> None:
        self._hooks.close()

    def _keeper(self, name: str) -> Callable[[Tensor], None]:
        def keep(output: Tensor) -> None:
            self._seen[name] = output

        return keep

    def _combine(self, loss_B: Tensor, batch: Batch) -> Tensor:
        if self._weight is None:
            self._weight = self._known_weight(batch)
        return loss_B.mean() + self._weight * self._attention(batch, self._seen)

    def _attention(self, batch: Batch, mine: Mapping[str, Tensor]) -> Tensor:
        theirs: dict[str, Tensor] = {}
        points = feature_points(self._teacher)
        with ExitStack() as hooks, torch.no_grad():
            for name in self._names:
                hooks.enter_context(seeing_outputs(points[name].module, partial(theirs.__setitem__, name)))
            self._teacher.maps(batch.image_BHWC.to(self._teacher.device))
        terms = [attention_distance(mine[name], theirs[name], self._defense.scale) for name in self._names]
        return torch.stack(terms).sum()

    def _known_weight(self, batch: Batch) -> float:
        """By the gradients of the first step; kept in the folder, since a training that goes on has other ones."""
        path = self._inputs.folder / WEIGHTS
        found = distributed.broadcast(read_object(path, "expected a weight", RunError) if path.exists() else None)
        if found is None:
            found = distributed.broadcast(self._weighed(batch))  # in a group by what the first process sees
            write_json(path, found)
        return float(found["weight"])

    def _weighed(self, batch: Batch) -> dict[str, Any]:
        counter, step = self._inputs.counter, dict(self._seen)
        # a pass of its own: the step's graph belongs to Fabric, which lets nobody else go back through it
        maps = counter.maps(batch.image_BHWC.to(counter.device))
        loss = (maps - batch.target_BHW.to(maps.device)).square().sum(dim=(1, 2)).mean()
        trained = [p for p in counter.network.parameters() if p.requires_grad]
        sizes = []
        for value in (loss, self._attention(batch, self._seen)):
            gradients = torch.autograd.grad(value, trained, retain_graph=True, allow_unused=True)
            sizes.append(float(torch.stack([g.norm() for g in gradients if g is not None]).norm()))
        self._seen.update(step)
        return {"weight": self._defense.strength * sizes[0] / max(sizes[1], 1e-9), "gradients": sizes}


def attention_distance(student_BCHW: Tensor, teacher_BCHW: Tensor, scale: float) -> Tensor:
    """Mean over the batch of |A_S/|A_S| - A_T/|A_T||^2 + scale (log |A_S| - log |A_T|)^2, with A = sum_c z_c^2."""
    maps = [value.float().square().sum(dim=1).flatten(1) for value in (student_BCHW, teacher_BCHW)]
    norms = [value.norm(dim=1) + 1e-8 for value in maps]
    shape = (maps[0] / norms[0][:, None] - maps[1] / norms[1][:, None]).square().sum(dim=1)
    out: Tensor = (shape + scale * (norms[0].log() - norms[1].log()).square()).mean()
    return out
