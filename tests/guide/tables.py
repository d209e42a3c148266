"""The tables of the guide, in Markdown, drawn from evidence alone; where something was not kept, they say so."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from miscount.engine.runs import CounterId
from miscount.engine.suites.leaderboard import PLACE
from miscount.engine.suites.over_seeds import of_seeds
from tests.guide.evidence import Evidence, Row

NOT_KEPT = "–"
"""Stands for a figure that the evidence does not have."""
_PHOTOGRAPHS = " --set attacks.photographs.set.data.path=FOLDER"
Known = Mapping[str, Evidence]


def drawn(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown. A bar in a cell would end it, and is written as a code host reads it."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", r"\|") for cell in line) + " |" for line in lines)


def number(row: Row, column: str, form: str = ".2f", unit: str = "") -> str:
    """The figure of a column, with its interval where there is one, else with the deviation over the seeds.

    Where not all seeds have it, it says of how many it is.
    """
    value = row.get(column, "")
    if not value:
        return NOT_KEPT
    said, few = _figure(value, form, unit), of_seeds(row, column)
    low, high, deviation = (row.get(f"{column}_{end}", "") for end in ("low", "high", "sd"))
    if low and high:
        return f"{said} [{_figure(low, form)}, {_figure(high, form)}]{few}"
    return f"{said} ± {_figure(deviation, form)}{few}" if deviation else f"{said}{few}"


def plain(row: Row, column: str, form: str = ".2f", unit: str = "") -> str:
    """The figure of a column alone, and of how many seeds it is where not all have it."""
    value = row.get(column, "")
    return _figure(value, form, unit) + of_seeds(row, column) if value else NOT_KEPT


def _figure(value: str, form: str, unit: str = "") -> str:
    return percent(float(value)) if form == "%" else f"{float(value):{form}}{unit}"


def percent(share: float) -> str:
    """A share in whole percent; none is -0 %."""
    return f"{round(100 * share) + 0} %"


def called(row: Row) -> str:
    """What an experiment is called in words."""
    return ", ".join(row[name] for name in PLACE if row.get(name))


def paired(rows: Sequence[Row]) -> list[tuple[Row, Row]]:
    """(twin, victim) of every setting that has a victim; the twin of one without is an empty row."""
    twins = {called(row): row for row in rows if row["row"] == "twin"}
    return [(twins.get(called(row), {}), row) for row in rows if row["row"] == "victim"]


def about(evidence: Evidence) -> str:
    """What the table is: the command, when and on what it was made, of what, and what is to be known of it."""
    said = evidence.about
    experiments = said.get("experiments") or {}
    done, of = experiments.get("done"), experiments.get("of")
    part = f", {done} of {of} experiments of it done" if done is not None and done != of else ""
    versions = said.get("versions") or {}
    torch = f", torch {versions['torch']}" if versions.get("torch") else ""
    sentences = [
        f"`{said['command']}` makes it{part}: {said['date']}{torch}, on {said['machine']}.",
        f"{said['scenes'][:1].upper()}{said['scenes'][1:]}." if said.get("scenes") else "",
        str(said.get("note", "")),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def attacks(known: Known) -> str:
    """Every attack of the suite `attacks`, the twin beside the victim."""
    evidence = known.get("attacks")
    if evidence is None:
        return not_measured("miscount suite projects/suites/attacks.yaml")
    head = ("trigger", "judged", "MAE twin", "MAE victim", "effect twin", "effect victim", "net effect", "ASR", "PSNR")
    rows = [
        (called(victim), victim.get("region") or NOT_KEPT, plain(twin, "mae", ".1f"), plain(victim, "mae", ".1f"),
         plain(twin, "effect"), plain(victim, "effect"), number(victim, "net_effect"), plain(victim, "asr"),
         plain(victim, "psnr", ".1f", " dB"))
        for twin, victim in paired(evidence.counters)
    ]  # fmt: skip
    return f"{about(evidence)}\n\n{drawn(head, rows)}"


def defenses(known: Known, attack: str, suite: str = "defenses", options: str = "") -> str:
    """Every defense of a suite against one of its attacks, seed by seed, its control beside it."""
    evidence = known.get(suite)
    if evidence is None:
        return not_measured(f"miscount suite projects/suites/{suite}.yaml{options}")
    own = [row for row in evidence.by_seed if row["attack"] == attack]
    if not own:
        return not_measured(f"miscount suite projects/suites/{suite}.yaml{options}")
    seeds = list(dict.fromkeys(row["seed"] for row in own))
    head = ("", f"net effect left, seeds {' / '.join(seeds)}", "of its control", "erased", "clean MAE")
    rows = [("no defense", by_seed(own, "victim", "net_effect"), "", "", by_seed(own, "victim", "mae"))]
    for name in dict.fromkeys(row["row"] for row in own):
        if CounterId.parse(name).role != "defended":
            continue
        here = [row for row in own if row["row"] == name]
        control = " / ".join(_of_control(own, row) for row in here)
        rows.append((here[0].get("method") or name, by_seed(own, name, "net_effect"), control,
                     by_seed(own, name, "erasure", "%"), by_seed(own, name, "mae")))  # fmt: skip
    return f"{about(evidence)}\n\n{drawn(head, rows)}"


def by_seed(rows: Sequence[Row], name: str, column: str, form: str = ".2f") -> str:
    """A figure of one counter for each seed."""
    return " / ".join(plain(row, column, form) for row in rows if row["row"] == name)


def _of_control(rows: Sequence[Row], defended: Row) -> str:
    wanted = (defended.get("control", ""), defended["seed"], called(defended))
    control = next((row for row in rows if (row["row"], row["seed"], called(row)) == wanted), None)
    return NOT_KEPT if control is None else plain(control, "net_effect")


def detectors(known: Known) -> str:
    """What every detector of the suite `defenses` finds, seed by seed, and what it cries about without poison."""
    evidence = known.get("defenses")
    if evidence is None:
        return not_measured("miscount suite projects/suites/defenses.yaml")
    rows = evidence.detectors_by_seed
    attacked = [attack for attack in dict.fromkeys(row["attack"] for row in rows) if attack != "clean"]
    head = ("", *(f"AUROC, {attack}" for attack in attacked), "false alarms without poison")
    table = []
    for name in dict.fromkeys(row["detector"] for row in rows):
        own = [row for row in rows if row["detector"] == name]
        found = [" / ".join(plain(row, "auroc", ".3f") for row in own if row["attack"] == at) for at in attacked]
        alarms = " / ".join(plain(row, "false_alarms", ".1%") for row in own if row["attack"] == "clean")
        table.append((own[0].get("method") or name, *found, alarms or NOT_KEPT))
    return drawn(head, table)


def inversion(known: Known) -> str:
    """What trigger inversion says of attacked counters and of clean ones."""
    evidence = known.get("inversion")
    if evidence is None:
        return not_measured("miscount suite projects/suites/inversion.yaml")
    told = {row["attack"]: row for row in evidence.detectors}
    rows = []
    for attack in dict.fromkeys(row["attack"] for row in evidence.detectors_by_seed):
        scores = [float(row["score"]) for row in evidence.detectors_by_seed if row["attack"] == attack and row["score"]]
        if scores:
            rows.append((attack, f"{min(scores):.1f} to {max(scores):.1f}",
                         plain(told.get(attack, {}), "separation")))  # fmt: skip
    return f"{about(evidence)}\n\n{drawn(('counters', 'score', 'AUROC against clean ones'), rows)}"


def hidden(known: Known) -> str:
    """What detectors of counters say of SATBA's and of clean ones, seed by seed."""
    evidence = known.get("satba_detectors")
    if evidence is None:
        return not_measured("miscount suite projects/suites/satba_detectors.yaml")
    told = {row["detector"]: row for row in evidence.detectors if row["attack"] == "satba"}
    methods = {row["detector"]: row.get("method") or row["detector"] for row in evidence.detectors_by_seed}
    rows = []
    for name, method in methods.items():
        own = of_detector(evidence, name)
        scores = [" / ".join(plain(row, "score", ".1f") for row in own if row["attack"] == attack)
                  for attack in ("satba", "clean")]  # fmt: skip
        called_suspect = [suspects([row for row in own if (row["attack"] == "satba") == attacked])
                          for attacked in (True, False)]  # fmt: skip
        rows.append((method, *scores, plain(told.get(name, {}), "separation"), *called_suspect))
    head = ("", "score of attacked counters", "of clean ones", "AUROC", "found by its threshold", "false alarms")
    return f"{about(evidence)}\n\n{drawn(head, rows)}"


