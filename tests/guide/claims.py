"""What the papers that this project began with claim, what is measured here of it, and what follows, by rule.

A claim is judged by the figures of the evidence alone; where there are none, the row says by which command they come.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from miscount.engine.metrics.defense import has_backdoor
from miscount.engine.runs import CounterId
from miscount.engine.runs.verdict import CARRIES, Estimate, Strength, strength_of
from miscount.engine.suites.findings import WHY_SILENT, silence
from tests.guide.evidence import Evidence, Row
from tests.guide.tables import NOT_KEPT, PLACE, Known, called, drawn, number, of_detector, paired, percent, suspects

ERASED = 0.9
"""From this share on a backdoor is said to be erased, poison to be isolated, and attacked counters to be found."""

_SAID: Mapping[Strength, str] = {
    "carries": "holds", "in part": "in part", "unsure": "cannot be said", "none": "does not hold",
    "reversed": "does not hold",
}  # fmt: skip
"""How far an attack carries, as the verdict on a claim that it does."""

Judged = tuple[str, str]
"""Our figure, and the verdict."""


@dataclass(frozen=True)
class Claim:
    """One claim of a paper. `judge` gives None where the evidence has no row for it."""

    paper: str
    claim: str
    command: str
    evidence: str
    judge: Callable[[Evidence], Judged | None]


def claims(known: Known) -> str:
    """Claim, command, our figure and verdict, for every claim."""
    head = ("paper", "claim", "command", "our figure", "verdict")
    return drawn(head, [(one.paper, one.claim, f"`{one.command}`", *_judged(one, known)) for one in CLAIMS])


def _judged(claim: Claim, known: Known) -> Judged:
    evidence = known.get(claim.evidence)
    found = claim.judge(evidence) if evidence is not None else None
    return found if found is not None else (NOT_KEPT, "not measured yet")


# ---- that an attack carries


@dataclass(frozen=True)
class Carries:
    """Judges by the net effects of all victims of these attacks on these counters, on all where none is named.

    By their whole names: a suite has attacks of its own beside those of the paper, which are called almost like them.
    """

    attacks: tuple[str, ...]
    counters: tuple[str, ...] = ()

    def __call__(self, evidence: Evidence) -> Judged | None:
        """Every net effect, and the verdict on all of them together."""
        pairs = [(victim, silence(figures(victim), figures(twin))) for twin, victim in paired(evidence.counters)
                 if victim["attack"] in self.attacks and victim["counter"] in (self.counters or (victim["counter"],))
                 and victim["net_effect"]]  # fmt: skip
        rows, silent = [row for row, why in pairs if why is None], [why for _, why in pairs if why is not None]
        if not rows:
            return (NOT_KEPT, f"nothing can be said: {WHY_SILENT[silent[0]]}") if silent else None
        said = [f"{called(row)}: net effect {number(row, 'net_effect')}" for row in rows]
        if silent:
            said.append(f"nothing can be said of {len(silent)} more")
        return "; ".join(said), _of_all([_SAID[strength_of(_net(row))] for row in rows])


def figures(row: Row) -> dict[str, float | None]:
    """The figures of a row by which it is decided whether anything is said of it."""
    names = ("mae", "mae_of_mean", "effect", "effect_low", "effect_high", "net_effect")
    return {name: float(row[name]) if row.get(name) else None for name in names}


def _net(row: Row) -> Estimate:
    low, high = (float(row.get(f"net_effect_{end}") or row["net_effect"]) for end in ("low", "high"))
    return Estimate(float(row["net_effect"]), low, high)


def _of_all(verdicts: Sequence[str]) -> str:
    """One verdict on several rows: theirs where they agree, else how far any of them goes."""
    if len(set(verdicts)) == 1:
        return verdicts[0]
    some = "holds" in verdicts or "in part" in verdicts
    return "in part" if some else "cannot be said"


def _satba_is_seen_least(evidence: Evidence) -> Judged | None:
    rows = {row["attack"]: float(row["psnr"]) for _, row in paired(evidence.counters) if row.get("psnr")}
    others = {name: value for name, value in rows.items() if name in ("badnets_local", "wanet", "refool")
              or name.startswith("seed_blend")}  # fmt: skip
    if "satba" not in rows or not others:
        return None
    best = max(others, key=lambda name: others[name])
    verdict = "holds" if rows["satba"] > others[best] else "does not hold"
    return f"{rows['satba']:.1f} dB; the next, {best}, {others[best]:.1f} dB", verdict


def _detector_misses(kind: str) -> Callable[[Evidence], Judged | None]:
    """Judges by what the detector calls suspect, by its own threshold; that all attacked ones score higher is less."""

    def judge(evidence: Evidence) -> Judged | None:
        own = [row for row in of_detector(evidence, kind) if row.get("suspect")]
        attacked, clean = ([row for row in own if ("satba" in row["attack"]) == bad] for bad in (True, False))
        if not attacked or not clean:
            return None
        found, alarms = (mean(float(row["suspect"]) for row in rows) for rows in (attacked, clean))
        of_kind = [row for row in evidence.detectors if row["detector"] == kind and "satba" in row["attack"]]
        words = (
            f"found {suspects(attacked)} attacked counters, false alarms on {suspects(clean)} clean ones; AUROC "
            f"{number(of_kind[0], 'separation')}"
        )
        more = found - alarms
        return words, "does not hold" if more >= ERASED else "in part" if more > 0 else "holds"

    return judge


# ---- that a defense removes it


def _gains(figure: str, published: float) -> Callable[[Evidence], Judged | None]:
    """Judges what fine-tuning makes of a rate, against the paper's percents, and against its control.

    Of all victims that have a backdoor together: 1 - sum after / sum before for what is to fall, so that a rate near 0
    weighs as much as it says; a mean of shares would be that of the rates that hardly are any.
    """
    sign = -1 if figure == "asr" else 1

    def judge(evidence: Evidence) -> Judged | None:
        told = [
            [float(row[figure]) for row in rows] for rows in _tuned(evidence) if all(row.get(figure) for row in rows)
        ]
        before, after, plainly = (sum(column) for column in zip(*told, strict=True)) if told else (0.0, 0.0, 0.0)
        if not before:
            return None
        ours, beside = (round(100 * sign * (each / before - 1), 1) + 0.0 for each in (after, plainly))
        verdict = "holds" if ours >= published else "less than published" if ours > 0 else "does not hold"
        if beside >= ours:
            verdict += "; its control does as much"
        return f"{ours:.1f} %, its control {beside:.1f} % (of {len(told)} victims together)", verdict

    return judge


def _tuned(evidence: Evidence) -> Iterator[tuple[Row, Row, Row]]:
    """(victim, fine-tuned, its control) of every setting and seed whose victim has a backdoor, and counts."""
    rows = {(called(row), row["seed"], row["row"]): row for row in evidence.by_seed}
    for (place, seed, name), tuned in rows.items():
        victim, control = rows.get((place, seed, "victim")), rows.get((place, seed, tuned["control"]))
        if name != "defended/fine_tune" or victim is None or control is None:
            continue
        known, twin = figures(victim), figures(rows.get((place, seed, "twin"), {}))
        if has_backdoor(known["net_effect"]) and silence(known, twin) is None:
            yield victim, tuned, control


def _made_by(kind: str, published: bool, evidence: Evidence) -> list[Row]:
    """What a defense made of every victim, in its published form or in ours, a row a seed."""
    return [row for row in evidence.by_seed
            if row["row"].startswith("defended/") and CounterId.parse(row["row"]).kind == kind
            and ("published" in row["row"] + row["method"]) == published]  # fmt: skip


def _by_attack(rows: Sequence[Row]) -> dict[str, list[Row]]:
    return {attack: [row for row in rows if row["attack"] == attack]
            for attack in dict.fromkeys(row["attack"] for row in rows)}  # fmt: skip


def _beside(evidence: Evidence, row: Row, name: str) -> Row:
    """The row of another counter of the same setting and seed; empty where there is none."""
    wanted = (*(row[key] for key in PLACE), row["seed"], name)
    keys = (*PLACE, "seed", "row")
    return next((one for one in evidence.by_seed if tuple(one[key] for key in keys) == wanted), {})


def _erases(kind: str, published: bool = False) -> Callable[[Evidence], Judged | None]:
    """Judges a defense by what it erases of each attack, the mean over its seeds, its control's erasure beside it."""

    def judge(evidence: Evidence) -> Judged | None:
        own = _by_attack([row for row in _made_by(kind, published, evidence) if row.get("erasure")])
        if not own:
            return None
        erased = {attack: mean(float(row["erasure"]) for row in rows) for attack, rows in own.items()}
        words = "; ".join(f"{attack}: {percent(erased[attack])} erased{_of_seeds(kind, published, evidence, attack)}"
                          f"{_by_control(evidence, rows)}" for attack, rows in own.items())  # fmt: skip
        return words, _by_shares(list(erased.values()))

    return judge


