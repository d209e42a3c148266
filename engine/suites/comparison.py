"""What several runs say side by side, in sentences: seeds of one recipe together, other recipes beside one another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import Any

from yaml import YAMLError

from ..errors import EngineError
from ..files import fingerprint
from ..metrics.intervals import Interval
from ..reading.yaml_text import parse_yaml
from ..recipe import parse
from ..runs import TWIN, VICTIM, RunResults
from ..runs.verdict import ONE_SEED, AttackFacts, DefenseFacts, Estimate, Facts, Verdict, facts_of, in_brief, judged
from .over_seeds import intervals_over_seeds

_OF_ONE_RUN = ("seed", "name", "about")
"""What two runs of one setting may differ in."""

MOST_TOLD = 4


@dataclass(frozen=True)
class Compared:
    """A run that is compared: what it is called, where it lies, and what is in it."""

    name: str
    folder: Path
    recipe_text: str
    results: RunResults


def verdict_of_runs(some: Sequence[Compared]) -> Verdict:
    """What these runs say together. Reads their tables of scenes. Raises RunError."""
    settings = list(_by_setting(some).values())
    told = [(_called(own), _facts(own)) for own in settings]
    if len(told) == 1:
        return judged(told[0][1])
    ranked = list(_ranked(told))
    said = [f"{name}: {_lowered(in_brief(facts))}" for name, facts in told[:MOST_TOLD]]
    said += [sentence for sentence, is_sure in ranked if is_sure]
    cautions = [sentence for sentence, is_sure in ranked if not is_sure]
    for name, facts in told[:MOST_TOLD]:
        for sentence in judged(replace(facts, defenses=())).cautions:
            if facts.attack is None or sentence != facts.attack.reaction or not facts.attack.is_hidden:
                of_all = sentence in (ONE_SEED, facts.outdated)
                cautions.append(sentence if of_all else f"{name}: {_lowered(sentence)}")
    return Verdict(tuple(said), tuple(dict.fromkeys(cautions)))


def _called(own: Sequence[Compared]) -> str:
    """The runs of one setting: by their names where they are few."""
    first, *others = [run.name for run in own]
    return ", ".join((first, *others)) if len(others) < 2 else f"{first} and {len(others)} more"


def _by_setting(some: Sequence[Compared]) -> Mapping[str, list[Compared]]:
    """The runs of one recipe but for its seed, together."""
    found: dict[str, list[Compared]] = {}
    for run in some:
        found.setdefault(_setting(run), []).append(run)
    return found


def _setting(run: Compared) -> str:
    try:
        raw: Any = parse_yaml(run.recipe_text)
    except (YAMLError, ValueError):
        return str(run.folder)
    if not isinstance(raw, dict):
        return str(run.folder)
    return fingerprint({key: value for key, value in raw.items() if key not in _OF_ONE_RUN})


def _facts(own: Sequence[Compared]) -> Facts:
    """Of one setting: the means over its seeds, with the intervals that seeds and scenes give."""
    each = [facts_of(run.results) for run in own]
    seeds = len({run.results.seed for run in own})
    if len(own) == 1 or seeds == 1:
        return each[0]
    intervals = intervals_over_seeds([run.folder for run in own], _by_ratio(own[0]))
    attacks = [facts.attack for facts in each if facts.attack is not None]
    return replace(
        each[0],
        attack=_attack(attacks, intervals) if len(attacks) == len(each) else None,
        defenses=tuple(_defenses(own, each, intervals)),
        seeds=seeds,
        error=_mean([facts.error for facts in each]),
    )


def _by_ratio(run: Compared) -> bool:
    try:
        return parse(run.recipe_text).poison.label.ratio is not None
    except EngineError:
        return True


def _attack(attacks: Sequence[AttackFacts], intervals: Mapping[str, Mapping[str, Interval]]) -> AttackFacts:
    def over_seeds(name: str, counter: str, figure: str) -> Estimate | None:
        return _estimate([getattr(one, name) for one in attacks], intervals.get(counter, {}).get(figure))

    reacting = [one for one in attacks if one.reaction]
    return AttackFacts(
        net=over_seeds("net", str(VICTIM), "net_effect"),
        effect=over_seeds("effect", str(VICTIM), "effect"),
        effect_twin=over_seeds("effect_twin", str(TWIN), "effect"),
        ratio=over_seeds("ratio", str(VICTIM), ""),
        ratio_twin=over_seeds("ratio_twin", str(TWIN), ""),
        asked=attacks[0].asked,
        is_local=attacks[0].is_local,
        reaction=f"In {len(reacting)} of {len(attacks)} seeds the twin reacts by itself." if reacting else "",
        is_hidden=2 * sum(one.is_hidden for one in attacks) > len(attacks),
        guessing=_guessing([one.guessing for one in attacks]),
    )


def _guessing(of_seeds: Sequence[str]) -> str:
    """Where most seeds say so: what the first of them says."""
    said = [one for one in of_seeds if one]
    return said[0] if 2 * len(said) > len(of_seeds) else ""


def _defenses(
    own: Sequence[Compared], each: Sequence[Facts], intervals: Mapping[str, Mapping[str, Interval]]
) -> Iterator[DefenseFacts]:
    """Each defense that all seeds have."""
    for counter in own[0].results.defended():
        having = [facts.defenses[list(run.results.defended()).index(counter)]
                  for run, facts in zip(own, each, strict=True) if counter in run.results.defended()]  # fmt: skip
        if len(having) < len(own):
            continue
        control = own[0].results.control_of(counter)
        yield DefenseFacts(
            name=having[0].name,
            erasure=_estimate([one.erasure for one in having], intervals.get(str(counter), {}).get("erasure")),
            left=_mean([one.left for one in having]),
            cost=_mean([one.cost for one in having]),
            control=_estimate([one.control for one in having], intervals.get(str(control), {}).get("erasure")),
        )


def _ranked(told: Sequence[tuple[str, Facts]]) -> Iterator[tuple[str, bool]]:
    """Whose attack is the stronger one, and whether that is sure; nothing where fewer than two can be told."""
    known = [(name, facts.attack.net) for name, facts in told
             if facts.attack is not None and facts.attack.net is not None and facts.attack.is_told]  # fmt: skip
    known.sort(key=lambda one: one[1].value, reverse=True)
    for (name, best), (other, next_best) in list(pairwise(known))[:1]:
        beside = f"net effect {best.in_words('effect')} against {next_best.in_words('effect')}"
        if best.overlaps(next_best) or not (best.is_sure and next_best.is_sure):
            why = "The intervals overlap" if best.is_sure and next_best.is_sure else "Without intervals for both"
            yield f"{why} ({beside}): whether the attack of {name} is stronger than that of {other} is not sure.", False
        else:
            yield f"The attack of {name} is stronger than that of {other}: {beside}.", True


def _estimate(of_seeds: Sequence[Estimate | None], interval: Interval | None) -> Estimate | None:
    """The mean over the seeds that have the figure, and how many that are; None where none has."""
    known = [one.value for one in of_seeds if one is not None]
    if not known:
        return None
    few = f"({len(known)} of {len(of_seeds)})" if len(known) < len(of_seeds) else ""
    low, high = interval or (None, None)
    return Estimate(mean(known), low, high, few)


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return mean(known) if known and len(known) == len(values) else None


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
