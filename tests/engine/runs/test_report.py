"""The report: one page with everything in it, for a full run, a bare one and a broken one."""

import base64
import csv
import re
from html import unescape
from html.parser import HTMLParser

import pytest
from PIL import Image

from miscount.engine import events as say
from miscount.engine import files, runs
from miscount.engine.errors import RunError
from miscount.engine.runs.figures import figures_of
from miscount.engine.runs.report.html import write_report
from miscount.engine.runs.report.svg import Axes, Series, bars, curves
from tests.engine.runs.made_run import make_run


class Page(HTMLParser):
    """Which tags there are, that they close, and what they point at."""

    VOID = ("meta", "img")

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.links, self.words = [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("src", "href", "xlink:href")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture
def folder(tmp_path):
    return make_run(tmp_path / "tiny")


def test_the_page_stands_alone_and_is_whole(folder):
    text = write_report(runs.open_run(folder)).read_text(encoding="utf-8")
    page = Page(text)
    assert page.open == []
    assert not {"script", "link", "iframe", "object"} & set(page.tags)
    assert page.links
    assert all(link.startswith("data:image/png;base64,") for link in page.links)
    assert not re.search(r"@import|url\(|https?://(?!www\.w3\.org/2000/svg)", text)
    assert page.tags.count("img") == 9
    assert page.tags.count("svg") == 3 * 2 + 3 + 1
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text


def test_the_page_says_what_must_be_known(folder):
    words = " ".join(Page(write_report(runs.open_run(folder)).read_text(encoding="utf-8")).words)
    for said in (
        "tiny", "Victim", "The attack carries: ", "Fine-tuning", "0.950", "22.5", "nearer to the attacker's target",
        "The trigger <survives> 94 % of the crops.", "miscount run recipe.yaml", "seed: 3", "3 poisoned, 7 clean",
        "150.0 before, 45.0 after", "24.1", "all", "5.500", "n/a", "Blend",
    ):  # fmt: skip
        assert said in words, said
    assert not re.search(r"(?:defended|control|evaluate|detect)/\w", words.partition("recipe.yaml")[0]), (
        "a key is no name"
    )
    assert words.index("The attack carries") < words.index("seed"), "the verdict comes first"


def test_each_figure_leaves_the_data_that_drew_it(folder):
    write_report(runs.open_run(folder))
    for figure in figures_of(runs.open_run(folder)):
        with (folder / runs.FIGURES / f"{figure.name}.csv").open(newline="") as file:
            assert len(list(csv.DictReader(file))) == len(figure.rows) > 0
    with (folder / runs.FIGURES / "scatter_victim.csv").open(newline="") as file:
        first = next(csv.DictReader(file))
    assert first == {"series": "clean", "true count": "10.0", "predicted count": "9.0", "note": "part_A/test/IMG_1"}


def test_a_run_that_failed_early_has_a_report_of_what_there_is(tmp_path):
    runs.claim_folder(tmp_path, "name: bare\n")
    with runs.EventLog(tmp_path) as log:
        log.append(say.StageStarted("twin", 0, 3))
        log.append(say.StepDone("twin", 1, 10, 1, float("nan"), 1e-3, 5.0))
        log.append(say.Failed("The loss is no longer a number."))
    words = " ".join(Page(write_report(runs.open_run(tmp_path)).read_text(encoding="utf-8")).words)
    assert "failed" in words
    assert "Stopped: The loss is no longer a number." in words
    assert "Scores" not in words


def test_a_missing_picture_is_said_and_names_outside_the_run_are_not_followed(folder):
    (folder / runs.FIGURES / "IMG_1_0.png").unlink()
    with pytest.raises(RunError, match=r"IMG_1_0\.png"):
        write_report(runs.open_run(folder))
    secret = folder.parent / "secret.png"
    secret.write_bytes(b"secret")
    shown = [{"scene": "a", "title": "b", "file": "../../secret.png"}]
    files.write_json(folder / runs.FIGURES / "examples.json", shown)
    with pytest.raises(RunError, match=r"figures/secret\.png"):
        write_report(runs.open_run(folder))


def test_words_of_a_dataset_cannot_become_markup(folder):
    runs.write_rows(folder / runs.PER_SCENE, runs.PER_SCENE_COLUMNS, [
        {"scene": "<script>alert(1)</script>", "model": "<b>", "heads": 1, "clean": 1},
    ])  # fmt: skip
    page = Page(write_report(runs.open_run(folder)).read_text(encoding="utf-8"))
    assert "script" not in page.tags


def test_a_long_curve_keeps_its_spike_and_a_gap_stays_a_gap():
    loss = [1.0] * 50_000
    loss[31_415] = 900.0
    loss[40_000] = float("nan")
    svg = curves("c", Axes("loss", "step", "loss"), [Series("loss", range(len(loss)), loss)]).svg
    assert len(svg) < 100_000
    path = re.search(r' d="([^"]+)"', svg)[1]
    assert path.count("M") == 2
    heights = [float(y) for _, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", path)]
    assert min(heights) < 60 < 200 < max(heights)


def test_a_figure_that_is_not_defined_is_said_so():
    figure = bars("effects", "Effects", ["twin", "victim"], [("effect", [None, -0.4])])
    assert "not defined" in figure.svg
    assert figure.rows == [("twin", None), ("victim", -0.4)]


@pytest.fixture
def inverted(folder):
    """The run again, with what a search for a trigger left in it."""
    results = runs.open_run(folder).results
    about = {"subject": "counter", "threshold": 2.31, "score": 11.3, "suspect": True, "alpha_hat": 0.08}
    entry = {**about, "additive/down": {"factor": 0.08, "picture": "additive_down.png", "caption": "A clean scene."}}
    files.write_json(folder / runs.RESULTS, {**results.to_json(), "detectors": {"inversion": entry}})
    row = {"detector": "inversion", "rank": 1, "name": "additive/down", "score": 11.3, "suspect": 1, "poisoned": 0,
           "reason": "multiplies each person by 0.08"}  # fmt: skip
    runs.write_rows(folder / runs.DETECTIONS, list(row), [row])
    Image.new("RGB", (50, 10), "red").save(runs.stage_folder(folder, "detect/inversion") / "additive_down.png")
    return folder


def test_the_triggers_that_were_found_are_shown_with_what_they_do(inverted):
    page = Page(write_report(runs.open_run(inverted)).read_text(encoding="utf-8"))
    words = " ".join(page.words)
    assert "inversion, additive/down: suspect." in words
    assert "verdict" in words
    assert "AUROC" not in words, "there are no scenes to tell apart"
    assert "Multiplies each person by 0.08. A clean scene." in words
    picture = (inverted / "stages" / "detect_inversion" / "additive_down.png").read_bytes()
    assert f"data:image/png;base64,{base64.b64encode(picture).decode()}" in page.links


def test_a_picture_outside_the_run_is_never_shown(inverted, tmp_path):
    Image.new("RGB", (50, 10), "blue").save(tmp_path / "other.png")
    raw = runs.read_json(inverted / runs.RESULTS, dict)
    raw["detectors"]["inversion"]["additive/down"]["picture"] = "../../../other.png"
    results = runs.RunResults.model_validate(raw)
    assert runs.picture_of(inverted, results, "inversion", "additive/down") is None
    assert runs.picture_of(inverted, results, "inversion", "additive/up") is None
    assert runs.picture_of(inverted, None, "inversion", "additive/down") is None


def test_steps_stand_within_their_epoch_however_many_it_has(folder):
    with runs.EventLog(folder) as log:
        for training, per_epoch in ((1, 5), (2, 3)):  # one after another in one stage, on fewer scenes
            for epoch in (1, 2):
                for step in range(per_epoch * (epoch - 1) + 1, per_epoch * epoch + 1):
                    log.append(say.StepDone("defended/cbd", step, 2 * per_epoch, epoch, 10.0 * training, 1e-3, 9.0))
                log.append(say.EpochDone("defended/cbd", epoch, 2, loss=10.0 * training, val_mae=1.0, val_rmse=2.0))
        log.append(say.StepDone("defended/cbd", 1, 4, 1, 30.0, 1e-3, 9.0))  # and was then stopped
    figures = {figure.name: figure for figure in figures_of(runs.open_run(folder))}
    rows = figures["curves_defended_cbd_loss"].rows
    steps = [(x, y) for name, x, y, *_ in rows if name == "each step"]
    assert [x for x, _ in steps] == pytest.approx(
        [k / 5 for k in range(1, 11)] + [2 + k / 3 for k in range(1, 7)] + [5.0]
    )
    assert [y for _, y in steps] == [10.0] * 10 + [20.0] * 6 + [30.0]
    assert [x for name, x, *_ in rows if name == "mean of epoch"] == [1, 2, 3, 4]


def _scored(effect, interval, asr, **more):
    """A counter's scores with their intervals, as a run of this version writes them."""
    twin = {"effect_median_twin": 0.43, "asr_twin": 0.25}
    return {
        "clean": {"mae": 3.0, "n": 12},
        "triggered": {"effect_median": effect, "net_effect": None if effect is None else effect - 0.43, "asr": asr,
                      "accuracy": 0.5, **twin, **more},
        "intervals": {"mae": [2.0, 4.0], "effect_median": interval, "asr": [0.1, 0.6], "missed": [0.0, 0.26]},
        "alarm": {"over": 50, "num_alarms": 12, "missed": 0.0},
    }  # fmt: skip


def _results(folder, **models):
    return runs.RunResults(
        schema=1, recipe="tiny", seed=0, models=models, definitions=2,
        scenes={"train": 100, "trained_on": 125, "poisoned": 25, "test": 12},
        defenses={"defended/cbd": {"erasure": 0.6, "erasure_interval": [0.4, 0.7], "left": -0.4, "asr_drop": 0.725,
                                   "accuracy_gain": 0.665, "clean_cost": 0.1, "clean_scenes": 60, "control": None}},
    ).write(folder / runs.RESULTS)  # fmt: skip


def test_every_figure_stands_beside_its_interval_the_twin_and_what_was_trained_on(folder):
    _results(
        folder, twin=_scored(0.43, [0.35, 0.5], 0.25), victim=_scored(0.53, [0.4, 0.6], 0.5),
        benign_trigger=_scored(0.4, [0.3, 0.5], 0.2), **{"defended/cbd": _scored(0.39, [0.3, 0.4], 0.1)},
    )  # fmt: skip
    text = write_report(runs.open_run(folder)).read_text(encoding="utf-8")
    words = unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text)))
    assert "0.530 [0.400, 0.600]" in words
    assert "0.000 [0.000, 0.260]" in words, "0 of 12 alarms is not nothing"
    assert "25 of the 125 scenes that the victim is trained on (20.0%)" in words
    assert "0.600 [0.400, 0.700] -0.400" in words, "what is left has its sign"
    assert "0.725" in words
    assert "0.665" in words
    assert "<th scope='row' title='benign_trigger'>Same trigger, true labels</th>" in text
    assert "an attack cannot be told from it." in words
    assert "more than half of the victim's" in words, "the rule is beside the sentence"
    assert "one person added above and below" not in words
    for word in ("trained on", "poison rate", "clean scenes", "twin's ASR", "drop of ASR", "gain of accuracy"):
        assert f">{word}</th>" in unescape(text)


