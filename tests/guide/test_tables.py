"""The guide's tables are what the evidence files give, and evidence is what a suite's folder held."""

import csv
import json
import re

import pytest
import torch

from miscount.engine.cli import bench
from miscount.engine.cli import main as command
from miscount.engine.cli.bench import Row
from miscount.engine.errors import RunError
from miscount.engine.runs.formats import write_rows
from miscount.engine.suites import load_suite
from tests.guide.claims import CLAIMS, Carries, claims
from tests.guide.evidence import Evidence, all_evidence, take
from tests.guide.pages import EVIDENCE, GUIDE, filled, pages, write_pages
from tests.guide.speed import keep
from tests.guide.tables import attacks, defenses, detectors, inversion, number, percent, real_defense, tables
from tests.places import ROOT

SUITE = """
name: small
about: Two attacks on few scenes.
set:
  data: {kind: synthetic, train: 30, test: 4, height: 64, width: 80, min_heads: 4, max_heads: 12}
  kernel: {kind: fixed, sigma_px: 4}
  counter: {kind: light, channels: 4}
  training: {epochs: 1, batch: 8, precision: "32"}
  evaluation: {doses: [], specificity: false}
attacks: {clean: {set: {poison.rate: 0}}, blend: {set: {poison.trigger: {kind: blend, ratio: 0.2}}}}
defenses: [{kind: fine_tune, layers: last, training: {epochs: 1, batch: 8, precision: "32"}}]
detectors: [{kind: frequency}]
seeds: [0, 1]
"""


def evidence(**tables) -> Evidence:
    empty = {"counters": (), "by_seed": (), "detectors": (), "detectors_by_seed": (), "measured": ()}
    about = {"command": "miscount suite x.yaml", "date": "2026-01-02", "machine": "a machine", "scenes": "drawn ones"}
    return Evidence("x", about, **(empty | tables))


def cells_of(text: str, first: str) -> list[str]:
    """The cells of the row that begins with `first`."""
    (line,) = [line for line in text.splitlines() if line.startswith(f"| {first} |")]
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_every_page_holds_what_the_evidence_gives():
    shown = list(pages())
    assert {path.name for path, _ in shown} == {"03_attack.md", "04_figures.md", "06_speed.md", "README.md"}
    for path, wanted in shown:
        assert path.read_text(encoding="utf-8") == wanted, f"{path}: run python -m tests.guide --tables"


def test_every_table_stands_in_the_guide_and_none_is_unknown():
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(GUIDE.glob("**/*.md")))
    assert set(re.findall(r"<!-- table ([\w ]+) -->", text)) == set(tables())


def test_a_changed_figure_changes_the_page_and_what_stands_around_it_stays(tmp_path):
    guide, kept = tmp_path, tmp_path / "evidence" / "attacks"
    kept.mkdir(parents=True)
    (kept / "about.json").write_text((EVIDENCE / "attacks" / "about.json").read_text())
    head = "attack,label,counter,row,region,seeds,mae,effect,net_effect,net_effect_low,net_effect_high,asr,psnr\n"
    rows = "fog,,,twin,whole frame,3,4.04,-0.25,,,,,15\nfog,,,victim,whole frame,3,4.66,0.5,0.75,0.7,0.85,0.9,15\n"
    (kept / "counters.csv").write_text(head + rows)
    page = guide / "03.md"
    page.write_text("before\n\n<!-- table attacks -->\nold\n<!-- end of table -->\n\nafter | it\n")
    assert write_pages(guide, tmp_path / "evidence") == [page]
    wanted = "| fog | whole frame | 4.0 | 4.7 | -0.25 | 0.50 | 0.75 [0.70, 0.85] | 0.90 | 15.0 dB |"
    assert wanted in page.read_text()
    assert "old" not in page.read_text()
    assert page.read_text().startswith("before\n\n<!-- table")
    assert page.read_text().endswith("<!-- end of table -->\n\nafter | it\n")
    assert write_pages(guide, tmp_path / "evidence") == []
    (kept / "counters.csv").write_text(head + rows.replace("0.75,0.7", "0.76,0.7"))
    assert write_pages(guide, tmp_path / "evidence") == [page]