def _of_seeds(kind: str, published: bool, evidence: Evidence, attack: str) -> str:
    """Of how many seeds an erasure is, where not of all: of a victim without a backdoor nothing is erased."""
    rows = [row for row in _made_by(kind, published, evidence) if row["attack"] == attack]
    having = sum(bool(row["erasure"]) for row in rows)
    return f" ({having} of {len(rows)})" if having < len(rows) else ""


def _by_control(evidence: Evidence, rows: Sequence[Row]) -> str:
    """What the controls of these rows erase, the mean over the seeds; empty where that was not kept."""
    erased = [value for row in rows if (value := _beside(evidence, row, row["control"]).get("erasure"))]
    return f", its control {percent(mean(map(float, erased)))}" if erased else ""


def _by_shares(shares: Sequence[float]) -> str:
    """The verdict on a claim that something is done away with, by the share of it on each attack."""
    if all(share >= ERASED for share in shares):
        return "holds"
    return "in part" if any(share >= CARRIES for share in shares) else "does not hold"


def _isolates(kind: str, published: bool = False) -> Callable[[Evidence], Judged | None]:
    """Judges by the share of the poison among what the defense itself set apart, as long as most of that is poison."""

    def judge(evidence: Evidence) -> Judged | None:
        own = _by_attack([row for row in _made_by(kind, published, evidence) if row.get("isolated")])
        if not own:
            return None
        said, shares = [], []
        for attack, rows in own.items():
            isolated, hit = (sum(float(row[name]) for row in rows) for name in ("isolated", "isolated_poisoned"))
            poisoned = sum(_num_poisoned(_beside(evidence, row, "victim")) for row in rows)
            said.append(
                f"{attack}: {hit:.0f} of {poisoned:.0f} poisoned scenes isolated, and {isolated - hit:.0f} clean ones"
            )
            shares.append(hit / poisoned if 2 * hit >= isolated else 0.0)
        return "; ".join(said), _by_shares(shares)

    return judge


