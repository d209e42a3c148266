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
from tests.guide.claims import CLAIMS, claims
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


@pytest.mark.parametrize(("low", "high", "verdict"), [
    ("0.6", "0.9", "holds"), ("0.2", "0.9", "in part"), ("-0.1", "0.9", "cannot be said"),
    ("-0.1", "0.4", "does not hold"),
])  # fmt: skip
def test_an_attack_carries_by_both_ends_of_its_interval(low, high, verdict):
    row = {"attack": "add 100", "label": "", "counter": "csrnet", "row": "victim", "net_effect": "0.3",
           "net_effect_low": low, "net_effect_high": high}  # fmt: skip
    text = claims({"seed_paper": evidence(counters=[row])})
    (line,) = [line for line in text.splitlines() if "CSRNet see 100 people more" in line]
    assert line.endswith(f"| {verdict} |")
    assert f"net effect 0.30 [{float(low):.2f}, {float(high):.2f}] (add 100, csrnet; best of 1)" in line


def test_of_a_counter_that_learned_no_count_no_claim_is_judged():
    place = {"attack": "DMBA minus", "label": "", "counter": "CAN"}
    rows = [
        place | {"row": "twin", "mae": "11.9"},
        place | {"row": "victim", "mae": "5", "net_effect": "0.8", "mae_of_mean": "12"},
    ]
    (line,) = [
        line for line in claims({"dmba_counters": evidence(counters=rows)}).splitlines() if "CAN counts fewer" in line
    ]
    assert line.endswith("| – | nothing can be said: the victim or its twin has learned no count |")


@pytest.mark.parametrize(("ours", "control", "verdict"), [
    ("0.8", "0.2", "holds"), ("0.4", "0.2", "less than published"), ("0.8", "0.9", "holds; its control does as much"),
    ("-0.05", "-0.09", "does not hold"),
])  # fmt: skip
def test_a_gain_is_judged_against_the_paper_and_against_its_control(ours, control, verdict):
    rows = [{"attack": "add 100", "label": "", "counter": "light", "row": name, "asr_drop": value}
            for name, value in (("defended/fine_tune", ours), ("control/fine_tune", control))]  # fmt: skip
    by_seed = [{"row": "defended/fine_tune", "control": "control/fine_tune", "method": "Fine-tuning"}]
    text = claims({"seed_paper": evidence(counters=rows, by_seed=by_seed)})
    (line,) = [line for line in text.splitlines() if "72.5" in line]
    assert line.endswith(f"| {verdict} |")


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
