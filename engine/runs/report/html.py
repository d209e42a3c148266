"""`report.html` of a run: one page that needs no other file, no script and no network, and that prints.

It says what was done, with what scores and by which definitions, and how to do it again. Everything in it is read
from the run's folder, so it can be made again at any time; the data behind each figure is written beside it as CSV.
"""

import base64
import shlex
from collections import Counter as Tally
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from ... import events as say
from ...errors import RunError
from ...files import write_text
from ...reading import read_bytes
from ..counter_id import CounterId
from ..figures import figures_of, number_in
from ..folder import FIGURES, REPORT, Run, file_name, picture_of
from ..formats import read_json, write_rows
from ..names import method_name, scene_name, stage_name
from ..results import RunResults
from ..verdict import RULES, verdict_of
from . import scores
from .data import readers, tested_on
from .page import filled
from .svg import Figure
from .tables import defined, fact_list, shown, table, terms

MAX_PICTURE = 64 * 2**20
"""The largest picture that goes into a report."""


def write_report(run: Run) -> Path:
    """Write report.html, and figures/*.csv, into the run's folder; returns the page's path.

    A run that is not evaluated yet gets a report of what there is. Raises RunError, OutputError.
    """
    folder = run.folder
    try:
        figures = list(figures_of(run))
        text = page(run, figures)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        # tables and figures were written by a run, or by whatever damaged them since
        raise RunError(
            f"{folder} cannot be shown in a report: expected what a run writes, found something else "
            f"({type(error).__name__}: {error})."
        ) from error
    for figure in figures:
        rows = [dict(zip(figure.columns, row, strict=True)) for row in figure.rows]
        write_rows(folder / FIGURES / f"{file_name(figure.name)}.csv", figure.columns, rows)
    write_text(folder / REPORT, text)
    return folder / REPORT


def page(run: Run, figures: Sequence[Figure]) -> str:
    """The page as HTML."""
    about = run.about
    title = str((run.results.recipe if run.results else "") or about.get("recipe") or run.name)

    def scored(write: Callable[[RunResults], str]) -> str:
        return write(run.results) if run.results is not None else ""

    parts = [
        _section("", _summary(run, title)),
        _section("Warnings", _warnings(run)),
        _section("What the readers left out or changed", readers(run.data)),
        _section("Who is tested on", tested_on(run.data)),
        _section("Scores on clean scenes", scored(scores.clean)),
        _section("Scores with the trigger", scored(scores.triggered) + _figure(figures, "effects")),
        _section("How far the trigger reaches", scored(_reach)),
        _section("Where the label edit acts", scored(scores.inside)),
        _section("An alarm", scored(scores.alarm)),
        _section("Other strengths of the trigger", _figure(figures, "dose") + scored(scores.doses)),
        _section("What else moves the count", scored(scores.others)),
        _section("How visible the trigger is", scored(scores.stealth) + scored(partial(_crafting, run.folder))),
        _section("How visible the label edit is", scored(scores.labels)),
        _section("Three scenes", _examples(run)),
        _section("True and predicted counts", _figure(figures, "scatter")),
        _section("Training", _figure(figures, "curves") + scored(scores.trainings)),
        _section("The poison", _manifest(run)),
        _section("Defenses", scored(scores.defenses)),
        _section("Detectors", scored(partial(_detectors, run))),
        _section("Methods", _cards(run)),
        _section("Time", scored(scores.timing)),
        _section("To do it again", _reproduce(run)),
    ]
    return filled(title, "\n".join(part for part in parts if part))


# ---- sections


def _figure(figures: Sequence[Figure], beginning: str) -> str:
    chosen = [figure for figure in figures if figure.name.startswith(beginning)]
    return f'<div class="figures">{"".join(f"<figure>{one.svg}</figure>" for one in chosen)}</div>' if chosen else ""


def _section(title: str, body: str) -> str:
    head = f"<h2>{escape(title)}</h2>\n" if title else ""
    return f"<section>\n{head}{body}\n</section>" if body else ""


def _summary(run: Run, title: str) -> str:
    results, about = run.results, run.about
    scenes = results.scenes if results else {}
    facts = {
        # the report is the last thing that a run writes, so one that has scores is as good as done
        "status": "" if results and run.status in ("done", "unfinished") else run.status,
        "seed": results.seed if results else about.get("seed", ""),
        "begun": str(about.get("started", "")).replace("T", " "),
        "device": about.get("device", ""),
        "scenes": ", ".join(f"{number} {kind}" for kind, number in scenes.items()),
        "poison": scores.poisoned(results) if results else "",
        "baseline": _baseline(results) if results else "",
    }
    items = "".join(
        f"<dt>{escape(key)}</dt><dd>{escape(str(value))}</dd>" for key, value in facts.items() if value != ""
    )
    return f"<h1>{escape(title)}</h1>\n{_verdict(results)}<dl>{items}</dl>"


