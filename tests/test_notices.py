"""Third-party notices name what is installed, as it is pinned."""

from importlib.metadata import version

from tests import notices


def test_every_package_that_is_installed_is_named_with_its_license():
    told = {
        row["name"]: (row["version"], row["license"])
        for row in notices.ROW.finditer(notices.NOTICES.read_text(encoding="utf-8"))
    }
    as_pinned = {
        name: row
        for name, row in notices.rows().items()
        if version(name).partition("+")[0] == row[0]  # another version's license may be another
    }
    assert len(as_pinned) > 10
    assert {name: told.get(name) for name in as_pinned} == as_pinned, "write them anew: python -m tests.notices"


def test_nothing_is_named_that_is_not_pinned():
    versions = notices.pinned()
    told = [(row["name"], row["version"]) for row in notices.ROW.finditer(notices.NOTICES.read_text(encoding="utf-8"))]
    assert told
    assert [(name, pin) for name, pin in told if versions.get(name) != pin] == []