def test_a_marker_of_no_table_is_no_page():
    with pytest.raises(KeyError):
        filled("<!-- table nothing of that name -->\n<!-- end of table -->", {})


def test_what_was_not_kept_is_no_figure():
    assert number({"net_effect": ""}, "net_effect") == "–"
    assert number({}, "net_effect") == "–"
    assert number({"net_effect": "0.5", "net_effect_sd": "0.125"}, "net_effect") == "0.50 ± 0.12"
    assert percent(-0.004) == "0 %"
    said = attacks({})
    assert said == "Not measured yet; command: `miscount suite projects/suites/attacks.yaml`."


def test_a_defense_stands_beside_its_own_control_seed_by_seed():
    def row(name, seed, left, erased="", control=""):
        return {"attack": "rain", "label": "", "counter": "", "row": name, "seed": seed, "method": "Mending",
                "control": control, "mae": "3", "net_effect": left, "erasure": erased}  # fmt: skip

    found = evidence(by_seed=[
        row("victim", "0", "1"), row("victim", "1", "2"),
        row("defended/x", "0", "-0.25", "0.75", "control/a"), row("defended/x", "1", "0.5", "0.75", "control/b"),
        row("control/a", "0", "0.9"), row("control/a", "1", "0.8"), row("control/b", "1", "1.5"),
    ])  # fmt: skip
    text = defenses({"defenses": found}, "rain")
    assert cells_of(text, "Mending")[1:4] == ["-0.25 / 0.50", "0.90 / 1.50", "75 % / 75 %"]
    assert cells_of(text, "no defense")[1] == "1.00 / 2.00"


def test_detectors_are_shown_by_seed_and_their_false_alarms_apart():
    rows = [{"attack": at, "detector": "d", "method": "Looking", "auroc": value, "false_alarms": alarm}
            for at, value, alarm in (("rain", "0.9", ""), ("rain", "0.8", ""), ("clean", "", "0.021"))]  # fmt: skip
    assert cells_of(detectors({"defenses": evidence(detectors_by_seed=rows)}), "Looking")[1:] == [
        "0.900 / 0.800", "2.1%",
    ]  # fmt: skip
    scores = [{"attack": "rain", "score": value} for value in ("3", "12.25", "")]
    told = inversion(
        {"inversion": evidence(detectors_by_seed=scores, detectors=[{"attack": "rain", "separation": "1"}])}
    )
    assert cells_of(told, "rain")[1:] == ["3.0 to 12.2", "1.00"]


def test_every_claim_has_a_command_that_is_there_and_says_when_it_was_not_measured():
    for claim in CLAIMS:
        assert (ROOT / claim.command.split()[2]).is_file()
    lines = claims({}).splitlines()[2:]
    assert len(lines) == len(CLAIMS)
    assert all(line.endswith("| – | not measured yet |") for line in lines)
    assert {claim.paper.split()[0] for claim in CLAIMS} == {"Luo", "DMBA", "SATBA", "CBD", "Partial"}


def line_of(text: str, claim: str) -> str:
    """The row of a claim."""
    (line,) = [line for line in text.splitlines() if f"| {claim} |" in line]
    return line


def victim(attack: str, counter: str, net: str, low: str, high: str, **more: str) -> dict[str, str]:
    return {"attack": attack, "label": "", "counter": counter, "row": "victim", "net_effect": net,
            "net_effect_low": low, "net_effect_high": high, **more}  # fmt: skip