def _verdict(results: RunResults | None) -> str:
    """What was found, how far to trust it, and by which rules."""
    verdict = verdict_of(results)
    if not verdict:
        return ""
    said = f"<p class='verdict'>{escape(verdict.words)}</p>" if verdict.said else ""
    doubts = "".join(f"<li>{escape(sentence)}</li>" for sentence in verdict.cautions)
    cautions = f"<ul class='warnings'>{doubts}</ul>" if doubts else ""
    rules = f"<details><summary>By these rules</summary><p class='definitions'>{escape(RULES)}</p></details>"
    return f"{said}{cautions}{rules}"


def _baseline(results: RunResults) -> str:
    mae = results.baselines.mean_count.mae
    return "" if mae is None else f"MAE {shown(mae)} for always answering the mean count of the training scenes"


_CURVES = (say.StepDone, say.EpochDone, say.Progress)


def _warnings(run: Run) -> str:
    elsewhere = {f"{stage_name('data')}: {sentence}" for sentence in run.data.get("readers", {}).get("sentences", ())}
    said = (sentence for event in run.events(_CURVES) if (sentence := _warning(event)) and sentence not in elsewhere)
    items = dict.fromkeys(said)
    return f"<ul class='warnings'>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>" if items else ""


def _warning(event: say.Event) -> str:
    """What a reader of the figures must know of an event; empty for most."""
    match event:
        case say.Warned(stage, message):
            return f"{stage_name(stage)}: {message}"
        case say.StageFailed(stage, message):
            return f"Missing: {stage_name(stage)} could not be made. {message}"
        case say.StageSkipped(stage, because):
            return f"Missing: {stage_name(stage)}, since {because}."
        case say.Failed(message):
            return f"Stopped: {message}"
        case _:
            return ""


def _detectors(run: Run, results: RunResults) -> str:
    counters, found = {}, {}
    for name, entry in results.detectors.items():
        if entry.judges_counter:
            counters[name] = {**entry.to_json(), "suspect": "suspect" if entry.suspect else "as clean ones are"}
        else:
            found[name] = scores.detected(entry)
    if not results.detectors:
        return ""
    parts = [
        (found, ("auroc", "auprc", "tpr_at_fpr5", "false_alarms", "found", "alpha_hat")),
        (counters, ("score", "threshold", "suspect", "alpha_hat")),
    ]
    names = {name: method_name(name) for name in results.detectors}
    tables = [defined(rows, "detectors", keys, "detector", names) for rows, keys in parts]
    return "".join((*tables, *_recovered(run)))


def _recovered(run: Run) -> Iterator[str]:
    """The triggers that detectors of counters found, each with what it does."""
    for row in run.detections:
        shown = picture_of(run.folder, run.results, row["detector"], row["name"])
        if shown is not None:
            path, caption = shown
            verdict = "suspect" if row["suspect"] == "1" else "no more than in clean counters"
            title = f"{method_name(row['detector'])}, {row['name']}: {verdict}."
            does = row["reason"][:1].upper() + row["reason"][1:]
            yield _picture(path, {"title": title, "caption": f"{does}. {caption}"}, "wide")


def _reach(results: RunResults) -> str:
    found = results.reach
    if not found:
        return ""
    field = found.receptive_field_px
    return fact_list({
        "by the layers": "all of it" if field is None else f"{field} px, reaching {found.share:.1%} of a frame",
        "by the gradient": f"{found.measured_px} px, reaching {found.share_measured:.1%} of a frame",
        "with 95 % of the gradient": f"{found.effective_px} px",
    })  # fmt: skip


def _crafting(folder: Path, results: RunResults) -> str:
    if not results.crafting:
        return ""
    keys = ("psnr", "ssim", "recovered", "recovered_clean", "n")
    words = (
        "<p>The trained trigger. recovered: correlation of what the extraction network finds in the triggered image "
        "with what was hidden; recovered_clean: the same asked of the clean image, the control.</p>"
    )
    path = folder / "stages" / "trigger" / "hidden.png"
    caption = "clean, what is hidden, triggered, the change times ten, what is recovered"
    picture = _picture(path, {"title": "One scene", "caption": caption}, "wide") if path.is_file() else ""
    return words + table("", {"mean over test scenes": results.crafting.to_json()}, keys) + picture


