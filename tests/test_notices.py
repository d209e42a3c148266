"""Third-party notices name what is installed, as it is pinned; the citation names this version."""

import yaml

import miscount
from tests import notices


def test_every_package_that_is_installed_is_named_with_its_license():
    told, installed = notices.told(), notices.rows()
    assert len(installed) > 10
    assert {name: told.get(name) for name in installed} == installed, "write them anew: python -m tests.notices"


def test_nothing_is_named_that_is_not_pinned():
    pins, told = notices.pinned(), notices.told()
    assert told
    assert {name: pin for name, (pin, _license) in told.items() if pins.get(name) != pin} == {}


def test_the_citation_is_of_this_version():
    cited = yaml.safe_load((notices.ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["version"] == miscount.__version__
    assert set(cited) >= {"cff-version", "message", "title", "authors"}