def test_what_is_not_defined_is_n_a_and_the_ratio_stands_there(folder):
    none = _scored(None, None, None, ratio_median=0.93, ratio_median_twin=0.97, ratio_asked=0.31, px_asked=None)
    _results(folder, twin=none, victim=none)
    text = write_report(runs.open_run(folder)).read_text(encoding="utf-8")
    row = re.search(r"<h2>Scores with the trigger</h2>.*?Victim</th>(.*?)</tr>", text, re.DOTALL)[1]
    cells = [re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<td>(.*?)</td>", row)]
    assert cells[0] == "n/a"
    assert "0.310" in cells
    assert "None" not in row
    assert "nan" not in row


def test_figures_of_another_version_are_said_to_be_those(folder):
    text = write_report(runs.open_run(folder)).read_text(encoding="utf-8")
    assert "one person added above and below" in text


@pytest.mark.parametrize("letters", [3, 30, 70])
def test_no_name_of_a_row_of_bars_is_cut_off(letters):
    figure = bars("effects", "Effects", ["W" * 3, "n" * letters], [("effect", [0.5, None])])
    labels = re.findall(r'<text class="label" x="([\d.]+)"[^>]*text-anchor="end">([^<]*)<', figure.svg)
    assert len(labels) == 2
    assert all(float(x) - 6.5 * len(words) >= 0 for x, words in labels)