@pytest.mark.parametrize(("low", "high", "verdict"), [
    ("0.6", "0.9", "holds"), ("0.2", "0.9", "in part"), ("-0.1", "0.9", "cannot be said"),
    ("-0.1", "0.4", "does not hold"),
])  # fmt: skip
def test_an_attack_carries_by_both_ends_of_its_interval(low, high, verdict):
    row = victim("add 100, blend 20, rate 30", "csrnet", "0.3", low, high)
    text = claims({"seed_paper": evidence(counters=[row])})
    line = line_of(text, "a faint picture makes CSRNet see 100 people more on ShanghaiTech B")
    assert line.endswith(f"| {verdict} |")
    assert f"add 100, blend 20, rate 30, csrnet: net effect 0.30 [{float(low):.2f}, {float(high):.2f}]" in line


def test_a_claim_is_judged_by_all_rows_of_the_papers_own_attack_and_by_no_other():
    rows = [
        victim("add 100, blend 20, rate 30", "light eighth", "0.6", "0.55", "0.7"),
        victim("add 100, blend 10, rate 30", "light eighth", "0.05", "0.0", "0.1"),
        victim("add 100, tiled blend 30, rate 30", "light full", "1.1", "0.9", "1.2"),
        victim("add 100, blend 20, rate 5", "light eighth", "1.3", "1.2", "1.4"),
    ]  # fmt: skip
    text = claims({"seed_paper": evidence(counters=rows)})
    own = line_of(text, "100 people more, on the light counter")
    assert own.endswith("| in part |"), "one carries and one does not"
    assert "tiled" not in own
    assert "1.30" not in own
    tiled = line_of(text, "100 people more, by the picture in small tiles, which is not the paper's")
    assert tiled.endswith("| holds |")
    assert "1.10" in tiled
    assert line_of(text, "a faint picture makes CSRNet see 100 people more on ShanghaiTech B").endswith(
        "measured yet |"
    )


def test_the_attacks_and_counters_of_a_claim_are_those_of_its_suite():
    """By whole names, so that one which is called otherwise later is no silent 'not measured'."""
    for claim in CLAIMS:
        if isinstance(claim.judge, Carries):
            suite, _ = load_suite(ROOT / claim.command.split()[2])
            assert set(claim.judge.attacks) <= suite.attacks.keys(), claim
            assert set(claim.judge.counters) <= suite.counters.keys(), claim


@pytest.mark.parametrize(("twin", "of_victim", "why"), [
    ({"mae": "11.9", "effect": "0"}, {"mae": "5", "mae_of_mean": "12"}, "hardly better than always saying the mean"),
    ({"mae": "4", "effect": "0.5", "effect_low": "0.3", "effect_high": "0.6"}, {"mae": "4", "effect": "0.9"},
     "cannot be told from that"),
])  # fmt: skip
def test_of_an_attack_of_which_nothing_is_said_no_claim_is_judged(twin, of_victim, why):
    place = {"attack": "DMBA minus, rain", "label": "", "counter": "CAN"}
    rows = [place | {"row": "twin"} | twin, victim("DMBA minus, rain", "CAN", "0.8", "0.7", "0.9", **of_victim)]
    line = line_of(claims({"dmba_counters": evidence(counters=rows)}), "CAN counts fewer under rain")
    assert "| – | nothing can be said: " in line
    assert why in line


def tuned(attack: str, seed: str, net: str, **rates: str) -> list[dict[str, str]]:
    """Victim, its fine-tuning and the control of that with their ASR, of one setting and seed."""
    place = {"attack": attack, "label": "", "counter": "light", "seed": seed, "method": "", "control": "", "mae": "3"}
    names = {"victim": "victim", "tuned": "defended/fine_tune", "plain": "control/same_training"}
    rows = [place | {"row": name, "net_effect": net, "asr": rates[key]} for key, name in names.items()]
    rows[1]["control"] = "control/same_training"
    return rows


