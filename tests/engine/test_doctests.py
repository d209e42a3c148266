"""Every example in a docstring runs, and every public name has one."""

import doctest
import importlib
import inspect

import pytest

import miscount
from tests.places import ROOT

WITH_EXAMPLES = sorted(
    path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
    for path in (ROOT / "engine").rglob("*.py")
    if ">>>" in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", ["miscount", *(f"miscount.{module}" for module in WITH_EXAMPLES)])
def test_the_examples_are_right(name):
    found = doctest.testmod(importlib.import_module(name))
    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.parametrize("name", miscount.__all__)
def test_every_public_name_has_an_example(name):
    assert ">>>" in inspect.getdoc(getattr(miscount, name))
