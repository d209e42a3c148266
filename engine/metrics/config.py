"""What is measured beyond the scores of every counter: a part of the recipe."""

from pydantic import Field

from ..part import Part
from ..paths import OwnPath


class Evaluation(Part):
    """What is measured beyond the scores of every counter."""

    doses: tuple[float, ...] = Field(
        default=(0.25, 0.5, 0.75, 1.25, 1.5, 2.0), max_length=20,
        description="Strengths of the trigger in testing, over that in training.",
    )  # fmt: skip
    specificity: bool = Field(
        default=True, description="Whether other corruptions, which nobody trained on, move the count too."
    )
    num_scenes: int = Field(
        default=40, ge=1, le=10_000, description="Test scenes for doses and other corruptions, at most.",
        json_schema_extra={"step": 10},
    )  # fmt: skip
    alarm_over: float | None = Field(
        default=None, ge=0, description="An alarm is raised above so many persons; none: the median training count.",
        json_schema_extra={"step": 50},
    )  # fmt: skip
    benign_twin: bool = Field(
        default=False,
        description="Whether every defense is tried on the twin too, which has no backdoor: what it does to a counter "
        "that was sound. Doubles the time of the defenses.",
    )
    benign_trigger: bool = Field(
        default=False,
        description="Whether a counter is also trained with the same trigger on the same scenes and their true labels: "
        "what the trigger does without the label edit. Trains one counter more.",
    )
    alexnet: OwnPath = Field(
        default="", description="Your file of AlexNet's weights (torchvision's alexnet-owt-7be5be79.pth), for LPIPS.",
    )  # fmt: skip