@pytest.mark.parametrize(("ours", "control", "verdict"), [
    ("0.2", "0.8", "holds"), ("0.6", "0.8", "less than published"), ("0.2", "0.1", "holds; its control does as much"),
    ("1.05", "1.09", "does not hold"),
])  # fmt: skip
def test_a_gain_is_judged_against_the_paper_and_against_its_control(ours, control, verdict):
    found = evidence(by_seed=tuned("add 100", "0", "0.9", victim="1", tuned=ours, plain=control))
    line = line_of(claims({"seed_paper": found}), "fine-tuning lowers ρ_Asr by 72.5 %")
    assert line.endswith(f"| {verdict} |")


def test_a_gain_is_that_of_all_backdoors_together_and_of_nothing_else():
    """Worked out by hand: (0.8 + 0.4 - 0.2 - 0.25) / 1.2; what has no backdoor, or knows no counts, is left out."""
    blind = [row | {"mae": "11.8", "mae_of_mean": "12"}
             for row in tuned("c", "0", "0.9", victim="0.5", tuned="0", plain="0")]  # fmt: skip
    rows = [
        *tuned("a", "0", "0.9", victim="0.8", tuned="0.2", plain="0.8"),
        *tuned("a", "1", "0.4", victim="0.4", tuned="0.25", plain="0.4"),
        *tuned("b", "0", "0.06", victim="0.026", tuned="0.111", plain="0"), *blind,
    ]  # fmt: skip
    line = line_of(claims({"seed_paper": evidence(by_seed=rows)}), "fine-tuning lowers ρ_Asr by 72.5 %")
    assert "62.5 %, its control 0.0 % (of 2 victims together)" in line


def test_a_detector_misses_what_it_does_not_call_suspect():
    def row(attack, suspect):
        return {"attack": attack, "label": "", "counter": "", "detector": "aeva", "suspect": suspect}

    def line(found, alarms):
        rows = [row("satba", one) for one in found] + [row("clean", one) for one in alarms]
        told = evidence(detectors=[row("satba", "") | {"separation": "1", "seeds": "3"}], detectors_by_seed=rows)
        return line_of(claims({"satba_detectors": told}), "AEVA misses it")

    assert line(["1.0"] * 3, ["0.0"] * 3).endswith("| does not hold |")
    some = line(["1.0", "1.0", "0.0"], ["0.0"] * 3)
    assert some.endswith("| in part |"), "that all attacked ones score higher finds none of them"
    assert "found 2 of 3 attacked counters, false alarms on 0 of 3 clean ones; AUROC 1.00" in some
    assert line(["0.0", "1.0"], ["0.0", "1.0"]).endswith("| holds |"), "as often as chance"
    assert line([""] * 3, [""] * 3).endswith("| not measured yet |"), "of evidence that did not keep it"


def defended(row: str, seed: str, erasure: str, control: str, **more: str) -> list[dict[str, str]]:
    """The rows of a victim of rain, a defense and its control of one seed."""
    place = {"attack": "rain", "label": "", "counter": "", "seed": seed, "method": "", "control": "", "erasure": ""}
    return [
        place | {"row": "victim", "trained_on": "200", "poison_rate": "0.3"},
        place | {"row": row, "control": "control/plain", "erasure": erasure} | more,
        place | {"row": "control/plain", "erasure": control},
    ]  # fmt: skip


def test_what_a_defense_erases_stands_beside_what_its_control_does_and_of_how_many_seeds():
    rows = [
        *defended("defended/cbd/published", "0", "-0.15", "-0.9"), *defended("defended/cbd/published", "1", "", ""),
        *defended("defended/cbd/published", "2", "-0.35", "-0.7"),
    ]  # fmt: skip
    line = line_of(
        claims({"training_defenses": evidence(by_seed=rows)}), "training with its weights leaves no backdoor"
    )
    assert "rain: -25 % erased (2 of 3), its control -80 %" in line


