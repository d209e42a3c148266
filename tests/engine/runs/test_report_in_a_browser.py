"""The report in headless Chromium with the network off: no console error, everything drawn, and a PDF of it."""

import shutil
import subprocess

import pytest

from miscount.engine.runs import open_run
from miscount.engine.runs.report.html import write_report
from tests.engine.runs.made_run import make_run

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


def browse(folder, *asked):
    """Chromium on the report; what it printed and what it logged."""
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--enable-logging=stderr",
        "--log-level=0", "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={folder / 'browser'}",
        "--virtual-time-budget=3000", *asked, (folder / "run" / "report.html").as_uri(),
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)


def test_the_report_is_whole_without_a_network_and_prints(tmp_path):
    make_run(tmp_path / "run")
    write_report(open_run(tmp_path / "run"))
    seen = browse(tmp_path, "--dump-dom")
    events = [line for line in seen.stderr.splitlines() if "CONSOLE" in line]
    assert events == []
    page = seen.stdout
    assert "<svg" in page
    assert 'src="http' not in page
    assert 'href="http' not in page.replace('href="https://arxiv', "").replace('href="https://doi', "")
    for wanted in ("To do it again", "miscount run", "Scores with the trigger", "The poison", "Methods"):
        assert wanted in page, wanted
    browse(tmp_path, f"--print-to-pdf={tmp_path / 'report.pdf'}")
    pdf = (tmp_path / "report.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert len(pdf) > 20_000
