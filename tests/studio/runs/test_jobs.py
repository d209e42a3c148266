"""Jobs: on a thread or in a child, one ending each, stopped within a step, waited for."""

import sys
import time
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QThread, QTimer

from miscount.engine.errors import DatasetError
from miscount.engine.events import Failed, Finished, Progress, check
from miscount.studio.runs.jobs import InProcess, Job, Jobs


@dataclass(frozen=True)
class Steps:
    """A picklable task of `total` steps."""

    total: int
    pause_s: float = 0.0

    def __call__(self, cancel):
        for step in range(1, self.total + 1):
            check(cancel)
            if self.pause_s:
                time.sleep(self.pause_s)
            yield Progress("steps", step, self.total)


@dataclass(frozen=True)
class Fails:
    """A task that raises."""

    wrong_input: bool = False

    def __call__(self, cancel):
        yield Progress("fails", 1, 2)
        if self.wrong_input:
            raise DatasetError("The file x is missing.")
        raise ZeroDivisionError("oops")


@dataclass(frozen=True)
class Dies:
    """A task whose process ends at once."""

    def __call__(self, cancel):
        import os

        yield Progress("dies", 1, 2)
        time.sleep(0.2)
        os._exit(7)


@pytest.fixture
def jobs(qapp):
    made = Jobs()
    yield made
    assert made.stop()
    made.deleteLater()


def run(qtbot, jobs, task, timeout=30_000):
    events, threads = [], []

    def take(_job, batch):
        events.extend(batch)
        threads.append(QThread.currentThread())

    jobs.reported.connect(take)
    with qtbot.waitSignal(jobs.ended, timeout=timeout) as ended:
        jobs.add(Job("a job", task))
    assert all(thread is jobs.thread() for thread in threads)
    return events, ended.args[1]


@pytest.mark.parametrize("wrap", [lambda task: task, InProcess], ids=["thread", "process"])
def test_all_events_arrive_in_order_with_one_ending(qtbot, jobs, wrap):
    events, result = run(qtbot, jobs, wrap(Steps(5000)))
    assert [event.done for event in events[:-1]] == list(range(1, 5001))
    assert events[-1] == result == Finished()


@pytest.mark.parametrize("wrap", [lambda task: task, InProcess], ids=["thread", "process"])
def test_a_job_stops_within_a_step(qtbot, jobs, wrap):
    job = Job("long", wrap(Steps(10_000, pause_s=0.01)))
    with qtbot.waitSignal(jobs.reported, timeout=20_000):
        jobs.add(job)
    asked = time.monotonic()
    with qtbot.waitSignal(jobs.ended, timeout=5_000) as ended:
        jobs.cancel()
    assert ended.args[1] == Finished(cancelled=True)
    assert time.monotonic() - asked < 1.0


@pytest.mark.parametrize("wrap", [lambda task: task, InProcess], ids=["thread", "process"])
def test_a_mistake_is_a_sentence_and_a_bug_has_details(qtbot, jobs, wrap):
    _, result = run(qtbot, jobs, wrap(Fails(wrong_input=True)))
    assert result == Failed("The file x is missing.")
    _, result = run(qtbot, jobs, wrap(Fails()))
    assert "oops" in result.message
    assert "Traceback" in result.details


def test_the_death_of_a_child_is_told(qtbot, jobs):
    _, result = run(qtbot, jobs, InProcess(Dies()))
    assert "exit code 7" in result.message


def test_jobs_run_one_after_another_and_waiting_ones_can_be_taken_out(qtbot, jobs):
    first, second, third = (Job(name, Steps(20, pause_s=0.005)) for name in "abc")
    order = []
    jobs.started.connect(lambda job: order.append(job.title))
    for job in (first, second, third):
        jobs.add(job)
    assert jobs.waiting == (second, third)
    jobs.cancel(second)
    qtbot.waitUntil(lambda: jobs.running is None, timeout=10_000)
    assert order == ["a", "c"]


def test_the_switch_interval_is_short_only_while_a_job_runs(qtbot, jobs):
    usual = sys.getswitchinterval()
    with qtbot.waitSignal(jobs.ended):
        jobs.add(Job("a job", Steps(10, pause_s=0.01)))
        assert sys.getswitchinterval() == pytest.approx(1e-3)
    assert sys.getswitchinterval() == pytest.approx(usual)


def test_closing_waits_for_the_job(qtbot, jobs):
    jobs.add(Job("long", Steps(10_000, pause_s=0.01)))
    assert jobs.stop()
    assert jobs.running is None


def test_the_window_stays_awake_under_twenty_thousand_events(qtbot, jobs):
    late, last = [], [time.perf_counter()]

    def tick():
        now = time.perf_counter()
        late.append(now - last[0])
        last[0] = now

    timer = QTimer(jobs)
    timer.setInterval(5)
    timer.timeout.connect(tick)
    timer.start()
    run(qtbot, jobs, Steps(20_000))
    timer.stop()
    assert sorted(late)[int(0.95 * len(late))] < 0.1


@pytest.mark.parametrize("wrap", [lambda task: task, InProcess], ids=["thread", "child"])
def test_a_paused_job_holds_at_its_next_step_and_goes_on(jobs, qtbot, wrap):
    job = Job("long", wrap(Steps(100_000, pause_s=0.002)))
    seen = []
    jobs.reported.connect(lambda _job, events: seen.extend(events))
    jobs.add(job)
    qtbot.waitUntil(lambda: len(seen) > 5, timeout=20_000)
    jobs.pause()
    assert job.is_paused
    qtbot.wait(600)  # what was on its way arrives
    num, worked = len(seen), job.elapsed_s
    qtbot.wait(400)
    assert len(seen) == num
    assert job.elapsed_s == worked
    jobs.pause()
    qtbot.waitUntil(lambda: len(seen) > num + 5, timeout=10_000)
    jobs.pause()
    with qtbot.waitSignal(jobs.ended, timeout=10_000) as ended:
        jobs.cancel()  # a stop frees what is paused
    assert ended.args[1] == Finished(cancelled=True)
