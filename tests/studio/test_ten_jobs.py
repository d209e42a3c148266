"""The ten jobs of a newcomer's hour, by real events: each is done in few acts, and nothing fails."""

import pyqtgraph as pg
import pytest
from PySide6.QtWidgets import QApplication

from miscount.studio.bench import jobs as bench
from miscount.studio.bench.jobs import JOBS, Jobs


@pytest.fixture
def jobs(qapp, tmp_path, monkeypatch):
    monkeypatch.setattr("miscount.studio.beginnings.doors.AHEAD_MS", 10_000_000)
    small = bench.RECIPE.replace("{kind: light}", "{kind: light, channels: 4}")
    monkeypatch.setattr(bench, "RECIPE", small.replace("{kind: fine_tune}", "{kind: fine_tune, training: {epochs: 2}}"))
    pg.setConfigOptions(imageAxisOrder="row-major")
    made = Jobs(QApplication.instance(), tmp_path)
    yield made
    made.close()


def test_each_job_is_done_in_few_acts(jobs):
    taken = {}
    for job in JOBS:
        before = len(jobs.person.acts)
        job.do(jobs)
        assert not jobs.errors, job.name
        taken[job.name] = len(jobs.person.acts) - before
    assert {job.name: taken[job.name] for job in JOBS if taken[job.name] > job.goal} == {}, taken
