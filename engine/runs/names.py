"""What a person reads in place of the names that files hold: counters, stages, methods, scenes. All of it is said here.

The names of results.json, events and tables (`defended/fine_tune`, `evaluate/control/same_training`) stay as they are
on disk; a window shows them on hover.
"""

from collections.abc import Iterable, Mapping

from .counter_id import CounterId
from .results import RunResults

_METHODS: Mapping[str, str] = {
    "fine_tune": "Fine-tuning", "fine_pruning": "Fine-pruning", "nad": "NAD", "i_bau": "I-BAU", "cbd": "CBD",
    "abl": "ABL", "partial_train": "Partial Train", "signed_residual": "Signed residual",
    "spectral": "Spectral signatures", "frequency": "Frequency detector", "strip": "STRIP",
    "severity": "Corruption severity", "inversion": "Trigger inversion", "aeva": "AEVA",
}  # fmt: skip
"""Methods that are not called as their kind is written, by kind."""

_PARTS: Mapping[str, str] = {
    "satba": "SATBA", "csrnet": "CSRNet", "mcnn": "MCNN", "can": "CAN", "sfanet": "SFANet", "vgg19": "VGG-19",
    "clip_ebc": "CLIP-EBC", "adamw": "AdamW", "sgd": "SGD", "adam": "Adam",
}  # fmt: skip
"""Other kinds of a recipe that are written otherwise."""

_CONTROLS: Mapping[str, str] = {
    "same_training": "same cost without the method",
    "fine_tune": "same cost without the method",
    "same_light": "the same light on the suspect set alone",
    "random_drop": "leaving out as many scenes at random",
    "from_scratch": "a fresh counter on the clean scenes alone",
}
_ROLES: Mapping[str, str] = {
    "twin": "Twin", "victim": "Victim", "benign_trigger": "Same trigger, true labels", "surrogate": "Surrogate",
}  # fmt: skip
_STAGES: Mapping[str, str] = {
    "data": "Scenes", "poison": "Poison", "trigger": "Trigger", "choice": "Choice of scenes", "study": "Dose response",
    "report": "Report", "read scenes": "Reading scenes", "write scenes": "Writing scenes",
    "density maps": "Density maps", "count": "Counting", "read": "Reading scenes", "labels": "Checking labels",
    "counts": "Counting clean scenes", "compare": "Comparing labels", "poisoned dataset": "Poisoned dataset",
}  # fmt: skip
_MOST_NAMED = 2
_STYLES: tuple[tuple[str, ...], ...] = (
    ("twin", "victim", "fine_tune", "fine_pruning", "nad", "control"),
    ("surrogate", "benign_trigger", "cbd", "abl", "early", ""),
    ("trigger", "", "i_bau", "pipeline", "partial_train", ""),
)
"""Roles, and kinds of defenses: those that stand below one another share a color. All controls have the last one."""
NUM_COLORS = len(_STYLES[0])


def sentence_case(words: str) -> str:
    """A key as words: "activation_clustering" is "Activation clustering".

    >>> sentence_case("activation_clustering")
    'Activation clustering'
    """
    plain = words.replace("_", " ").strip()
    return plain[:1].upper() + plain[1:]


def method_name(method: str) -> str:
    """A defense or detector, by its kind, form and number.

    >>> method_name("fine_tune"), method_name("cbd/published/2")
    ('Fine-tuning', 'CBD, published form (2)')
    """
    kind, *more = method.split("/")
    words = _METHODS.get(kind) or sentence_case(kind)
    for one in more:
        words += f" ({one})" if one.isdigit() else f", {one.replace('_', ' ')} form"
    return words


def kind_name(kind: str, of: str = "") -> str:
    """A kind of a recipe's part: a trigger, a counter, a defense; `of` is what the recipe calls the part.

    >>> kind_name("clip_ebc"), kind_name("fine_tune"), kind_name("clean_label")
    ('CLIP-EBC', 'Fine-tuning', 'Clean label')
    >>> kind_name("light"), kind_name("light", "counter")
    ('Light', 'Light counter')
    """
    if kind == "light" and of == "counter":
        return "Light counter"
    return _PARTS.get(kind) or method_name(kind)


def control_name(method: str) -> str:
    """What a control does, to stand behind a name: "same cost without the method"."""
    kind, _, number = method.partition("/")
    words = _CONTROLS.get(kind, kind.replace("_", " "))
    return f"{words} ({number})" if number else words


