"""The numbers of a run as trackers want them: a name, a step, a value and when it was."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from ... import events as say
from ...errors import RunError
from ...reading.yaml_text import parse_yaml
from ..event_log import EVENTS, read_stamped
from ..folder import Run


class Scalar(NamedTuple):
    """One number; `at` is in seconds since 1970."""

    name: str
    step: int
    value: float
    at: float


def scalars(run: Run) -> Iterator[Scalar]:
    """The curves of every training of `run`, then the scores of every counter; what is no number is left out.

    In a run of an earlier version, whose events have no time, all of them are of its beginning. Raises RunError.
    """
    begun, curves = started(run), Curves()
    at = begun
    for logged, event in read_stamped(run.folder / EVENTS):
        at = begun if logged is None else logged
        if not isinstance(event, say.Evaluated):  # scores come from the results, where they are whole
            yield from curves.of(event, at)
    for row in run.results.rows() if run.results is not None else ():
        counter = row.pop("counter")
        for name, value in row.items():
            part, _, figure = name.partition("_")
            yield from _one(f"scores/{counter}/{part}/{figure}", 0, value, at)


class Curves:
    """The numbers of events as they come; epochs stand at the steps that their trainings have reached."""

    def __init__(self) -> None:
        self._steps: dict[str, int] = {}

    def of(self, event: say.Event, at: float) -> Iterator[Scalar]:
        """Those of one event that was said at this time."""
        match event:
            case say.StepDone(stage=stage, step=step, loss=loss, lr=lr, images_per_s=speed):
                self._steps[stage] = step
                for name, value in (("loss", loss), ("lr", lr), ("images_per_s", speed)):
                    yield from _one(f"{stage}/{name}", step, value, at)
            case say.EpochDone(stage=stage, val_mae=mae, val_rmse=rmse):
                for name, value in (("val_mae", mae), ("val_rmse", rmse)):
                    yield from _one(f"{stage}/{name}", self._steps.get(stage, 0), value, at)
            case say.Evaluated(model=counter, scores=scores):
                for part, figures in scores.items():
                    for name, value in figures.items() if isinstance(figures, dict) else ():
                        yield from _one(f"scores/{counter}/{part}/{name}", 0, value, at)
            case _:
                pass


def _one(name: str, step: int, value: Any, at: float) -> Iterator[Scalar]:
    if isinstance(value, int | float) and not isinstance(value, bool) and value == value:
        yield Scalar(name, step, float(value), at)


def started(run: Run) -> float:
    """When `run` began, in seconds since 1970; 0 where it does not say."""
    try:
        return datetime.fromisoformat(str(run.about.get("started", ""))).timestamp()
    except (ValueError, OverflowError):
        return 0.0


def settings(run: Run) -> dict[str, str]:
    """The recipe of `run` as names with dots and values in YAML. Raises RunError."""
    try:
        return settings_in(run.recipe_text)
    except ValueError as error:
        raise RunError(f"{run.folder} has a damaged recipe: expected YAML, found {error}.") from error


def settings_in(recipe_text: str) -> dict[str, str]:
    """The settings of a recipe in YAML. Raises ValueError for what is none."""
    return dict(_flat("", parse_yaml(recipe_text)))


def _flat(before: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _flat(f"{before}.{name}".removeprefix("."), inner)
    elif isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        for number, inner in enumerate(value):
            yield from _flat(f"{before}.{number}", inner)
    elif before:
        yield before, "" if value is None else str(value)