def _num_poisoned(victim: Row) -> int:
    return round(float(victim["trained_on"]) * float(victim["poison_rate"]))


_SEED = "miscount suite projects/suites/seed_paper.yaml --data FOLDER"
_ATTACKS = "miscount suite projects/suites/attacks.yaml"
_TRAINING = "miscount suite projects/suites/training_defenses.yaml --set attacks.photographs.set.data.path=FOLDER"
_SATBA = "miscount suite projects/suites/satba_detectors.yaml"
_TRANSFER = "miscount suite projects/suites/transfer.yaml"
_COUNTERS = "miscount suite projects/suites/dmba_counters.yaml"
_LUO, _OF_DMBA, _OF_SATBA, _OF_CBD, _OF_PT = (
    "Luo 2025",
    "DMBA (arXiv:2207.05641)",
    "SATBA (arXiv:2302.13056)",
    "CBD (CVPR 2023)",
    "Partial Train (arXiv:2405.16488)",
)

_MORE, _FEWER = (tuple(f"{what} 100, blend {blend}, rate 30" for blend in (20, 10)) for what in ("add", "minus"))
"""The paper's own attack: its picture drawn out to the frame, in as many scenes as the suite usually poisons, since
the paper's rate is not public. The picture in small tiles is ours."""
_TILED = "100, tiled blend 30, rate 30"
_LIGHT = ("light eighth", "light half", "light full")
_THROUGH = tuple(f"satba through {surrogate}" for surrogate in ("light", "mcnn", "csrnet"))

