"""The audit: what applies is applied, the verdict is first, and what is clean is not called suspicious."""

import json
import math
import re

import numpy as np
import pytest
import torch
from PIL import Image

from miscount.engine.auditing import MISSED, Audit, Finding, page
from miscount.engine.auditing.findings import of_counter, of_scenes
from miscount.engine.cli import main
from miscount.engine.counters import build, checkpoint
from miscount.engine.detectors import KINDS, DetectionResult, detector
from miscount.engine.scenes.images import write_image


@pytest.fixture(scope="module")
def sets(tmp_path_factory):
    """A suspect set, clean scenes of the same kind, and a poisoned copy with its record."""
    root = tmp_path_factory.mktemp("sets")
    for name, train, test, seed in (("suspect", 30, 2, 1), ("clean", 40, 2, 9), ("few", 5, 1, 4)):
        words = ["scenes", "make", str(root / name), "--train", str(train), "--test", str(test), "--seed", str(seed)]
        assert main([*words, "--height", "64", "--width", "96"]) == 0
    (root / "r.yaml").write_text(
        f"data: {{kind: folder, path: {root / 'suspect'}}}\n"
        "poison: {trigger: {kind: blend}, label: {kind: thin, alpha: 0.2}, rate: 0.3, mode: replace}\n"
    )
    assert main(["poison", str(root / "r.yaml"), "--out", str(root / "poisoned")]) == 0
    return root


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    """A counter that says as many for every scene of these, and learned nothing else."""
    counter = build({"kind": "light", "channels": 4}, seed=1)
    with torch.no_grad():
        counter.network.output_layer.weight.mul_(0.01)
        counter.network.output_layer.bias.fill_(40.0)
    checkpoint.save(counter, path := tmp_path_factory.mktemp("weights") / "light.safetensors")
    return path


def call(capsys, tmp_path, *words):
    capsys.readouterr()
    code = main(["audit", *map(str, words), "--out", str(tmp_path / "audit.html"), "--json"])
    out, err = capsys.readouterr()
    return code, (json.loads(out) if out else {}), err


def by_check(said):
    return {finding["check"]: finding for finding in said["findings"]}


def test_a_set_without_clean_scenes_is_checked_and_not_called_clean(sets, tmp_path, capsys):
    code, said, _ = call(capsys, tmp_path, sets / "suspect")
    assert (code, said["suspicious"]) == (0, False)
    assert said["verdict"].startswith("Not examined for a backdoor")
    assert "known to be clean: name some" in said["verdict"]
    found = by_check(said)
    assert found["labels"]["state"] == "note"
    assert {name for name, one in found.items() if one["state"] == "not applied"} == {
        kind for kind, part in KINDS.items() if part.subject == "training set"
    }


def test_the_record_of_a_poisoned_copy_gives_it_away(sets, tmp_path, capsys):
    code, said, _ = call(capsys, tmp_path, sets / "poisoned")
    assert (code, said["suspicious"]) == (1, True)
    assert "poison.csv, says that 9 of its scenes were poisoned" in said["verdict"]


def test_detectors_that_apply_are_applied_and_the_others_say_why(sets, tmp_path, capsys):
    words = [sets / "suspect", "--clean", sets / "clean", "--detector", "frequency", "--detector", "spectral"]
    code, said, _ = call(capsys, tmp_path, *words)
    found = by_check(said)
    assert (code, found["frequency"]["state"], found["spectral"]["state"]) == (0, "nothing", "not applied")
    assert "name its weights" in found["spectral"]["sentence"]
    assert found["frequency"]["figures"]["of"] == 30, "the training split"
    assert said["verdict"] == (
        "Nothing suspicious was found by one detector (Frequency detector); that is no proof: see what would be missed."
    )
    assert any(line.startswith("Frequency detector misses") for line in said["missed"])


def test_pictures_that_differ_from_the_clean_ones_are_suspicious_and_named(sets, tmp_path, capsys):
    """A strong checkerboard on a third of the pictures, without any record."""
    words = ["scenes", "make", str(tmp_path / "set"), "--train", "30", "--test", "1", "--height", "64", "--width", "96"]
    assert main(words) == 0
    board = (np.indices((64, 96)).sum(axis=0) % 2 * 60).astype(np.uint8)[..., None]
    pictures = sorted((tmp_path / "set").rglob("train_data/images/*.jpg"))[:10]
    for path in pictures:
        image = np.asarray(Image.open(path).convert("RGB"))
        write_image(path, np.minimum(image, 195) + board)
    code, said, _ = call(capsys, tmp_path, tmp_path / "set", "--clean", sets / "clean", "--detector", "frequency")
    finding = by_check(said)["frequency"]
    assert (code, finding["state"]) == (1, "suspicious")
    assert {name.rpartition("/")[2] for name, _ in finding["scenes"]} >= {path.stem for path in pictures}
    html = (tmp_path / "audit.html").read_text()
    assert html.index("Suspicious. ") < html.index("What was looked for") < html.index("What would be missed")
    assert "<script" not in html
    assert not re.search(r"(src|href)=", html)


def test_a_counter_is_counted_with_and_compared_with_clean_ones(sets, weights, tmp_path, capsys):
    quick = ["references=2", "epochs=1", "steps=10", "batch=2"]
    settings = [word for setting in quick for word in ("--set", f"inversion.{setting}")]
    code, said, _ = call(capsys, tmp_path, weights, "--clean", sets / "few", "--detector", "inversion", *settings)
    found = by_check(said)
    assert found["file"]["figures"]["sha256"] == said["about"]["sha256"]
    assert "clean scenes its counts are off by" in found["counts"]["sentence"]
    assert found["inversion"]["state"] in ("nothing", "suspicious")
    assert set(found["inversion"]["figures"]) >= {"score", "threshold"}
    assert code == int(said["suspicious"])


