"""The sentences of a verdict are put together from parts: in Chinese no part of any of them stays English."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miscount.engine.runs.verdict import AttackFacts, DefenseFacts, Estimate, Facts, in_brief, judged
from miscount.widgets import language

_WORD = re.compile(r"[A-Za-z]{2,}")
GUESSING = (
    "the victim counts clean scenes hardly better than the mean does (it errs by 11.8 persons, always the mean by 12.0)"
)
NAMES = ("Fine-tuning", "Partial Train", "CBD (published)")

shares = st.floats(-1.5, 1.5).map(lambda value: round(value, 3))


@st.composite
def estimates(draw):
    value = draw(shares)
    if not draw(st.booleans()):
        return Estimate(value)
    apart = draw(st.floats(0, 0.4))
    of = draw(st.sampled_from(["", "(2 of 3)"]))
    return Estimate(value, value - apart, value + apart, of)


maybe = st.none() | estimates()
attacks = st.builds(
    AttackFacts, net=maybe, effect=maybe, effect_twin=maybe, ratio=maybe, ratio_twin=maybe,
    asked=st.none() | st.sampled_from([1.0, 0.2, 3.0]), is_local=st.booleans(), reaction=st.just(""),
    is_hidden=st.booleans(), guessing=st.sampled_from(["", "", GUESSING]),
)  # fmt: skip
defenses = st.builds(
    DefenseFacts, name=st.sampled_from(NAMES), erasure=maybe, left=st.none() | shares,
    cost=st.none() | shares, control=maybe,
)  # fmt: skip
facts = st.builds(
    Facts, attack=st.none() | attacks, defenses=st.lists(defenses, max_size=5).map(tuple),
    seeds=st.sampled_from([1, 3]), error=st.none() | st.just(11.8), baseline=st.none() | st.just(12.0),
)  # fmt: skip


@pytest.fixture(autouse=True)
def chinese(qapp):
    language.use("zh_CN")
    yield
    language.use("en")


@settings(max_examples=400, deadline=None)
@given(facts=facts)
def test_no_word_of_a_verdict_stays_english(facts):
    verdict = judged(facts)
    for sentence in (verdict.words, *verdict.said, *verdict.cautions, in_brief(facts)):
        said = language.tr(sentence)
        for name in (*NAMES, "Partial", "Train", "CBD"):
            said = said.replace(name, "")
        assert not _WORD.search(said), f"{sentence!r} is {said!r}"
