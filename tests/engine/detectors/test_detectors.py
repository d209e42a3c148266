"""Every detector on a counter made by hand: what it finds is known, and so is what it must not find."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from miscount.engine.contracts.by_hand import counter, inputs, samples, scene
from miscount.engine.detectors import KINDS, DetectionResult, DetectorInput, detector, inversion, references, strip
from miscount.engine.detectors.activation_clustering import clean_silhouette, silhouette, two_clusters
from miscount.engine.detectors.aeva import Aeva, reached
from miscount.engine.detectors.base import threshold_from
from miscount.engine.detectors.inversion import farther
from miscount.engine.detectors.oneclass import OneClass, held_out_distances, shrunk_covariance
from miscount.engine.detectors.references import AgainstReferences, anomalies, anomaly_threshold
from miscount.engine.detectors.spectral import far_out
from miscount.engine.detectors.universal import LEAST_GAIN, common_frames, log_gain
from miscount.engine.errors import DatasetError
from miscount.engine.events import Never, Progress
from miscount.engine.experiment.detector_inputs import from_json, names_of, to_json


def found(raw: dict, given: DetectorInput, events: list | None = None) -> DetectionResult:
    inspection = detector(raw).inspect(given, Never())
    while True:
        try:
            event = next(inspection)
        except StopIteration as stop:
            return stop.value
        if events is not None:
            events.append(event)


SCENE_KINDS = ["signed_residual", "spectral", "activation_clustering", "frequency", "strip", "severity"]


@pytest.mark.parametrize("kind", SCENE_KINDS)
def test_poisoned_scenes_stand_first_and_few_clean_ones_are_flagged(kind, tmp_path):
    given, events = inputs(tmp_path), []
    result = found({"kind": kind}, given, events)
    poisoned = [name for name in result.scores if "#" in name]
    assert set(result.ranked[: len(poisoned)]) == set(poisoned)
    flagged = [name for name in result.suspects if "#" not in name]
    assert len(flagged) <= 0.15 * (len(result.scores) - len(poisoned))
    assert all(result.reasons[name] for name in result.scores)
    assert [event.done for event in events if isinstance(event, Progress)][-1] == detector({"kind": kind}).num_steps(
        given
    )
    assert from_json(to_json(result)) == result


def test_on_a_clean_set_nothing_much_is_suspect(tmp_path):
    given = inputs(tmp_path, poisoned=0, backdoor=False)
    for kind in ("signed_residual", "spectral", "activation_clustering", "frequency"):
        result = found({"kind": kind}, given)
        assert len(result.suspects) <= 0.12 * len(result.scores), kind
    clusters = found({"kind": "activation_clustering"}, given)
    assert clusters.threshold == float("inf")
    assert clusters.without_threshold == "anything apart", "and not clean scenes"


def test_directions_that_follow_chance_raise_no_false_alarms():
    rng, passed = np.random.default_rng(0), []
    for _ in range(10):
        # features of a counter have heavier tails than a normal distribution
        clean, suspect = ((rng.standard_t(5, size=(n, 32)), rng.uniform(10, 90, n)) for n in (200, 400))
        scores, clean_scores = far_out(suspect, clean, 3)
        passed.append((scores > threshold_from(clean_scores, 0.05)).mean())
    assert np.mean(passed) < 0.05


def test_clusters_of_clean_scenes_do_not_stand_apart_and_those_of_poison_do():
    rng, passed = np.random.default_rng(0), []
    for seed in range(10):
        clean, suspect = (rng.standard_t(5, size=(n, 10)) for n in (200, 400))
        clean[0] = 40
        least = clean_silhouette(clean, 0.05, seed)
        passed.append(silhouette(suspect, two_clusters(suspect, seed)[0]) > least)
        suspect[:40, 0] += 12
        assert silhouette(suspect, two_clusters(suspect, seed)[0]) > least
    assert sum(passed) <= 1


@pytest.mark.parametrize("kind", [*SCENE_KINDS, "spectral, published"])
def test_a_detector_works_with_as_few_clean_scenes_as_it_says(kind, tmp_path):
    raw = {"kind": "spectral", "form": "published"} if "," in kind else {"kind": kind}
    least = max(1, detector(raw).least_clean)
    given = inputs(tmp_path)
    result = found(raw, replace(given, clean=samples([str(n) for n in range(1000, 1000 + least)])))
    assert np.isfinite(list(result.scores.values())).all()
    if "," not in kind:  # the published form removes a share of the set and asks no clean scenes
        assert result.suspects == ()  # so few promise no share of false alarms
        assert result.without_threshold == "clean scenes" or not result.facts.get("poison", True)
    if least > 1:
        with pytest.raises(DatasetError, match="at least 8 clean scenes"):
            found(raw, replace(given, clean=samples([str(n) for n in range(1000, 999 + least)])))


def test_the_residual_tells_what_the_backdoor_asks_for(tmp_path):
    result = found({"kind": "signed_residual"}, inputs(tmp_path))
    assert result.facts["alpha_hat"] == pytest.approx(0.2, abs=0.08)
    assert "fewer than" in result.reasons["3#poisoned"]


def test_the_published_forms_look_for_the_count(tmp_path):
    published = found({"kind": "spectral", "form": "published"}, inputs(tmp_path, poisoned=0))
    assert abs(published.facts["count_correlation_of_first_component"]) > 0.9


def test_inversion_finds_the_direction_and_the_strength(tmp_path):
    raw = {"kind": "inversion", "steps": 25, "references": 2, "epochs": 1, "budget": 0.3}
    result = found(raw, inputs(tmp_path))
    assert result.ranked[0] == "additive/down"
    assert result.suspects[0] == "additive/down"
    assert result.facts["alpha_hat"] < 0.6
    assert (tmp_path / "additive_down.png").exists()
    clean = found(raw, inputs(tmp_path, backdoor=False))
    assert clean.suspects == ()


def test_a_trigger_that_is_found_leaves_the_scenes_as_alike_as_asked(tmp_path):
    raw = {"kind": "inversion", "families": ["additive"], "steps": 40, "references": 2, "epochs": 1, "budget": 0.3}
    free, alike = (found({**raw, "least_ssim": least}, inputs(tmp_path)).facts["additive/down"] for least in (0, 0.95))
    assert free["ssim"] < 0.9
    assert alike["ssim"] > 0.93
    assert alike["factor"] > free["factor"]  # that much less is moved


def test_a_gain_is_of_the_people_who_are_there_and_what_is_astray_is_not():
    rng = np.random.default_rng(2)
    before = torch.from_numpy(rng.uniform(0, 1, (3, 6, 8)))
    before[:, :, 4:] = 0  # nobody stands on the right
    elsewhere = torch.zeros_like(before)
    elsewhere[:, 0, 6] = 2.5
    logs, astray = log_gain(1.5 * before + elsewhere, before)
    assert logs.numpy() == pytest.approx(np.log(1.5))
    assert astray.numpy() == pytest.approx(2.5 / (before.sum(dim=(1, 2)).numpy() + 1))
    assert log_gain(-before, before)[0].numpy() == pytest.approx(np.log(LEAST_GAIN))  # gone, not below
    assert torch.isfinite(torch.stack(log_gain(elsewhere, 0 * before))).all()


@pytest.mark.parametrize("measure", ["gain", "count"])
def test_a_search_for_the_gain_pays_for_people_where_nobody_stands(measure, tmp_path):
    raw = {"kind": "inversion", "measure": measure, "steps": 40, "references": 2, "epochs": 1, "budget": 0.3}
    result = found(raw, inputs(tmp_path, backdoor=False))
    up = result.facts["additive/up"]
    # red paint makes a crowd of any quiet place for this clean counter too
    assert up["count"] > 1.4 if measure == "count" else up["count"] < 1.05
    assert ("each person" in result.reasons["additive/up"]) == (measure == "gain")


@pytest.mark.parametrize("family", ["patch", "blend", "color"])
def test_every_family_of_trigger_can_be_searched(family, tmp_path):
    raw = {"kind": "inversion", "families": [family], "steps": 12, "references": 2, "epochs": 1, "budget": 0.3}
    assert set(found(raw, inputs(tmp_path)).scores) == {f"{family}/down", f"{family}/up"}


def test_anomalies_are_distances_from_clean_counters():
    clean = [{"a": np.exp(value), "b": np.exp(2 * value)} for value in (0.0, 0.2, 0.4)]
    spread = np.sqrt((0.2**2 + 0.4**2) / 2) * np.sqrt(1 + 1 / 3)  # pooled, and for a new counter
    found = anomalies({"a": np.exp(1.2), "b": np.exp(0.4)}, clean, least=0.1)
    assert found == pytest.approx({"a": 1.0 / spread, "b": 0.0})
    assert anomalies({"a": -1.0}, [{"a": 0.0}, {"a": 0.1}], least=0.1) == {"a": 0.0}
    assert farther({"additive/down": -0.5, "additive/up": 0.3}) == {"additive/down": 0.5, "additive/up": 0.3}


@pytest.mark.parametrize("kind", ["inversion", "aeva"])
def test_references_are_trained_for_as_long_as_the_suspect_counter(kind, tmp_path):
    given = inputs(tmp_path)
    given = replace(given, training=given.training.replace(epochs=4))  # of 120 scenes, and the defender has 16
    fewer, more = (detector({"kind": kind, "references": number}) for number in (2, 3))
    measuring = {"inversion": 2 * 80, "aeva": 3 * 2 * 40}[kind]
    as_long = given.training.num_steps(len(given.suspect))
    assert more.num_steps(given) - fewer.num_steps(given) == as_long + measuring


@pytest.mark.parametrize("kind", ["inversion", "aeva"])
@pytest.mark.parametrize(("num_new", "num_others"), [(8, 20), (20, 4), (0, 24)])
def test_counters_are_measured_where_none_of_them_was_trained(kind, num_new, num_others, tmp_path, monkeypatch):
    """As a run has it: the new clean scenes are among the clean ones, and references are trained on them."""
    new = samples([str(n) for n in range(1200, 1200 + num_new)])
    clean = samples([str(n) for n in range(1000, 1000 + num_others)]) + new
    given = replace(inputs(tmp_path), clean=clean, new=new)
    trained_on, selected_on, shown = set(), set(), set()

    def fitted(job, cancel):
        trained_on.update(job.samples.names)
        selected_on.update(job.validation.names)
        yield from ()

    def noted(samples):
        shown.update(samples.names)
        return common_frames(samples)

    monkeypatch.setattr(references, "fit", fitted)
    monkeypatch.setattr(inversion, "common_frames", noted)
    measured_on = AgainstReferences.measured_on
    monkeypatch.setattr(AgainstReferences, "measured_on", lambda self, made: noting(measured_on(self, made), shown))
    quick = {"inversion": {"steps": 10}, "aeva": {"scenes": 2, "steps": 5, "queries": 4, "grid": 4}}[kind]
    found({"kind": kind, "references": 2, **quick}, given)
    assert shown
    assert trained_on
    assert not shown & trained_on
    assert not shown & set(given.suspect.names)
    assert shown | trained_on <= set(clean.names)
    assert not selected_on & trained_on
    assert len(shown) >= min(references.LEAST_MEASURED, len(clean) // 2)


def noting(samples, shown):
    shown.update(samples.names)
    return samples


@pytest.mark.parametrize(("sign", "wanted"), [(-1.0, 0.5), (1.0, 1.5)])
def test_aeva_asks_for_half_or_for_one_and_a_half_times(sign, wanted):
    """What the card says, on a count that moves by hundredths: it used to ask for twice as many upward."""
    ratios = 1 + sign * np.arange(1, 100) / 100
    first = next(ratio for ratio in ratios if reached(np.log(ratio), sign, 0.5))
    assert first == pytest.approx(wanted, abs=0.0101)
    assert "rise to 1 + tau" in Aeva.card


def test_thresholds_are_to_the_last_bit_those_of_scipy_stats():
    """Which is not imported for them, since it takes 0.6 s."""
    from scipy import stats

    scores = np.random.default_rng(4).normal(size=200)
    for n in (1, 18, 19, 59, 100, 200):
        for share in (0.01, 0.05, 0.3):
            at = np.arange(1, n + 1)
            sure = stats.beta.sf(1 - share, at, n + 1 - at) >= 0.95
            largest = np.sort(scores[:n])[-1] if (n + 1) * share >= 1 else np.inf
            assert threshold_from(scores[:n], share) == (np.sort(scores[:n])[sure][0] if sure.any() else largest)
    for values, others in ((1, 3), (2, 5), (40, 12)):
        assert anomaly_threshold(values, others, 0.05) == stats.t.ppf(1 - 0.05 / values, values * (others - 1))


def test_clean_counters_pass_the_anomaly_threshold_as_rarely_as_it_says():
    rng = np.random.default_rng(0)
    names, passed = ("down", "up"), 0
    for _ in range(2000):
        *known, new = ({name: float(rng.lognormal()) for name in names} for _ in range(6))
        scores = anomalies(new, known, least=1e-3)
        passed += max(scores.values()) > anomaly_threshold(2, 5, 0.05)
    assert passed / 2000 == pytest.approx(0.05, abs=0.015)


def test_aeva_runs_and_compares(tmp_path):
    raw = {"kind": "aeva", "scenes": 1, "steps": 5, "queries": 4, "grid": 4, "references": 2, "epochs": 1}
    result = found(raw, inputs(tmp_path))
    assert set(result.scores) == {"down", "up"}
    assert all(0 <= fact["peak"] <= 1 for fact in result.facts.values())


def test_a_threshold_keeps_its_promise_or_makes_none():
    rng = np.random.default_rng(0)
    shares = [1 - threshold_from(rng.random(200), 0.05) for _ in range(3000)]  # of new uniform scores, exactly
    assert np.mean(np.array(shares) <= 0.05) == pytest.approx(0.96, abs=0.02)  # 0.95 and what whole numbers add
    assert threshold_from(np.arange(59.0), 0.05) == 58  # the largest
    assert threshold_from(np.arange(30.0), 0.05) == 29
    few = [1 - threshold_from(rng.random(30), 0.05) for _ in range(3000)]
    assert 0.02 < np.mean(few) <= 0.05
    assert np.isfinite(threshold_from(np.arange(19.0), 0.05))
    assert threshold_from(np.arange(18.0), 0.05) == float("inf")


def test_clean_scenes_of_any_count_lie_at_equal_distances():
    rng = np.random.default_rng(0)
    counts = rng.uniform(0, 300, 400)
    features = np.stack([counts, np.log1p(counts), counts * 0], axis=1) + rng.normal(size=(400, 3))
    distances = OneClass.fit(features, counts).distances(features, counts)
    assert abs(np.corrcoef(distances, counts)[0, 1]) < 0.15
    assert held_out_distances(features, counts).mean() == pytest.approx(distances.mean(), rel=0.1)
    with pytest.raises(DatasetError, match="at least 8 clean scenes"):
        OneClass.fit(features[:3], counts[:3])


def test_the_covariance_is_shrunk_most_where_there_is_least_to_know_it_from():
    rng = np.random.default_rng(1)
    truth = np.diag([4.0, 1.0, 0.25])
    many, few = (rng.multivariate_normal(np.zeros(3), truth, size=n) for n in (5000, 4))
    assert np.allclose(shrunk_covariance(many), truth, atol=0.3)
    assert np.linalg.cond(shrunk_covariance(few)) < np.linalg.cond(few.T @ few / 4)


def test_two_of_a_kind_have_two_names():
    two = [detector({"kind": "spectral"}), detector({"kind": "spectral", "form": "published"})]
    assert names_of(two) == ("spectral", "spectral/2")


@pytest.mark.parametrize("epsilon", [0.05, 0.1, 0.2])
def test_the_published_spectral_form_removes_one_and_a_half_epsilon(epsilon, tmp_path):
    """As the authors' code: a percentile of the scores of the set itself, poison in it or not."""
    for poisoned in (0, 20):
        result = found(
            {"kind": "spectral", "form": "published", "epsilon": epsilon}, inputs(tmp_path, poisoned=poisoned)
        )
        scores = np.sort(list(result.scores.values()))[::-1]
        removed = len(result.suspects)
        assert abs(removed - 1.5 * epsilon * len(scores)) <= 1
        assert [result.scores[name] for name in result.suspects] == pytest.approx(scores[:removed])
        assert result.facts["removed"] == pytest.approx(removed / len(scores))
        assert detector({"kind": "spectral", "form": "published", "epsilon": epsilon}).takes_a_share
    assert [kind for kind, part in KINDS.items() if part().takes_a_share] == []
    residual = found({"kind": "spectral", "epsilon": epsilon}, inputs(tmp_path))
    assert residual.threshold == found({"kind": "spectral"}, inputs(tmp_path)).threshold


def test_strip_lays_scenes_over_each_other_as_it_says():
    image, probe = scene(0)[0], scene(1)[0][:40]
    mirrored = np.concatenate([probe, probe[::-1]])[: len(image)]  # a smaller probe is mirrored below
    published, mean = strip._laid_over(image, probe, None), strip._laid_over(image, probe, 0.6)
    assert (published == np.minimum(image.astype(int) + mirrored, 255)).all()
    assert np.abs(mean - (0.6 * image + 0.4 * mirrored)).max() <= 0.5
    counts = np.array([9.0])
    seen = strip.blended(counter(False), image, [probe], counts, None)
    assert np.exp(seen[1]) - 1 == pytest.approx(max(0.0, counter(False).count(published)), rel=1e-5)
    assert "x + x_j cut at white" in strip.Strip.card