def of_detector(evidence: Evidence, name: str) -> list[Row]:
    """What one detector said of every seed."""
    return [row for row in evidence.detectors_by_seed if row["detector"] == name]


def suspects(rows: Sequence[Row]) -> str:
    """Of how many counters a detector calls so many suspect, by its threshold."""
    judged = [float(row["suspect"]) for row in rows if row.get("suspect")]
    return f"{round(sum(judged))} of {len(judged)}" if judged else NOT_KEPT


def by_counter(known: Known, name: str, *options: str) -> str:
    """Every attack of a suite, counter by counter, the twin beside the victim."""
    evidence = known.get(name)
    if evidence is None:
        return not_measured(" ".join((f"miscount suite projects/suites/{name}.yaml", *options)))
    head = ("attack", "counter", "seeds", "MAE twin", "MAE victim", "effect twin", "effect victim", "net effect", "ASR",
            "PSNR")  # fmt: skip
    rows = [
        (victim["attack"], victim["counter"], victim["seeds"], plain(twin, "mae", ".1f"), plain(victim, "mae", ".1f"),
         plain(twin, "effect"), plain(victim, "effect"), number(victim, "net_effect"), plain(victim, "asr"),
         plain(victim, "psnr", ".1f", " dB"))
        for twin, victim in paired(evidence.counters)
    ]  # fmt: skip
    return f"{about(evidence)}\n\n{drawn(head, rows)}"


