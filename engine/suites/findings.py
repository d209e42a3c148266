"""What a suite found, in sentences: which attacks carry, and what of each a defense erases beyond its control."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, TypeAlias

from ..metrics.reaction import hides_attack
from ..runs import CounterId, RunResults
from ..runs.names import counter_name
from ..runs.results import both_ends
from ..runs.verdict import CARRIES, guessing, seeds_in_words
from .over_seeds import of_seeds
from .suite import Cell

Row = Mapping[str, Any]
Controls = Mapping[tuple[str, str, str, str], str]
"""By (attack, label, counter) and the row of a defended counter: the row of its control."""

Silence: TypeAlias = Literal["guessing", "hidden"]
WHY_SILENT: Mapping[Silence, str] = {
    "guessing": "the victim or its twin counts clean scenes hardly better than always saying the mean count",
    "hidden": "the twin reacts to the trigger by itself, so much that an attack cannot be told from that",
}
"""Why nothing is said of an attack's carrying, by the rules of runs.verdict."""


def controls_of(done: Sequence[tuple[Cell, RunResults]]) -> Controls:
    """Which row is the control of which, in the experiments that are done."""
    return {
        (*cell.setting, str(counter)): str(control)
        for cell, results in done
        for counter in results.defended()
        if (control := results.control_of(counter)) is not None
    }


def findings(rows: Sequence[Row], controls: Controls) -> Iterator[str]:
    """A paragraph for each counter, from the rows of the leaderboard; none where nothing was attacked."""
    for counter in dict.fromkeys(row["counter"] for row in rows):
        own = [row for row in rows if row["counter"] == counter and row["row"] == "victim"]
        attacked = [row for row in own if row["net_effect"] is not None]
        silent = {id(row): silence(row, _twin_of(row, rows)) for row in attacked}
        victims = [row for row in attacked if silent[id(row)] is None]
        said = []
        if victims:
            best = max(victims, key=_least)
            said = [_attacks(counter, victims, best), *_defenses(best, rows, controls)]
        for why, words in WHY_SILENT.items():
            number = sum(found == why for found in silent.values())
            if number:
                said.append(_unsaid(counter, number, words, not said))
        if said:
            yield " ".join(said)


def _unsaid(counter: str, num: int, why: str, is_first: bool) -> str:
    """That nothing follows from so many attacks; the first sentence on a counter names it."""
    if counter and is_first:
        return f"On {counter}, nothing can be said of {num} of the attacks: {why}."
    return f"Nothing can be said of {num} of the attacks: {why}."


def silence(victim: Row, twin: Row) -> Silence | None:
    """Why nothing is said of the carrying of an attack with these rows of a leaderboard; None where something is.

    The attack is hidden where the twin's interval over seeds says so. `twin` is empty where the suite has none.
    """
    if guessing(victim.get("mae"), twin.get("mae"), victim.get("mae_of_mean")):
        return "guessing"
    own, ends = twin.get("effect"), both_ends((twin.get("effect_low"), twin.get("effect_high")))
    return "hidden" if own is not None and hides_attack(own, ends, victim.get("effect")) else None


def _twin_of(victim: Row, rows: Sequence[Row]) -> Row:
    return next((row for row in rows if row["row"] == "twin" and _place(row) == _place(victim)), {})


def _least(row: Row) -> float:
    """The lower end of the net effect's interval; the net effect where it has none."""
    low = row.get("net_effect_low")
    return float(row["net_effect"] if low is None else low)


def _attacks(counter: str, victims: Sequence[Row], best: Row) -> str:
    carry = sum(_least(row) >= CARRIES for row in victims)
    reacts = sum(bool(row.get("twin_reacts")) for row in victims)
    on = f"On {counter}, " if counter else ""
    own = ""
    if best.get("effect_twin") is not None:
        own = f", beside an effect of {_figure(best, 'effect_twin', '.2f')} on the twin"
    sentence = (
        f"{on}{carry} of {len(victims)} attacks carry: the lower end of the net effect is {CARRIES} or more. Surest is "
        f"{_called(best)}, with a net effect of {_figure(best, 'net_effect', '.2f')}{own}, over "
        f"{seeds_in_words(best['seeds'])}."
    )
    if reacts:
        sentence += f" In {reacts} of them the twin reacts to the trigger by itself."
    return sentence


def _defenses(best: Row, rows: Sequence[Row], controls: Controls) -> Iterator[str]:
    """What each defense erases of the surest attack, and how much of that its control does not."""
    if _least(best) <= 0:
        return
    here = {row["row"]: row for row in rows if _place(row) == _place(best)}
    for name, row in here.items():
        if CounterId.parse(name).role != "defended" or row["erasure"] is None:
            continue
        sentence = f"{counter_name(name)} erases {_figure(row, 'erasure', '.0%')} of it"
        control = here.get(controls.get((*_place(best), name), ""))
        if control is None or control["erasure"] is None:
            yield f"{sentence}."
            continue
        points = 100 * (row["erasure"] - control["erasure"])
        yield (
            f"{sentence}, its control {_figure(control, 'erasure', '.0%')}: the method's own part is "
            f"{points:+.0f} points."
        )


def _place(row: Row) -> tuple[str, str, str]:
    return row["attack"], row["label"], row["counter"]


def _called(row: Row) -> str:
    return ", ".join(name for name in (row["attack"], row["label"]) if name)


def _figure(row: Row, name: str, form: str) -> str:
    low, high = row.get(f"{name}_low"), row.get(f"{name}_high")
    ends = "" if low is None or high is None else f" [{low:{form}}, {high:{form}}]"
    return f"{row[name]:{form}}{ends}{of_seeds(row, name)}"
