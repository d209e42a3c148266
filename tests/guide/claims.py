"""What the papers that this project began with claim, what is measured here of it, and what follows, by rule.

A claim is judged by the figures of the evidence alone; where there are none, the row says by which command they come.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from miscount.engine.runs import CounterId
from miscount.engine.runs.verdict import CARRIES, Estimate, Strength, guessing, strength_of
from tests.guide.evidence import Evidence, Row
from tests.guide.tables import NOT_KEPT, Known, called, drawn, number, paired, percent

ERASED = 0.9
"""From this share on a backdoor is said to be erased."""

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


def _attack_carries(words: str, counter: str = "") -> Callable[[Evidence], Judged | None]:
    """Judges by the greatest net effect among the victims of attacks whose name has `words`, on one counter."""

    def judge(evidence: Evidence) -> Judged | None:
        pairs = [(twin, row) for twin, row in paired(evidence.counters)
                 if words in row["attack"] and counter in row["counter"] and row["net_effect"]]  # fmt: skip
        rows = [row for twin, row in pairs if not _guesses(twin, row)]
        if pairs and not rows:
            return NOT_KEPT, "nothing can be said: the victim or its twin has learned no count"
        if not rows:
            return None
        best = max(rows, key=lambda row: float(row["net_effect"]))
        ends = [float(best.get(f"net_effect_{end}") or best["net_effect"]) for end in ("low", "high")]
        verdict = _SAID[strength_of(Estimate(float(best["net_effect"]), *ends))]
        return f"net effect {number(best, 'net_effect')} ({called(best)}; best of {len(rows)})", verdict

    return judge


def _guesses(twin: Row, victim: Row) -> bool:
    errors = [float(each) if each else None for each in (victim.get("mae"), twin.get("mae"), victim.get("mae_of_mean"))]
    return bool(guessing(*errors))


def _gains(column: str, published: float, counter: str = "") -> Callable[[Evidence], Judged | None]:
    """Judges a percentage of fine-tuning against the published one, and against that of its control."""

    def judge(evidence: Evidence) -> Judged | None:
        beside_it = {row["control"] for row in evidence.by_seed if row["row"] == "defended/fine_tune"}
        having = [row for row in evidence.counters if row.get(column) and counter in row["counter"]]
        tuned = [row for row in having if row["row"] == "defended/fine_tune"]
        plainly = [row for row in having if row["row"] in beside_it]
        if not tuned:
            return None
        ours = 100 * mean(float(row[column]) for row in tuned)
        beside = 100 * mean(float(row[column]) for row in plainly) if plainly else None
        verdict = "holds" if ours >= published else "less than published" if ours > 0 else "does not hold"
        if beside is not None and beside >= ours:
            verdict += "; its control does as much"
        control = "" if beside is None else f", its control {beside:.1f} %"
        return f"{ours:.1f} %{control} (mean of {len(tuned)} attacks)", verdict

    return judge


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
    def judge(evidence: Evidence) -> Judged | None:
        rows = [row for row in evidence.detectors if row["detector"] == kind and "satba" in row["attack"]
                and row.get("separation")]  # fmt: skip
        if not rows:
            return None
        of_kind = [row for row in evidence.detectors_by_seed if row["detector"] == kind]
        value = float(rows[0]["separation"])
        attacked = sum("satba" in row["attack"] for row in of_kind)
        words = f"AUROC {value:.2f} of {attacked} attacked counters against {len(of_kind) - attacked} clean ones"
        return words, "does not hold" if value >= 0.9 else "holds"

    return judge


def _erases(kind: str, published: bool = False) -> Callable[[Evidence], Judged | None]:
    """Judges a defense, in its published form or in ours, by what it erases of each attack, the mean over its seeds."""

    def judge(evidence: Evidence) -> Judged | None:
        rows = [row for row in evidence.by_seed
                if row["row"].startswith("defended/") and CounterId.parse(row["row"]).kind == kind
                and ("published" in row["row"] + row["method"]) == published and row.get("erasure")]  # fmt: skip
        if not rows:
            return None
        erased = {attack: mean(float(row["erasure"]) for row in rows if row["attack"] == attack)
                  for attack in dict.fromkeys(row["attack"] for row in rows)}  # fmt: skip
        good = [attack for attack, share in erased.items() if share >= ERASED]
        some = [attack for attack, share in erased.items() if share >= CARRIES]
        verdict = "holds" if len(good) == len(erased) else "in part" if some else "does not hold"
        return "; ".join(f"{attack}: {percent(share)} erased" for attack, share in erased.items()), verdict

    return judge


def _isolates(evidence: Evidence) -> Judged | None:
    rows = [row for row in evidence.detectors_by_seed if row["detector"] == "signed_residual" and row.get("auroc")
            and row["attack"] != "clean"]  # fmt: skip
    if not rows:
        return None
    found = {attack: mean(float(row["auroc"]) for row in rows if row["attack"] == attack)
             for attack in dict.fromkeys(row["attack"] for row in rows)}  # fmt: skip
    good = [attack for attack, value in found.items() if value >= 0.9]
    verdict = "holds" if len(good) == len(found) else "in part" if good else "does not hold"
    return "; ".join(f"{attack}: AUROC {value:.2f}" for attack, value in found.items()), verdict


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

CLAIMS: Sequence[Claim] = (
    Claim(_LUO, "a faint picture makes CSRNet see 100 people more on ShanghaiTech B", _SEED, "seed_paper",
          _attack_carries("add 100", "csrnet")),
    Claim(_LUO, "the same, 100 people fewer", _SEED, "seed_paper", _attack_carries("minus 100", "csrnet")),
    Claim(_LUO, "100 people more, on the light counter", _SEED, "seed_paper", _attack_carries("add 100", "light")),
    Claim(_LUO, "100 people fewer, on the light counter", _SEED, "seed_paper", _attack_carries("minus 100", "light")),
    Claim(_LUO, "fine-tuning lowers ρ_Asr by 72.5 %", _SEED, "seed_paper", _gains("asr_drop", 72.5)),
    Claim(_LUO, "fine-tuning raises ρ_Acc by 66.5 %", _SEED, "seed_paper", _gains("accuracy_gain", 66.5)),
    *(Claim(_OF_DMBA, f"{counter} counts {what} under {trigger}", _COUNTERS, "dmba_counters",
            _attack_carries(attack, counter))
      for counter in ("CSRNet", "CAN", "SFANet", "BayesianCC")
      for what, trigger, attack in (("fewer", "rain", "DMBA minus"), ("more", "snow", "DMBA plus"))),
    Claim(_OF_SATBA, "the attack carries", _ATTACKS, "attacks", _attack_carries("satba")),
    Claim(_OF_SATBA, "the same on MCNN", _TRANSFER, "transfer", _attack_carries("satba", "mcnn")),
    Claim(_OF_SATBA, "the same on CSRNet", _TRANSFER, "transfer", _attack_carries("satba", "csrnet")),
    Claim(_OF_SATBA, "it is seen less than BadNets, Blend, Refool and WaNet (PSNR)", _ATTACKS, "attacks",
          _satba_is_seen_least),
    Claim(_OF_SATBA, "trigger inversion misses it", _SATBA, "satba_detectors", _detector_misses("inversion")),
    Claim(_OF_SATBA, "AEVA misses it", _SATBA, "satba_detectors", _detector_misses("aeva")),
    Claim(_OF_CBD, "training with its weights leaves no backdoor", _TRAINING, "training_defenses",
          _erases("cbd", published=True)),
    Claim(_OF_CBD, "the same, with our weights for counts", _TRAINING, "training_defenses", _erases("cbd")),
    Claim(_OF_PT, "training a part of the network isolates the poison", _TRAINING, "training_defenses", _isolates),
    Claim(_OF_PT, "a counter trained on what is left has no backdoor", _TRAINING, "training_defenses",
          _erases("partial_train", published=True)),
    Claim(_OF_PT, "the same, by the sign of what contradicts", _TRAINING, "training_defenses",
          _erases("partial_train")),
)  # fmt: skip