def real_defense(known: Known) -> str:
    """What fine-tuning leaves of the seed paper's attacks on photographs, beside every control."""
    evidence = known.get("seed_paper")
    if evidence is None:
        return not_measured("miscount suite projects/suites/seed_paper.yaml --data FOLDER")
    head = ("attack", "counter", "row", "seeds", "net effect left", "erased", "ASR", "ρ_Asr drops by", "ρ_Acc gains",
            "clean MAE")  # fmt: skip
    rows = [
        (row["attack"], row["counter"], row["row"], row["seeds"], number(row, "net_effect"),
         number(row, "erasure", "%"), plain(row, "asr"), plain(row, "asr_drop", "%"),
         plain(row, "accuracy_gain", "%"), plain(row, "mae", ".1f"))
        for row in evidence.counters if row["row"] != "twin"
    ]  # fmt: skip
    return drawn(head, rows)


def made(known: Known) -> str:
    """Which suites there is evidence of."""
    head = ("evidence", "command", "made", "experiments", "machine")
    rows = []
    for name, evidence in known.items():
        said = evidence.about
        experiments = said.get("experiments") or {}
        of = f"{experiments['done']} of {experiments['of']}" if experiments else NOT_KEPT
        rows.append((name, f"`{said['command']}`", str(said["date"]), of, str(said["machine"])))
    return drawn(head, rows)


def not_measured(command: str) -> str:
    """What stands where there is no evidence."""
    return f"Not measured yet; command: `{command}`."


def tables() -> dict[str, Callable[[Known], str]]:
    """Every table by the name that its marker has."""
    from tests.guide.claims import claims
    from tests.guide.speed import scaling, speed

    return {
        "attacks": attacks,
        "defenses rain": lambda known: defenses(known, "rain"),
        "defenses patch": lambda known: defenses(known, "patch"),
        **{
            f"training {attack}": partial(defenses, attack=attack, suite="training_defenses", options=_PHOTOGRAPHS)
            for attack in ("rain", "patch", "photographs")
        },
        "detectors": detectors,
        "inversion": inversion,
        "satba detectors": hidden,
        "photographs": lambda known: by_counter(known, "photographs", "--data FOLDER"),
        "real attacks": lambda known: by_counter(known, "seed_paper", "--data FOLDER"),
        "counters": lambda known: by_counter(known, "dmba_counters"),
        "transfer": lambda known: by_counter(known, "transfer"),
        "real defense": real_defense,
        "claims": claims,
        "speed": lambda known: speed(known, "bench", "miscount bench --json"),
        "scaling": lambda known: scaling(known, "scaling", "python tests/benchmarks/scaling.py --json"),
        "speed gpu": lambda known: speed(known, "bench_gpu", "miscount bench --only gpu --json"),
        "evidence": made,
    }