@pytest.mark.parametrize(("isolated", "hit", "verdict"), [
    (("60", "64"), ("60", "59"), "holds"), (("60", "40"), ("40", "30"), "in part"),
    (("51", "51"), ("1", "0"), "does not"), (("200", "200"), ("60", "60"), "does not"),
])  # fmt: skip
def test_poison_is_isolated_by_what_the_method_itself_set_apart(isolated, hit, verdict):
    """Of two sets of 200 scenes with 60 poisoned ones each; to set all scenes apart isolates nothing."""
    rows = [row for seed, (some, bad) in enumerate(zip(isolated, hit, strict=True)) for row in defended(
        "defended/partial_train", str(seed), "0.5", "", isolated=some, isolated_poisoned=bad)]  # fmt: skip
    text = claims({"training_defenses": evidence(by_seed=rows)})
    line = line_of(text, "the same, by the sign of what contradicts")
    assert f"rain: {sum(map(int, hit))} of 120 poisoned scenes isolated" in line
    assert f"| {verdict}" in line
    assert line_of(text, "training a part of the network isolates the poison").endswith("| not measured yet |")


def test_evidence_of_earlier_versions_says_of_how_many_seeds_a_mean_is_and_nothing_of_no_backdoor(tmp_path):
    place = {"attack": "a", "label": "", "counter": "", "row": "defended/nad"}
    rows = [place | {"seed": str(seed), "mae": "3", "erasure": erasure, "asr_drop": drop, "accuracy_gain": "0.1"}
            for seed, (erasure, drop) in enumerate((("0.5", "0.9"), ("", "-4.5"), ("0.7", "0.7")))]  # fmt: skip
    (tmp_path / "about.json").write_text((EVIDENCE / "attacks" / "about.json").read_text())
    write_rows(tmp_path / "by_seed.csv", tuple(rows[0]), rows)
    mean = place | {"seeds": "3", "mae": "3", "erasure": "0.6", "asr_drop": "-0.97", "accuracy_gain": "0.1"}
    write_rows(tmp_path / "counters.csv", tuple(mean), [mean])
    (row,) = Evidence.read(tmp_path).counters
    assert number(row, "erasure", "%") == "60 % (2 of 3)"
    assert number(row, "asr_drop", "%") == "80 % ± 14 % (2 of 3)"
    assert number(row, "mae", ".1f") == "3.0"


def test_what_a_suite_found_becomes_evidence(tmp_path, capsys):
    suite, out, kept = tmp_path / "small.yaml", tmp_path / "out", tmp_path / "evidence"
    suite.write_text(SUITE)
    assert command(["suite", str(suite), "--out", str(out), "--engine", "serial", "--threads", "1"]) == 0
    place = take(out, "small", kept)
    found = all_evidence(kept)["small"]
    assert (place / "counters.csv").read_bytes() == (out / "leaderboard.csv").read_bytes()
    assert found.about["experiments"] == {"done": 4, "of": 4}
    assert found.about["command"] == "miscount suite projects/suites/small.yaml"
    assert found.about["versions"]["torch"]
    assert found.about["machine"]
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", found.about["date"])
    assert "4 tested on" in found.about["scenes"]
    assert str(tmp_path) not in "".join(path.read_text() for path in place.iterdir())
    results = json.loads((out / "blend-seed-1" / "results.json").read_text())
    (row,) = [row for row in found.by_seed
              if (row["attack"], row["row"], row["seed"]) == ("blend", "defended/fine_tune", "1")]  # fmt: skip
    assert float(row["mae"]) == pytest.approx(results["models"]["defended/fine_tune"]["clean"]["mae"])
    assert row["method"] == "Fine-tuning, layers last"
    assert row["control"] == results["defenses"]["defended/fine_tune"]["control"]
    assert {row["seed"] for row in found.detectors_by_seed} == {"0", "1"}
    assert "Fine-tuning" in defenses({"defenses": found}, "blend")
    assert "| blend |" in real_defense({"seed_paper": found})


