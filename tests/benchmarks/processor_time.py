"""What tests cost in processor seconds, of this process and those it started, whoever else uses the machine.

    python -m pytest -n 2 --dist loadfile -p tests.benchmarks.processor_time

lists the files and tests that cost most: a wall clock tells of a quiet machine alone. What lives on after its test, as
a cluster does, is not counted.
"""

import resource
from collections import Counter
from collections.abc import Iterator

import pytest

MOST_ROWS = 30
_SPENT: Counter[str] = Counter()


def _spent() -> float:
    each = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in each)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Before everything else of a test; what it cost until then goes with each of its reports."""
    item.stash[_BEGAN] = _spent()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    now = _spent()
    report.processor_s = now - item.stash[_BEGAN]  # a worker sends it with the report
    item.stash[_BEGAN] = now
    return report


_BEGAN = pytest.StashKey[float]()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _SPENT[report.nodeid] += getattr(report, "processor_s", 0.0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    files: Counter[str] = Counter()
    for name, seconds in _SPENT.items():
        files[name.partition("::")[0]] += seconds
    terminalreporter.section(f"{sum(files.values()):.0f} processor seconds")
    for rows in (files, _SPENT):
        for name, seconds in rows.most_common(MOST_ROWS):
            terminalreporter.line(f"{seconds:8.1f} s  {name}")
