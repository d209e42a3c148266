"""The small form of the fuzzer: every reader gets its share of 500 damaged files."""

import pytest

from miscount.engine.errors import DatasetError
from miscount.engine.scenes.formats import FORMATS
from tests.fuzz.__main__ import faults
from tests.fuzz.reader import judge
from tests.fuzz.readers import all_readers
from tests.fuzz.samples import SAMPLES

NUM = 500


def test_no_damaged_file_does_more_than_a_sentence(tmp_path):
    found = list(faults(1, NUM, tmp_path))
    assert not found, "\n\n".join(f"{fault.kind}\n{fault.how}" for fault in found)


def test_every_format_is_damaged():
    names = {reader.name for reader in all_readers()}
    assert {f"format {known.NAME}" for known in FORMATS} <= names
    assert len(names) == len(all_readers())
    assert set(SAMPLES) == {known.NAME for known in FORMATS if not known.HOLDS.written}


def test_a_sentence_that_has_no_end_would_be_found():
    error = DatasetError("x")
    error.args = ("x" * 1000,)
    with pytest.raises(AssertionError):
        judge(error)