def counter_name(counter: CounterId | str) -> str:
    """A counter by itself; a control is called after its defense only by `counter_names`, which knows it.

    >>> counter_name("defended/nad"), counter_name("control/same_training")
    ('NAD', 'Control: same cost without the method')
    """
    known = CounterId.parse(counter) if isinstance(counter, str) else counter
    match known:
        case CounterId("defended", method):
            return method_name(method)
        case CounterId("benign", method):
            return f"{method_name(method)} of the twin"
        case CounterId("control", method):
            return f"Control: {control_name(method)}"
        case CounterId("early", epochs):
            number, _, form = epochs.partition("/")
            words = f"Early counter, {number} epoch{'' if number == '1' else 's'}"
            return f"{words}, {form} form" if form else words
        case CounterId(role, _):
            return _ROLES.get(role) or sentence_case(role)


def counter_names(results: RunResults | None) -> dict[str, str]:
    """What each counter of a run is called; each control after the defenses that it stands beside.

    No two are called alike: where words would meet, the name of the file stands behind them.
    """
    if results is None:
        return {}
    beside: dict[str, list[str]] = {}
    for defended in results.defended():
        found = results.defense(defended)
        for control in dict.fromkeys([*found.controls.values(), *filter(None, (found.control,))]):
            beside.setdefault(control, []).append(counter_name(defended))
    names = {}
    for counter in results.counters:
        words, own = counter_name(counter), beside.get(str(counter))
        if counter.role == "control" and own:
            words = f"{_listed(own)}: {control_name(counter.method.partition('/')[0])}"
        names[str(counter)] = words
    return _told_apart(names)


def style_of(counter: CounterId | str) -> int:
    """Which style, from 0, stands for a counter in every plot of every run: the same for the same role and method.

    Styles that are NUM_COLORS apart have one color; so has the second of a method in one run.

    >>> style_of("twin"), style_of("defended/nad"), style_of("control/same_training/2")
    (0, 4, 11)
    """
    known = CounterId.parse(counter) if isinstance(counter, str) else counter
    key = known.kind if known.role in ("defended", "benign") else known.role
    flat = [name for row in _STYLES for name in row]
    number = known.method.rpartition("/")[2]
    again = int(number) - 1 if number.isdigit() and known.role != "early" else 0
    first = flat.index(key) if key in flat else len(flat)
    return first + NUM_COLORS * again


def stage_name(stage: str) -> str:
    """A stage of a run, as a person reads it.

    >>> stage_name("evaluate/twin"), stage_name("detect/strip"), stage_name("defended/nad")
    ('Evaluation of the twin', 'Detector: STRIP', 'Defense: NAD')
    """
    first, _, rest = stage.partition("/")
    if first == "audit" and rest.startswith("early"):
        return "Training a counter for a few epochs"
    if first in ("detect", "audit") and rest:
        return f"Detector: {method_name(rest)}"
    if first == "evaluate" and rest:
        return f"Evaluation of {_with_article(rest).replace(': ' + _CONTROLS['same_training'], '')}"
    if first in ("defended", "defense") and rest:
        return f"Defense: {method_name(rest)}"
    return _STAGES.get(stage) or counter_name(stage)


def scene_name(scene_id: str) -> str:
    """A scene by itself: the name of its picture, then where it is from.

    >>> scene_name("part_S/test/IMG_12")
    'IMG_12 · test'
    """
    return scene_names((scene_id,))[scene_id]


def scene_names(scene_ids: Iterable[str]) -> dict[str, str]:
    """What scenes are called that are shown together: folders that all of them share are left out, but the last.

    >>> scene_names(["part_A/test/IMG_1", "part_B/test/IMG_1"])["part_B/test/IMG_1"]
    'IMG_1 · part_B/test'
    """
    ids = list(dict.fromkeys(scene_ids))
    folders = [one.split("/")[:-1] for one in ids]
    depth = 0
    while folders and all(len(one) > depth + 1 and one[: depth + 1] == folders[0][: depth + 1] for one in folders):
        depth += 1
    return {one: _scene(one, depth) for one in ids}


def _scene(scene_id: str, depth: int) -> str:
    *folders, name = scene_id.split("/")
    left = "/".join(folders[depth:])
    return f"{name} · {left}" if left else name


def _with_article(counter: str) -> str:
    known = CounterId.parse(counter)
    words = counter_name(known)
    return f"the {words[:1].lower()}{words[1:]}" if known.role in ("twin", "victim", "control", "surrogate") else words


def _listed(names: list[str]) -> str:
    if len(names) > _MOST_NAMED:
        return f"{names[0]} and {len(names) - 1} more"
    return ", ".join(names)


def _told_apart(names: Mapping[str, str]) -> dict[str, str]:
    said = list(names.values())
    return {key: words if said.count(words) == 1 else f"{words} ({key})" for key, words in names.items()}
