"""What every detector and every defense promises."""

import json
import math
from collections.abc import Callable, Iterator

from ..defenses import DefenseInput, DefensePart
from ..detectors import DetectionResult, DetectorInput, DetectorPart
from ..detectors.base import Inspection
from ..events import Event, Progress, StepDone
from .promises import Asked, contents_of, hold, same_weights, stops_within_a_step, weights_of

NOT_ASKED = "it does not ask at every step whether to stop: check(cancel)"


def keeps_detector_contract(make: Callable[[], DetectorPart], give: Callable[[str], DetectorInput]) -> None:
    """As many steps as it says, a finite score and a reason for all it looked at, nothing changed, a stop at once.

    `give` makes the same inputs anew, in a folder of the name given.
    """
    sets = ("suspect", "clean", "new")
    given, token, events = give("first"), Asked(), list[Event]()
    contents, before, num_steps = contents_of(given, sets), weights_of(given.counter), make().num_steps(given)
    result = followed(make().inspect(given, token), events)
    steps = sum(isinstance(event, Progress | StepDone) for event in events)
    hold(steps == num_steps > 0, f"num_steps says {num_steps} steps, and it told of {steps}")
    hold(token.times >= num_steps, NOT_ASKED)
    hold(same_weights(before, weights_of(given.counter)), "it trained the counter that it was to look at")
    hold(contents == contents_of(given, sets), "it wrote into the scenes that it was lent")
    says_what_it_found(make(), given, result)
    again = followed(make().inspect(give("again"), Asked()), [])
    hold(again == result, "the same seed gave another answer")
    for after in sorted({1, max(1, num_steps - 1)}):
        stops_within_a_step(lambda token, after=after: make().inspect(give(f"stop_{after}"), token), after)  # type: ignore[misc]


def followed(inspection: Inspection, events: list[Event]) -> DetectionResult:
    """What an inspection returns; its events are added to `events`."""
    while True:
        try:
            events.append(next(inspection))
        except StopIteration as stop:
            result: DetectionResult = stop.value
            return result


def says_what_it_found(detector: DetectorPart, given: DetectorInput, result: DetectionResult) -> None:
    """A finite score with a reason for each thing of its subject, a threshold, and facts that JSON can hold."""
    looked_at = {
        "training set": set(given.suspect.names),
        "arriving scenes": {name for name, _ in given.arriving()},
        "counter": set(result.scores),
    }[detector.subject]
    hold(looked_at and set(result.scores) == looked_at, f"it has not one score for each of its {detector.subject}")
    hold(all(math.isfinite(score) for score in result.scores.values()), "a score is no finite number")
    hold(all(result.reasons.get(name, "").strip() for name in result.scores), "a score without a reason")
    hold(isinstance(result.threshold, float) and not math.isnan(result.threshold), "its threshold is no number")
    hold(result.false_alarms == detector.false_alarms, "it says another rate of false alarms than it was given")
    try:
        json.dumps(dict(result.facts), allow_nan=False)
        written = True
    except (TypeError, ValueError):
        written = False
    hold(written, "its facts cannot be written as JSON")


def keeps_defense_contract(make: Callable[[], DefensePart], give: Callable[[str], DefenseInput]) -> None:
    """As many optimizer steps as it says, other weights that the seed alone decides, sets untouched, a stop at once."""
    sets = ("original", "new", "suspect", "validation")
    given, token = give("first"), Asked()
    contents, before, num_steps = contents_of(given, sets), weights_of(given.counter), make().num_steps(given)
    steps = [event for event in make().repair(given, token) if isinstance(event, StepDone)]
    counted = [event.step for event in steps] == list(range(1, num_steps + 1))
    hold(counted, f"num_steps says {num_steps} optimizer steps, and it told of {len(steps)}, numbered from 1 or not")
    hold({event.total for event in steps} == {num_steps}, "its steps say another total than num_steps")
    hold(all(math.isfinite(event.loss) for event in steps), "a loss is no finite number")
    hold(token.times >= num_steps, NOT_ASKED)
    mended = weights_of(given.counter)
    hold(not same_weights(before, mended), "it mends nothing: the weights are what they were")
    hold(contents == contents_of(given, sets), "it wrote into the scenes that it was lent")
    own = len(given.new) + len(given.original) + len(given.validation)
    hold(0 <= make().num_clean(given) <= own, "num_clean says more clean scenes than the defender has")
    again = give("again")
    list(make().repair(again, Asked()))
    hold(same_weights(mended, weights_of(again.counter)), "the same seed gave other weights")
    for after in sorted({1, max(1, num_steps - 1)}):
        stops_within_a_step(_optimizer_steps(make, give, after), after)


def _optimizer_steps(
    make: Callable[[], DefensePart], give: Callable[[str], DefenseInput], after: int
) -> Callable[[Asked], Iterator[Event]]:
    """A repair begun anew, of which only optimizer steps count: what it looks through before is no step of it."""

    def begin(token: Asked) -> Iterator[Event]:
        return (event for event in make().repair(give(f"stop_{after}"), token) if isinstance(event, StepDone))

    return begin