def test_scenes_that_a_counter_is_asked_about_are_looked_at(sets, weights, tmp_path, capsys):
    words = [weights, "--clean", sets / "clean", "--scenes", sets / "few", "--detector", "severity"]
    _, said, _ = call(capsys, tmp_path, *words)
    assert by_check(said)["severity"]["figures"]["of"] == 6


def test_a_counter_of_another_scale_is_suspicious_and_no_detector_is_asked(sets, tmp_path, capsys):
    counter = build({"kind": "light", "channels": 4})
    with torch.no_grad():
        counter.network.output_layer.bias.fill_(-50.0)
    checkpoint.save(counter, tmp_path / "below.safetensors")
    code, said, _ = call(capsys, tmp_path, tmp_path / "below.safetensors", "--clean", sets / "clean")
    assert code == 1
    assert "no count is below zero" in said["verdict"]
    assert by_check(said)["aeva"]["state"] == "not applied"


@pytest.mark.parametrize(("words", "says"), [
    (["{root}/suspect", "--clean", "{root}/suspect"], "are of one folder"),
    (["{root}/suspect", "--clean", "{root}"], "are of one folder"),
    (["{root}/suspect", "--scenes", "{root}/clean"], "--scenes are what a counter"),
    (["{weights}", "--split", "train"], "are of a dataset"),
    (["{root}/suspect", "--detector", "inversion"], "known: signed_residual"),
    (["{root}/suspect", "--set", "frequency=1"], "is no setting"),
    (["{root}/suspect", "--set", "frequency.other=1"], "no such setting"),
    (["{root}/suspect", "--split", "val"], "found the splits train, test"),
    (["{root}/none"], "cannot be read"),
])  # fmt: skip
def test_wrong_use_is_a_sentence(words, says, sets, weights, tmp_path, capsys):
    code, _, err = call(capsys, tmp_path, *(word.format(root=sets, weights=weights) for word in words))
    assert code == 2
    assert says in err
    assert not (tmp_path / "audit.html").exists()


def scored(num_flagged, number):
    scores = {f"s{at}": float(at < num_flagged) for at in range(number)}
    return DetectionResult(scores, {"s0": "odd"}, threshold=0.5, false_alarms=0.05)


def test_clean_sets_are_seldom_called_suspicious_and_poisoned_ones_are():
    """Against the binomial law: with very many clean scenes the share that stands out is what was promised."""
    from scipy.stats import binom

    part = detector({"kind": "frequency"})
    for number in (40, 300):
        for flagged in range(0, 40, 3):
            finding = of_scenes(part, scored(flagged, number), 20_000, 2)
            chance = binom.sf(flagged - 1, number, 0.05)
            if not 0.001 < chance < 0.02:  # the promise is kept with confidence, so that the law is a little stricter
                assert (finding.state == "suspicious") is bool(chance < 0.005), (number, flagged)
    few = of_scenes(part, scored(8, 100), 40, 2)
    assert few.state == "nothing", "few clean scenes tell less"
    assert few.figures["expected"] == pytest.approx(100 / 21)


def test_where_most_stand_out_the_clean_scenes_are_doubted_too():
    part = detector({"kind": "frequency"})
    assert "another place or camera" in of_scenes(part, scored(80, 100), 20_000, 2).sentence
    assert "look at these first" in of_scenes(part, scored(30, 100), 20_000, 2).sentence


def test_why_there_is_no_threshold_decides_what_is_said():
    part = detector({"kind": "activation_clustering"})
    scores = {f"s{at}": float(at) for at in range(30)}
    nothing = of_scenes(part, DetectionResult(scores, {}, math.inf, 0.05, {}, "anything apart"), 210, 2)
    assert (nothing.state, nothing.scenes) == ("nothing", ())
    assert nothing.sentence == "Of 30 scenes none stand apart by Activation clustering."
    few = of_scenes(part, DetectionResult(scores, {}, math.inf, 0.05), 7, 2)
    assert (few.state, few.sentence) == ("not applied", "7 clean scenes are too few for a threshold.")


def test_a_detector_that_takes_a_share_of_any_set_is_no_witness(sets, weights, tmp_path, capsys):
    words = [sets / "suspect", "--clean", sets / "clean", "--weights", weights, "--detector", "spectral"]
    code, said, _ = call(capsys, tmp_path, *words, "--set", "spectral.form=published")
    assert (code, by_check(said)["spectral"]["state"]) == (0, "not applied")
    assert "the same share of any set" in said["verdict"]


def test_every_detector_says_what_it_misses():
    assert MISSED.keys() == KINDS.keys()


def test_a_verdict_names_the_first_of_several_and_escapes_what_it_quotes():
    result = DetectionResult({"additive/down": 9.0}, {"additive/down": "<b>moves</b>"}, 3.0, 0.05)
    finding = of_counter(detector({"kind": "inversion"}), result)
    second = Finding("aeva", "a backdoor in the counter", "suspicious", "aeva scores it.")
    audit = Audit("<i>w</i>.pth", "counter", (finding, second))
    assert audit.verdict.startswith("Suspicious: 2 checks say so. Trigger inversion scores it 9.00")
    html = page(audit)
    assert "<b>moves" not in html
    assert "<i>w" not in html
