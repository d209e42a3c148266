"""What a run found, in sentences: whether the attack carries, what each defense removes, and how sure that is.

The one place of these rules. The window's pages, the report and suites say what is worked out here, from typed figures
with their intervals; RULES is what they are, in words.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ..metrics.defense import LEAST_EFFECT
from ..metrics.reaction import DEFINITION as REACTION
from .counter_id import CounterId
from .entry import Interval
from .names import counter_name
from .results import AttackFigures, RunResults, Scores, both_ends, reaction_of, twin_hides

CARRIES = 0.5
"""An attack carries where the lower end of the interval of its net effect reaches this: half of what was asked for."""

LEAST_GAIN = 0.1
"""A method that removes so much more than its control, as a share of the net effect, differs from it."""

LEAST_SKILL = 0.1
"""A counter whose clean error is not by this share below that of always saying the mean count has learned no count."""

_NO_CHANGE = 1e-3
MOST_DEFENSES = 3
"""So many are told in sentences; the others stand in the table."""

RULES = (
    "In brackets: 95 % intervals. An attack carries where the whole interval of its net effect, the victim's attack "
    f"effect minus the twin's, is {CARRIES:g} or more; in part where it is above {LEAST_EFFECT:g}; where it holds "
    "both, that cannot be said. Where the twin reacts by itself so much that an attack cannot be told from it, "
    "nothing is said of carrying, nor where the clean error of the victim or the twin is not at least "
    f"{100 * LEAST_SKILL:.0f} % below that of always saying the mean count. There is no backdoor to remove where the "
    f"whole interval is less than {LEAST_EFFECT:g} from 0. A defense removes 1 - |net effect left| / "
    "|the victim's|; it differs little from its control where that is under "
    f"{100 * LEAST_GAIN:.0f} % more than the control's. {REACTION}"
)

ONE_SEED = "One seed: another training of the same recipe may give other figures."


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval, as far as that is known.

    `seeds` says of a mean over seeds how many have the figure, where not all do, such as "(2 of 3)".
    """

    value: float
    low: float | None = None
    high: float | None = None
    seeds: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether it has an interval."""
        return self.low is not None and self.high is not None

    @property
    def ends(self) -> tuple[float, float]:
        """The interval; the figure itself twice where it has none."""
        return (self.value if self.low is None else self.low, self.value if self.high is None else self.high)

    def overlaps(self, other: "Estimate") -> bool:
        """Whether both have intervals, and these have a value in common."""
        return self.is_sure and other.is_sure and self.ends[0] <= other.ends[1] and other.ends[0] <= self.ends[1]

    def in_words(self, form: Literal["share", "effect"]) -> str:
        """The figure, its interval in brackets.

        >>> Estimate(0.291, 0.25, 0.34).in_words("share"), Estimate(0.93, 0.85, 1.02).in_words("effect")
        ('29 % [25, 34]', '0.93 [0.85, 1.02]')
        """
        value, low, high = (_number(each, form) for each in (self.value, *self.ends))
        value = f"{value} %" if form == "share" else value
        said = f"{value} [{low}, {high}]" if self.is_sure else value
        return f"{said} {self.seeds}" if self.seeds else said


@dataclass(frozen=True)
class AttackFacts:
    """What is known of an attack: of the victim beside its twin, where the attack is judged."""

    net: Estimate | None = None
    effect: Estimate | None = None
    effect_twin: Estimate | None = None
    ratio: Estimate | None = None
    ratio_twin: Estimate | None = None
    asked: float | None = None
    """The share of the count that the attacker asks for, as far as it is one."""
    is_local: bool = False
    reaction: str = ""
    """A sentence where the twin reacts by itself."""
    is_hidden: bool = False
    """Whether it reacts so much that the attack cannot be told from it."""
    guessing: str = ""
    """Why one of them knows no counts that an attack could spoil, without the full stop; empty where both do."""

    @property
    def is_told(self) -> bool:
        """Whether the net effect says anything of an attack."""
        return not self.is_hidden and not self.guessing


@dataclass(frozen=True)
class DefenseFacts:
    """What a defense did: the share of the net effect that it removes, what is left with its sign, and its cost."""

    name: str
    erasure: Estimate | None = None
    left: float | None = None
    cost: float | None = None
    control: Estimate | None = None
    """What its control removes."""


@dataclass(frozen=True)
class Facts:
    """What the rules look at. `attack` is None where nothing was attacked; `error` is the clean MAE, in persons."""

    attack: AttackFacts | None
    defenses: tuple[DefenseFacts, ...] = ()
    seeds: int = 1
    error: float | None = None
    baseline: float | None = None
    outdated: str = ""


@dataclass(frozen=True)
class Verdict:
    """Sentences that were found, and those that say how far to trust them."""

    said: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.said or self.cautions)

    @property
    def words(self) -> str:
        """What was found, as one paragraph."""
        return " ".join(self.said)


Strength: TypeAlias = Literal["carries", "in part", "unsure", "none", "reversed"]


def strength_of(net: Estimate) -> Strength:
    """How far an attack of this net effect carries.

    >>> [strength_of(Estimate(0.6, low, high)) for low, high in ((0.5, 0.8), (0.2, 0.9), (0.0, 0.9), (-0.2, 0.3))]
    ['carries', 'in part', 'unsure', 'none']
    """
    low, high = net.ends
    if low >= CARRIES:
        return "carries"
    if low > LEAST_EFFECT:
        return "in part"
    if high < -LEAST_EFFECT:
        return "reversed"
    return "unsure" if high >= CARRIES else "none"


# ---- from results to facts


def verdict_of(results: RunResults | None) -> Verdict:
    """What the results of one run say; nothing where there are none."""
    return Verdict() if results is None else judged(facts_of(results))


def facts_of(results: RunResults) -> Facts:
    """What the rules look at, of the results of one run."""
    shown, baseline = results.victim or results.twin, _known(results.baselines.mean_count.mae)
    return Facts(
        attack=_attack(results.victim, results.twin, baseline) if results.victim is not None else None,
        defenses=tuple(_defense(results, counter) for counter in results.defended()),
        error=_known(shown.clean.mae) if shown is not None else None,
        baseline=baseline,
        outdated=results.outdated,
    )


def _attack(victim: Scores, twin: Scores | None, baseline: float | None) -> AttackFacts | None:
    if not victim.triggered:
        return None
    judged, intervals, local = victim.judged, victim.judged_intervals, victim.region == "inside"
    own = twin.judged if twin is not None else AttackFigures()
    return AttackFacts(
        net=estimate(judged.net_effect, intervals.net_effect),
        effect=estimate(judged.effect_median, intervals.effect_median),
        effect_twin=estimate(
            judged.effect_median_twin if own.effect_median is None else own.effect_median,
            intervals.effect_median_twin,
        ),
        ratio=_ratio(victim, local),
        ratio_twin=_ratio(twin, local) if twin is not None else estimate(victim.triggered.ratio_median_twin, None),
        asked=_known(victim.triggered.ratio_asked),
        is_local=local,
        reaction=reaction_of(twin, victim),
        is_hidden=twin_hides(twin, victim),
        guessing=guessing(_known(victim.clean.mae), _known(twin.clean.mae) if twin is not None else None, baseline),
    )


def guessing(victim: float | None, twin: float | None, baseline: float | None) -> str:
    """Whether victim or twin has learned no count, by their clean errors and that of always saying the mean count.

    >>> guessing(11.8, 6.0, 12.0)
    'the victim counts clean scenes hardly better than the mean does (it errs by 11.8 persons, always the mean by 12.0)'
    >>> guessing(6.2, 6.0, 12.0)
    ''
    """
    if _guesses(victim, baseline):
        return (
            f"the victim counts clean scenes hardly better than the mean does (it errs by {victim:.1f} persons, always "
            f"the mean by {baseline:.1f})"
        )
    if _guesses(twin, baseline):
        return (
            f"the twin counts clean scenes hardly better than the mean does (it errs by {twin:.1f} persons, always the "
            f"mean by {baseline:.1f})"
        )
    return ""


def _guesses(error: float | None, baseline: float | None) -> bool:
    return error is not None and baseline is not None and error > (1 - LEAST_SKILL) * baseline > 0


def _ratio(scores: Scores, local: bool) -> Estimate | None:
    """Of what is predicted with the trigger to what is without it; where a local edit acts, of the sums there."""
    if local:
        return estimate(scores.inside.ratio, None)
    return estimate(scores.triggered.ratio_median, scores.intervals.ratio_median)


def _defense(results: RunResults, counter: CounterId) -> DefenseFacts:
    found, control = results.defense(counter), results.control_of(counter)
    beside = results.defense(control) if control is not None else None
    return DefenseFacts(
        name=counter_name(counter),
        erasure=estimate(found.erasure, found.erasure_interval),
        left=_known(found.left),
        cost=_known(found.clean_cost),
        control=estimate(beside.erasure, beside.erasure_interval) if beside is not None else None,
    )


def estimate(value: float | None, interval: Interval | None) -> Estimate | None:
    """A figure with its interval; None where there is no figure."""
    ends = both_ends(interval)
    known = _known(value)
    if known is None:
        return None
    return Estimate(known) if ends is None else Estimate(known, *ends)


def _known(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


# ---- from facts to sentences


def judged(facts: Facts) -> Verdict:
    """The rules: sentences and cautions of these facts."""
    attack = facts.attack
    if attack is None:
        return Verdict(tuple(_clean(facts)), tuple(filter(None, (facts.outdated,))))
    said = (*_of_attack(attack, facts.seeds), *_of_defenses(attack, facts.defenses))
    return Verdict(said, tuple(_cautions(attack, facts)))


def _clean(facts: Facts) -> Iterator[str]:
    if facts.error is None:
        return
    beside = "" if facts.baseline is None else f", {facts.baseline:.1f} for always saying the mean count"
    yield f"Nothing was attacked. On clean scenes the counter errs by {facts.error:.1f} persons{beside}."


def _of_attack(attack: AttackFacts, seeds: int) -> Iterator[str]:
    counts = _counts(attack)
    if attack.net is None:
        yield f"{_without_effect(attack)}{f': {counts}' if counts else ''}; {seeds_in_words(seeds)}."
        return
    net = f"net effect {attack.net.in_words('effect')}"
    told = "; ".join(filter(None, (counts, net, seeds_in_words(seeds))))
    yield f"{_headline(attack)}: {told}."
    if attack.effect is not None and attack.effect.ends[0] > 1 + LEAST_EFFECT and not attack.guessing:
        yield f"It goes beyond what was asked for: attack effect {attack.effect.in_words('effect')}, where 1 is asked."


def _without_effect(attack: AttackFacts) -> str:
    """Why nothing can be said of carrying, where there is no net effect."""
    if attack.asked is not None and abs(attack.asked - 1) < _NO_CHANGE:
        return "The label edit asks for no change of the count, so there is no attack effect"
    if attack.asked is None or attack.is_local:
        return "No attack effect could be measured"
    asked = Estimate(attack.asked).in_words("share")
    return f"No attack effect could be measured, where {asked} of the count are asked for"


def in_brief(facts: Facts) -> str:
    """How far the attack carries, without what both counters report: for several runs beside one another."""
    attack = facts.attack
    if attack is None or attack.net is None:
        return next(iter(judged(facts).said), "Nothing is known of it yet.")
    return f"{_headline(attack)}: net effect {attack.net.in_words('effect')}; {seeds_in_words(facts.seeds)}."


def _headline(attack: AttackFacts) -> str:
    if attack.is_hidden:
        return "It cannot be told whether the attack carries, since the twin reacts to the trigger too"
    if attack.guessing:
        return f"It cannot be told whether the attack carries, since {attack.guessing}"
    assert attack.net is not None
    match strength_of(attack.net):
        case "carries":
            return "The attack carries"
        case "in part":
            return "The attack carries in part"
        case "unsure":
            return "It cannot be said whether the attack carries"
        case "reversed":
            return "The attack does not carry; the trigger moves the count the other way"
        case "none":
            return "The attack does not carry"


def _counts(attack: AttackFacts) -> str:
    """What both report with the trigger, as a share of what they do without it."""
    if attack.ratio is None:
        return ""
    where = "where the label edit acts, " if attack.is_local else ""
    twin = "" if attack.ratio_twin is None else f", its twin {attack.ratio_twin.in_words('share')}"
    return f"{where}with the trigger the victim reports {attack.ratio.in_words('share')} of its count without it{twin}"


def _of_defenses(attack: AttackFacts, defenses: Sequence[DefenseFacts]) -> Iterator[str]:
    if not defenses or attack.net is None:
        return
    if not _is_told_apart(attack):
        yield _of_no_defense(attack, attack.net)
        return
    ranked = best_first(defenses)
    told, rest = ranked[:MOST_DEFENSES], ranked[MOST_DEFENSES:]
    yield from map(defense_sentence, told)
    more = sum(one.erasure is not None for one in rest)
    if more:
        yield f"{more} more {'defense removes' if more == 1 else 'defenses remove'} no more than these."
    yield from (defense_sentence(one) for one in rest if one.erasure is None)


def _of_no_defense(attack: AttackFacts, net: Estimate) -> str:
    """Why nothing is said of the defenses: there surely is no backdoor, or it is not known whether there is one."""
    if attack.is_told and max(map(abs, net.ends)) < LEAST_EFFECT:
        return "There is no backdoor to remove, so nothing can be said of the defenses."
    if not attack.is_told or strength_of(net) == "unsure":
        return "What the defenses remove of it cannot be told either."
    return "It is not sure that there is a backdoor to remove, so nothing can be said of the defenses."


def _is_told_apart(attack: AttackFacts) -> bool:
    """Whether there surely is something that a defense may remove a share of."""
    if attack.net is None or not attack.is_told or abs(attack.net.value) < LEAST_EFFECT:
        return False
    low, high = attack.net.ends
    return low > 0 or high < 0


def best_first(defenses: Sequence[DefenseFacts]) -> list[DefenseFacts]:
    """The defense that removes most first, those of which it is not known last."""
    return sorted(defenses, key=lambda one: -math.inf if one.erasure is None else one.erasure.value, reverse=True)


def defense_sentence(found: DefenseFacts) -> str:
    """What one defense removes beside its control, and at which cost."""
    if found.erasure is None:
        return f"What {found.name} removes could not be measured."
    cost = f", with the clean error {error_in_words(found.cost)}" if found.cost is not None else ""
    if found.erasure.value <= 0:
        return f"{found.name} brings the net effect no nearer to 0{_of_control_beside_nothing(found.control)}{cost}."
    control = _of_control_beside(found.control)
    turned = found.left is not None and found.left < 0
    over = "; what is left moves the count the other way" if turned and found.erasure.value < 0.995 else ""
    return f"{found.name} removes {found.erasure.in_words('share')} of the net effect{control}{cost}{over}."


def _of_control_beside(control: Estimate | None) -> str:
    if control is None:
        return ""
    return f", its control {control.in_words('share')}" if control.value > 0 else ", its control nothing"


def _of_control_beside_nothing(control: Estimate | None) -> str:
    if control is None:
        return ""
    return (
        f", its control removes {control.in_words('share')}" if control.value > 0 else ", its control removes nothing"
    )


def error_in_words(cost: float) -> str:
    """How much an error rose, with its sign in words.

    >>> error_in_words(-0.12), error_in_words(0.304), error_in_words(0.001)
    ('12 % lower', '30 % higher', 'as before')
    """
    if abs(cost) < 0.005:
        return "as before"
    return f"{abs(cost):,.0%}".replace("%", " %") + (" lower" if cost < 0 else " higher")


def _cautions(attack: AttackFacts, facts: Facts) -> Iterator[str]:
    if facts.outdated:
        yield facts.outdated
    if attack.reaction:
        yield attack.reaction
    if attack.net is not None and attack.is_told:
        if not attack.net.is_sure:
            yield "The net effect has no interval, so how sure it is is not known."
        if attack.effect is not None and attack.effect_twin is not None and attack.effect.overlaps(attack.effect_twin):
            yield (
                "The intervals of the attack effects of victim and twin overlap "
                f"({attack.effect.in_words('effect')} and {attack.effect_twin.in_words('effect')})."
            )
    if _is_told_apart(attack):
        for defense in best_first(facts.defenses)[:MOST_DEFENSES]:
            yield from _of_control(defense)
    if facts.seeds == 1:
        yield ONE_SEED


def _of_control(found: DefenseFacts) -> Iterator[str]:
    if found.erasure is None or found.erasure.value <= 0:
        return
    if found.control is None:
        yield f"{found.name} has no control beside it: how much of this is the method's is not known."
    elif found.erasure.value - found.control.value < LEAST_GAIN:
        yield f"{found.name} removes little more than its control, if any: most of it comes from the training alone."
    elif found.erasure.overlaps(found.control):
        yield f"The intervals of {found.name} and its control overlap: how much the method adds is not sure."


def seeds_in_words(seeds: int) -> str:
    """How many trainings of the same recipe stand behind a figure."""
    return "1 seed" if seeds == 1 else f"{seeds} seeds"


def _number(value: float, form: Literal["share", "effect"]) -> str:
    words = f"{100 * value:,.0f}" if form == "share" else f"{value:.2f}"
    return words.removeprefix("-") if not any(sign in words for sign in "123456789") else words
