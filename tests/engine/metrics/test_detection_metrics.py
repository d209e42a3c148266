"""Detection figures against their definitions, counted by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miscount.engine.metrics.detection import _ranks, auprc, auroc, by_count, detection_scores, tpr_at_fpr

TABLE = st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=2, max_size=25)


@given(st.lists(st.one_of(st.integers(-3, 3).map(float), st.floats(allow_nan=True)), min_size=1, max_size=30))
def test_ranks_are_those_of_scipy(scores):
    from scipy.stats import rankdata

    np.testing.assert_array_equal(_ranks(np.array(scores)), rankdata(scores))


@given(TABLE)
def test_auroc_is_the_chance_that_a_poisoned_one_scores_higher(table):
    scores, positive = zip(*table, strict=True)
    pairs = [(p > n) + (p == n) / 2 for p, is_p in table if is_p for n, is_n in table if not is_n]
    expected = sum(pairs) / len(pairs) if pairs else None
    assert auroc(scores, positive) == (None if expected is None else pytest.approx(expected))


@given(TABLE)
def test_auprc_is_the_mean_precision_over_recall(table):
    scores, positive = (np.array(column) for column in zip(*table, strict=True))
    if not positive.any():
        assert auprc(scores, positive) is None
        return
    area, last = 0.0, 0.0
    for threshold in sorted(set(scores.tolist()), reverse=True):
        taken = scores >= threshold
        recall = positive[taken].sum() / positive.sum()
        area += positive[taken].mean() * (recall - last)
        last = recall
    assert auprc(scores, positive) == pytest.approx(area)


def test_rates_and_strata():
    scores = np.arange(200.0)
    positive = scores >= 190
    assert tpr_at_fpr(scores, positive, 0.05) == 1
    assert tpr_at_fpr(-scores, positive, 0.05) == 0
    assert tpr_at_fpr(scores, np.ones(200, bool), 0.05) is None
    # a score that is the count alone tells nothing within a stratum of equal counts
    counts = np.repeat([1.0, 5.0, 9.0], 20)
    assert by_count(counts, np.tile([True, False], 30), counts) == [0.5, 0.5, 0.5]
    assert detection_scores(scores, positive)["n_poisoned"] == 10