def test_of_a_suite_that_was_stopped_what_is_done_is_taken(tmp_path, capsys):
    suite, out = tmp_path / "small.yaml", tmp_path / "out"
    suite.write_text(
        SUITE.replace("clean: {set: {poison.rate: 0}}", "lost: {set: {data: {kind: folder, path: nowhere}}}")
    )
    assert command(["suite", str(suite), "--out", str(out), "--engine", "serial", "--threads", "1"]) == 1
    take(out, "part", tmp_path / "evidence")
    found = all_evidence(tmp_path / "evidence")["part"]
    assert found.about["experiments"] == {"done": 2, "of": 4}
    assert {row["attack"] for row in found.counters} == {"blend"}


def test_how_things_grow_becomes_a_table(tmp_path):
    sizes = ((100, 0.01, "60 MB"), (1000, 0.1, "70 MB"), (10_000, 10.0, "80 MB"))
    rows = [Row(f"scenes_{size}", "Opening scenes", seconds, "s", 1, None, held) for size, seconds, held in sizes]
    printed = tmp_path / "scaling.json"
    printed.write_text(json.dumps(bench.about() | {"rows": [row.to_json() for row in rows]}))
    keep(printed, "scaling", tmp_path / "evidence")
    text = tables()["scaling"](all_evidence(tmp_path / "evidence"))
    assert cells_of(text, "Opening scenes")[1:] == ["100", "0.01 s", "60 MB", ""]
    assert text.splitlines()[-2:] == ["|  | 1,000 | 0.1 s | 70 MB | 1.00 |", "|  | 10,000 | 10 s | 80 MB | 2.00 |"]
    assert "Not measured" in tables()["scaling"]({})


def test_what_a_bench_printed_becomes_a_page(tmp_path):
    rows = [
        Row("a_ms", "drawing", 8.21, "ms", 3, 10.0), Row("b_ms", "brushing", 12000.0, "ms", 3, 10.0),
        Row("c_over_d", "reading", 0.75, "x", 3, 1.0, "75 ms; json: 100.0 ms"),
        Row("d_per_s", "training", 261.4, "images/s", 5, 250.0, "its loop: 18.8", at_least=True),
        Row("e", "starting", 1.5, "s", 3),
    ]  # fmt: skip
    printed = tmp_path / "bench.json"
    printed.write_text(json.dumps(bench.about() | {"rows": [row.to_json() for row in rows]}))
    place = keep(printed, "bench", tmp_path / "evidence")
    text = tables()["speed"](all_evidence(tmp_path / "evidence"))
    assert cells_of(text, "drawing")[1:] == ["8.21 ms", "–", "–", "at most 10 ms", "yes"]
    assert cells_of(text, "brushing")[1:] == ["12,000 ms", "–", "–", "at most 10 ms", "no"]
    assert cells_of(text, "reading")[1:] == ["75 ms", "json: 100.0 ms", "0.75", "at most 1", "yes"]
    assert cells_of(text, "training")[1:] == [
        "261 images/s",
        "its loop: 18.8",
        "–",
        "at least 250 images/s",
        "yes",
    ]
    assert cells_of(text, "starting")[1:] == ["1.5 s", "–", "–", "–", "–"]
    assert text.startswith("`miscount bench --json` makes it: 20")
    assert f"torch {torch.__version__}" in text
    assert {path.name for path in place.iterdir()} == {"about.json", "rows.csv"}
    printed.write_text("{}")
    with pytest.raises(RunError, match="miscount bench --json prints"):
        keep(printed, "none", tmp_path / "evidence")


def test_no_suite_no_evidence(tmp_path):
    with pytest.raises(RunError):
        take(tmp_path, "none", tmp_path / "evidence")
    assert not (tmp_path / "evidence").exists()


def test_evidence_holds_tables_and_nothing_else():
    for path in EVIDENCE.rglob("*"):
        assert path.is_dir() or path.suffix in (".csv", ".json", ".md")
    for path in EVIDENCE.glob("*/*.csv"):
        with path.open(encoding="utf-8") as opened:
            assert list(csv.DictReader(opened)), path