def _examples(run: Run) -> str:
    listing = run.folder / FIGURES / "examples.json"
    if not listing.exists():
        return ""
    shown: dict[str, list[str]] = {}
    for example in read_json(listing, list):
        picture = run.folder / FIGURES / Path(str(example["file"])).name  # the name alone: nothing outside the run
        shown.setdefault(str(example.get("scene", "")), []).append(_picture(picture, example))
    rows = (
        f"<h3>{escape(scene_name(scene))}</h3><div class='pictures'>{''.join(own)}</div>"
        for scene, own in shown.items()
    )
    return "\n".join(rows)


def _picture(path: Path, example: Mapping[str, Any], kind: str = "small") -> str:
    title, caption = str(example.get("title", "")), str(example.get("caption", ""))
    content = base64.b64encode(read_bytes(path, "expected a picture of the report", RunError, MAX_PICTURE)).decode()
    image = f'<img alt="{escape(title)}: {escape(caption)}" src="data:image/png;base64,{content}">'
    return f"<figure class='{kind}'>{image}<figcaption><b>{escape(title)}</b> {escape(caption)}</figcaption></figure>"


def _manifest(run: Run) -> str:
    rows = run.manifest
    if not rows:
        return ""
    roles = Tally(row.get("role", "") for row in rows)
    poisoned = [row for row in rows if row.get("role") == "poisoned"]
    before, after = (sum(number_in(row, column) for row in poisoned) for column in ("count_before", "count_after"))
    facts = {
        "scenes": ", ".join(f"{number} {role}" for role, number in roles.items()),
        "trigger": _kinds(poisoned, "trigger"),
        "label edit": _kinds(poisoned, "label"),
        "heads in the poisoned scenes": f"{before:,.1f} before, {after:,.1f} after",
        "rows": "poison.csv, one a scene, with hashes of pixels before and after",
    }
    return fact_list(facts)


def _cards(run: Run) -> str:
    """The cards of the trigger, the label edit, the defenses and the detectors that the run names, if known here."""
    from ...defenses import KINDS as DEFENSES  # here, since it loads torch, which a report of no results can spare
    from ...defenses import Control
    from ...detectors import KINDS as DETECTORS
    from ...labels import KINDS as LABELS
    from ...triggers import KINDS as TRIGGERS

    poisoned = [row for row in run.manifest if row.get("role") == "poisoned"]
    results = run.results
    used: list[tuple[Mapping[str, Any], Iterable[str]]] = [
        (TRIGGERS, (row.get("trigger", "") for row in poisoned)),
        (LABELS, (row.get("label", "") for row in poisoned)),
        (DEFENSES, (counter.kind for counter in _defended(results))),
        (DETECTORS, (name.partition("/")[0] for name in (results.detectors if results else ()))),
    ]
    cards = {kind: known[kind].card for known, kinds in used for kind in kinds if kind in known}
    if results is not None and any(entry.controls for entry in results.defenses.values()):
        cards["controls"] = Control.card
    return f"<dl class='definitions'>{terms(cards)}</dl>" if cards else ""


def _defended(results: RunResults | None) -> list[CounterId]:
    """The defended counters as they were made, one after the other."""
    counters = map(CounterId.parse, results.models) if results else ()
    return [counter for counter in counters if counter.role == "defended"]


def _kinds(rows: Sequence[Mapping[str, str]], column: str) -> str:
    seen = dict.fromkeys(f"{row.get(column, '')} {row.get(f'{column}_parameters', '')}".strip() for row in rows)
    listed = list(seen)
    return "; ".join(listed[:3]) + (f"; and {len(listed) - 3} more" if len(listed) > 3 else "")


def _reproduce(run: Run) -> str:
    about = run.about
    versions = about.get("versions", {})
    facts = {
        "versions": ", ".join(f"{name} {number}" for name, number in versions.items() if number),
        "plugins": ", ".join(
            f"{one['name']} {one['version'] or one['sha256'][:12]}" for one in about.get("plugins", ())
        ),
        "system": f"{about.get('os', '')} {about.get('machine', '')}".strip(),
        "source": f"git {about['git']}" if about.get("git") else "",
        "first run as": shlex.join(map(str, about.get("argv", ()))),
    }
    recipe = f"<details open><summary>recipe.yaml</summary><pre>{escape(run.recipe_text)}</pre></details>"
    again = "<p>In this run's folder:</p><pre>miscount run recipe.yaml --out again</pre>"
    return f"{again}\n{fact_list(facts)}\n{recipe}"