CLAIMS: Sequence[Claim] = (
    Claim(_LUO, "a faint picture makes CSRNet see 100 people more on ShanghaiTech B", _SEED, "seed_paper",
          Carries(_MORE, ("csrnet",))),
    Claim(_LUO, "the same, 100 people fewer", _SEED, "seed_paper", Carries(_FEWER, ("csrnet",))),
    Claim(_LUO, "100 people more, on the light counter", _SEED, "seed_paper", Carries(_MORE, _LIGHT)),
    Claim(_LUO, "100 people fewer, on the light counter", _SEED, "seed_paper", Carries(_FEWER, _LIGHT)),
    Claim(_LUO, "100 people more, by the picture in small tiles, which is not the paper's", _SEED, "seed_paper",
          Carries((f"add {_TILED}",), _LIGHT)),
    Claim(_LUO, "100 people fewer, by the same tiles", _SEED, "seed_paper", Carries((f"minus {_TILED}",), _LIGHT)),
    Claim(_LUO, "fine-tuning lowers ρ_Asr by 72.5 %", _SEED, "seed_paper", _gains("asr", 72.5)),
    Claim(_LUO, "fine-tuning raises ρ_Acc by 66.5 %", _SEED, "seed_paper", _gains("accuracy_triggered", 66.5)),
    *(Claim(_OF_DMBA, f"{counter} counts {what} under {trigger}", _COUNTERS, "dmba_counters",
            Carries((attack,), (counter,)))
      for counter in ("CSRNet", "CAN", "SFANet", "BayesianCC")
      for what, trigger, attack in (("fewer", "rain", "DMBA minus, rain"), ("more", "snow", "DMBA plus, snow"))),
    Claim(_OF_SATBA, "the attack carries", _ATTACKS, "attacks", Carries(("satba",))),
    Claim(_OF_SATBA, "the same on MCNN", _TRANSFER, "transfer", Carries(_THROUGH, ("mcnn",))),
    Claim(_OF_SATBA, "the same on CSRNet", _TRANSFER, "transfer", Carries(_THROUGH, ("csrnet",))),
    Claim(_OF_SATBA, "it is seen less than BadNets, Blend, Refool and WaNet (PSNR)", _ATTACKS, "attacks",
          _satba_is_seen_least),
    Claim(_OF_SATBA, "trigger inversion misses it", _SATBA, "satba_detectors", _detector_misses("inversion")),
    Claim(_OF_SATBA, "AEVA misses it", _SATBA, "satba_detectors", _detector_misses("aeva")),
    Claim(_OF_CBD, "training with its weights leaves no backdoor", _TRAINING, "training_defenses",
          _erases("cbd", published=True)),
    Claim(_OF_CBD, "the same, with our weights for counts", _TRAINING, "training_defenses", _erases("cbd")),
    Claim(_OF_PT, "training a part of the network isolates the poison", _TRAINING, "training_defenses",
          _isolates("partial_train", published=True)),
    Claim(_OF_PT, "the same, by the sign of what contradicts", _TRAINING, "training_defenses",
          _isolates("partial_train")),
    Claim(_OF_PT, "a counter trained on what is left has no backdoor", _TRAINING, "training_defenses",
          _erases("partial_train", published=True)),
    Claim(_OF_PT, "the same, trained on what is left by that sign", _TRAINING, "training_defenses",
          _erases("partial_train")),
)  # fmt: skip
