"""An audit as one page that stands alone: the verdict, what was looked for, what would be missed."""

from collections.abc import Iterator
from html import escape

from miscount import __version__

from ..notebook import sentences, table
from .findings import Audit

_LONGEST = 2000
"""Letters of a sentence on the page."""

_STATES = {"suspicious": "suspicious", "nothing": "nothing found", "note": "for your information",
           "not applied": "not applied"}  # fmt: skip
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;"
    "background:#fff}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.3rem .6rem;"
    "border-bottom:1px solid #d0d7de}.verdict{font-size:1.25rem;padding:1rem;border-left:6px solid #57606a;"
    "background:#f6f8fa}.suspicious{border-color:#b3261e}"
)


def page(audit: Audit) -> str:
    """The page in HTML, without scripts and addresses."""
    mark = "verdict suspicious" if audit.suspicious else "verdict"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>'
        f"Audit of {escape(audit.what)}</title><style>{_STYLE}</style></head><body>"
        f'<p class="{mark}">{escape(audit.verdict)}</p>{"".join(_body(audit))}</body></html>\n'
    )


def _body(audit: Audit) -> Iterator[str]:
    yield f"<h1>Audit of the {audit.kind} {escape(audit.what)}</h1>"
    yield "<h2>What was looked for</h2>"
    rows = [(f.check, f.looked_for, _STATES[f.state], f.sentence) for f in audit.findings]
    yield table(("check", "looked for", "result", "in words"), rows, longest=_LONGEST)
    for finding in audit.findings:
        if finding.state == "suspicious" and finding.scenes:
            yield f"<h2>Scenes that stand out by {escape(finding.check)}</h2>"
            yield table(("scene", "why"), finding.scenes, longest=_LONGEST)
    yield "<h2>What would be missed</h2>"
    yield sentences(audit.missed or ("Nothing was looked for that could be missed.",))
    yield sentences(
        (
            "A data set in which scenes of other cameras, weather or labelers come together can stand out without an "
            "attack; one whose attacker knew these checks need not.",
        )
    )
    known = [(name, str(value)) for name, value in audit.about.items()]
    yield f"<h2>About</h2>{table(('', ''), [*known, ('written by', f'miscount {__version__}')], longest=_LONGEST)}"
