"""Which part of what a defense gained is its method's, in sentences: from the victim to its control to the defense."""

from collections.abc import Iterator

from ..counter_id import CounterId
from ..names import control_name, counter_name
from ..results import RunResults

_OTHERS = ("same_light", "random_drop", "from_scratch")
"""Controls beside the first one."""


def gains(results: RunResults) -> Iterator[str]:
    """A sentence or more for each defense that has a control and a victim to start from."""
    for counter in results.defended():
        words = _gain(results, counter)
        if words:
            yield words


def _gain(results: RunResults, counter: CounterId) -> str:
    found = results.defense(counter)
    net, left = _net(results, "victim"), _net(results, str(counter))
    plain = _net(results, found.control) if found.control is not None else None
    if net is None or left is None or plain is None or found.by_training is None or found.by_method is None:
        return ""
    began = (
        f"{counter_name(counter)}: the victim's net effect is {net:.2f}; the control, {_called(found.control)}, leaves "
        f"{plain:.2f}, the defense {left:.2f}."
    )
    gained = found.by_training + found.by_method
    if gained > 0:
        parted = (
            f" Of the {gained:.2f} by which it is nearer to 0, {found.by_training:.2f} come from training alone and "
            f"{found.by_method:.2f} from the method."
        )
    else:
        parted = " It is no nearer to 0 after the defense than before."
    return began + parted + _beside(results, counter)


def _beside(results: RunResults, counter: CounterId) -> str:
    """What the further controls leave, those that are not the first one under another name."""
    found = results.defense(counter)
    others = [
        f"{control_name(kind)} leaves {left:.2f}"
        for kind, name in found.controls.items()
        if kind in _OTHERS and name != found.control and (left := _net(results, name)) is not None
    ]
    sentence = "; ".join(others)
    return f" {sentence[:1].upper()}{sentence[1:]}." if sentence else ""


def _called(control: str | None) -> str:
    return control_name(CounterId.parse(control or "").kind)


def _net(results: RunResults, name: str) -> float | None:
    scores = results.models.get(name)
    return scores.judged.net_effect if scores is not None else None
