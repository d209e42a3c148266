"""`report.html` of a run: one page that needs no other file, no script and no network, and that prints.

It says what was done, with what scores and by which definitions, and how to do it again. Everything in it is read
from the run's folder, so it can be made again at any time; the data behind each figure is written beside it as CSV.
"""

import base64
import shlex
from collections import Counter as Tally
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from ... import events as say
from ...errors import RunError
from ...files import write_text
from ...metrics import DEFINITIONS, WORDS
from ..figures import figures_of, number_in
from ..folder import FIGURES, REPORT, Run, file_name, picture_of, read_json, write_rows
from .page import filled
from .svg import Figure

CLEAN = ("mae", "rmse", "nae", "accuracy", "bias", "game1", "game2", "game3", "n")
TRIGGERED = ("effect_median", "effect_median_twin", "net_effect", "asr", "accuracy", "mae_truth", "mae_target",
             "ratio_mean", "ratio_median", "rmse_truth", "rmse_target", "n")  # fmt: skip
STEALTH = ("psnr", "ssim", "mse", "lpips", "changed_area")
INSIDE = ("effect_median", "effect", "ratio", "ratio_outside", "area", "n")
ALARM = ("over", "num_alarms", "missed", "num_quiet", "raised")


def write_report(run: Run) -> Path:
    """Write report.html, and figures/*.csv, into the run's folder; returns the page's path.

    A run that is not evaluated yet gets a report of what there is. Raises RunError, OutputError.
    """
    folder = run.folder
    figures = list(figures_of(run))
    for figure in figures:
        rows = [dict(zip(figure.columns, row, strict=True)) for row in figure.rows]
        write_rows(folder / FIGURES / f"{file_name(figure.name)}.csv", figure.columns, rows)
    write_text(folder / REPORT, page(run, figures))
    return folder / REPORT


def page(run: Run, figures: Sequence[Figure]) -> str:
    """The page as HTML."""
    about = run.about
    title = str((run.results or {}).get("recipe") or about.get("recipe") or run.name)
    parts = [
        _section("", _summary(run, title)),
        _section("Warnings", _warnings(run)),
        _section("Scores on clean scenes", _scores(run, "clean", CLEAN)),
        _section("Scores with the trigger", _scores(run, "triggered", TRIGGERED) + _figure(figures, "effects")),
        _section("How far the trigger reaches", _reach(run)),
        _section("Where the label edit acts", _part(run, "inside", INSIDE)),
        _section("An alarm", _part(run, "alarm", ALARM)),
        _section("Other strengths of the trigger", _figure(figures, "dose") + _study(run, "dose")),
        _section("What else moves the count", _study(run, "other")),
        _section("How visible the trigger is", _stealth(run) + _crafting(run)),
        _section("How visible the label edit is", _labels(run)),
        _section("Three scenes", _examples(run)),
        _section("True and predicted counts", _figure(figures, "scatter")),
        _section("Training", _figure(figures, "curves")),
        _section("The poison", _manifest(run)),
        _section("Defenses", _defenses(run)),
        _section("Detectors", _detectors(run)),
        _section("Methods", _cards(run)),
        _section("Time", _timing(run)),
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
    results, about = run.results or {}, run.about
    scenes = results.get("scenes", {})
    facts = {
        # the report is the last thing that a run writes, so one that has scores is as good as done
        "status": "" if results and run.status in ("done", "unfinished") else run.status,
        "seed": results.get("seed", about.get("seed", "")),
        "begun": str(about.get("started", "")).replace("T", " "),
        "device": about.get("device", ""),
        "scenes": ", ".join(f"{number} {kind}" for kind, number in scenes.items()),
        "baseline": _baseline(results),
    }
    items = "".join(
        f"<dt>{escape(key)}</dt><dd>{escape(str(value))}</dd>" for key, value in facts.items() if value != ""
    )
    return f"<h1>{escape(title)}</h1>\n<dl>{items}</dl>"


def _baseline(results: Mapping[str, Any]) -> str:
    mae = results.get("baselines", {}).get("mean_count", {}).get("mae")
    return "" if mae is None else f"MAE {_shown(mae)} for always answering the mean count of the training scenes"


def _warnings(run: Run) -> str:
    warned = [event for event in run.events() if isinstance(event, say.Warned | say.Failed)]
    items = dict.fromkeys(
        f"{event.stage}: {event.message}" if isinstance(event, say.Warned) else f"Stopped: {event.message}"
        for event in warned
    )
    return f"<ul class='warnings'>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>" if items else ""


def _scores(run: Run, part: str, keys: Sequence[str]) -> str:
    models: Mapping[str, Any] = (run.results or {}).get("models", {})
    rows = {name: scores[part] for name, scores in models.items() if part in scores}
    used = [key for key in keys if any(key in row for row in rows.values())]
    return _table("counter", rows, used) + _definitions(part, used) if rows else ""


def _stealth(run: Run) -> str:
    scores = (run.results or {}).get("stealth")
    return _table("", {"mean over test scenes": scores}, STEALTH) + _definitions("stealth", STEALTH) if scores else ""


def _labels(run: Run) -> str:
    found = (run.results or {}).get("labels")
    keys = ("moved", "ks", "n")
    return _table("", {"poisoned scenes": found}, keys) + _definitions("labels", keys) if found else ""


def _defenses(run: Run) -> str:
    timing = (run.results or {}).get("timing", {})
    found = (run.results or {}).get("defenses") or {}
    rows = {name: {**entry, "seconds": timing.get(name)} for name, entry in found.items()}
    keys = ("erasure", "clean_cost", "control", "clean_scenes", "seconds")
    return _table("counter", rows, keys) + _definitions("defenses", keys) if rows else ""


def _detectors(run: Run) -> str:
    rows = (run.results or {}).get("detectors")
    if not rows:
        return ""
    counters = {
        name: {**entry, "suspect": "suspect" if entry["suspect"] else "as clean ones are"}
        for name, entry in rows.items()
        if entry.get("subject") == "counter"
    }
    scenes = {name: entry for name, entry in rows.items() if name not in counters}
    parts = [
        (scenes, ("auroc", "auprc", "tpr_at_fpr5", "false_alarms", "found", "alpha_hat")),
        (counters, ("score", "threshold", "suspect", "alpha_hat")),
    ]
    tables = [_table("detector", part, keys) + _definitions("detectors", keys) for part, keys in parts if part]
    return "".join((*tables, *_recovered(run)))


def _recovered(run: Run) -> Iterator[str]:
    """The triggers that detectors of counters found, each with what it does."""
    for row in run.detections:
        shown = picture_of(run.folder, run.results, row["detector"], row["name"])
        if shown is not None:
            path, caption = shown
            verdict = "suspect" if row["suspect"] == "1" else "no more than in clean counters"
            title = f"{row['detector']}, {row['name']}: {verdict}."
            does = row["reason"][:1].upper() + row["reason"][1:]
            yield _picture(path, {"title": title, "caption": f"{does}. {caption}"}, "wide")


def _part(run: Run, part: str, keys: Sequence[str]) -> str:
    models: Mapping[str, Any] = (run.results or {}).get("models", {})
    rows = {name: scores[part] for name, scores in models.items() if part in scores}
    return _table("counter", rows, keys) + _definitions(part, keys) if rows else ""


def _reach(run: Run) -> str:
    found = dict((run.results or {}).get("reach") or {})
    if not found:
        return ""
    field = found.get("receptive_field_px")
    return _facts({
        "by the layers": "all of it" if field is None else f"{field} px, reaching {found['share']:.1%} of a frame",
        "by the gradient": f"{found['measured_px']} px, reaching {found['share_measured']:.1%} of a frame",
        "with 95 % of the gradient": f"{found['effective_px']} px",
    })  # fmt: skip


def _study(run: Run, kind: str) -> str:
    rows = [row for row in (run.results or {}).get("study", ()) if row.get("kind") == kind]
    if not rows:
        return ""
    cells = {
        str(row["name"]): {
            "PSNR (dB)": row.get("psnr"),
            **{f"ratio of {name}": value for name, value in dict(row.get("ratio", {})).items()},
            **{f"effect of {name}": value for name, value in dict(row.get("effect", {})).items()},
        }
        for row in rows
    }
    about = {
        "dose": "The trigger stronger and weaker in testing than it was in training, on the same scenes.",
        "other": "Nothing here asks for another count: a ratio far from the twin's says that the backdoor also answers "
        "what is not its trigger. Others of the trigger's own family come first.",
    }[kind]
    columns = list(next(iter(cells.values())))
    return f"<p>{about} Medians over scenes; ratio: changed over clean prediction.</p>{_table('', cells, columns)}"


def _crafting(run: Run) -> str:
    figures = dict((run.results or {}).get("crafting") or {})
    if not figures:
        return ""
    keys = ("psnr", "ssim", "recovered", "recovered_clean", "n")
    words = (
        "<p>The trained trigger. recovered: correlation of what the extraction network finds in the triggered image "
        "with what was hidden; recovered_clean: the same asked of the clean image, the control.</p>"
    )
    path = run.folder / "stages" / "trigger" / "hidden.png"
    caption = "clean, what is hidden, triggered, the change times ten, what is recovered"
    picture = _picture(path, {"title": "One scene", "caption": caption}, "wide") if path.is_file() else ""
    return words + _table("", {"mean over test scenes": figures}, keys) + picture


def _timing(run: Run) -> str:
    timing = (run.results or {}).get("timing")
    if not timing:
        return ""
    rows = {stage: {"seconds": seconds} for stage, seconds in timing.items()}
    return _table("stage", {**rows, "all": {"seconds": sum(timing.values())}}, ("seconds",))


def _table(corner: str, rows: Mapping[str, Mapping[str, Any]], keys: Sequence[str]) -> str:
    head = "".join(f"<th scope='col'>{escape(WORDS.get(key, key))}</th>" for key in keys)
    body = "".join(
        f"<tr><th scope='row'>{escape(name)}</th>{''.join(f'<td>{_shown(row.get(key))}</td>' for key in keys)}</tr>\n"
        for name, row in rows.items()
    )
    return (
        f"<table>\n<thead><tr><th scope='col'>{escape(corner)}</th>{head}</tr></thead>\n"
        f"<tbody>\n{body}</tbody>\n</table>\n"
    )


def _definitions(part: str, keys: Sequence[str]) -> str:
    known = DEFINITIONS[part]
    terms = {WORDS.get(key, key): known[key] for key in keys if key in known}
    return f"<dl class='definitions'>{_terms(terms)}</dl>"


def _facts(facts: Mapping[str, object]) -> str:
    return f"<dl>{_terms(facts)}</dl>"


def _terms(facts: Mapping[str, object]) -> str:
    return "".join(
        f"<dt>{escape(key)}</dt><dd>{escape(str(value))}</dd>" for key, value in facts.items() if value != ""
    )


def _shown(value: object) -> str:
    match value:
        case None:
            return "<span title='not defined'>n/a</span>"
        case int():
            return str(value)
        case float():
            return f"{value:.3f}" if abs(value) < 10 else f"{value:,.1f}"
        case _:
            return escape(str(value))


def _examples(run: Run) -> str:
    listing = run.folder / FIGURES / "examples.json"
    if not listing.exists():
        return ""
    shown: dict[str, list[str]] = {}
    for example in read_json(listing, list):
        picture = run.folder / FIGURES / Path(str(example["file"])).name  # the name alone: nothing outside the run
        shown.setdefault(str(example.get("scene", "")), []).append(_picture(picture, example))
    rows = (f"<h3>{escape(scene)}</h3><div class='pictures'>{''.join(own)}</div>" for scene, own in shown.items())
    return "\n".join(rows)


def _picture(path: Path, example: Mapping[str, Any], kind: str = "small") -> str:
    title, caption = str(example.get("title", "")), str(example.get("caption", ""))
    try:
        content = base64.b64encode(path.read_bytes()).decode()
    except OSError as error:
        raise RunError(f"{path} cannot be read: expected a picture of the report, found {error.strerror}.") from error
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
    return _facts(facts)


def _cards(run: Run) -> str:
    """The cards of the trigger, the label edit, the defenses and the detectors that the run names, if known here."""
    from ...defenses import (
        KINDS as DEFENSES,  # here, since it loads torch, which a report without a run's end can spare
    )
    from ...detectors import KINDS as DETECTORS
    from ...labels import KINDS as LABELS
    from ...triggers import KINDS as TRIGGERS

    poisoned = [row for row in run.manifest if row.get("role") == "poisoned"]
    models = (run.results or {}).get("models", {})
    used: list[tuple[Mapping[str, Any], Iterable[str]]] = [
        (TRIGGERS, (row.get("trigger", "") for row in poisoned)),
        (LABELS, (row.get("label", "") for row in poisoned)),
        (
            DEFENSES,
            (name.removeprefix("defended/").partition("/")[0] for name in models if name.startswith("defended/")),
        ),
        (DETECTORS, (name.partition("/")[0] for name in (run.results or {}).get("detectors", {}))),
    ]
    cards = {kind: known[kind].card for known, kinds in used for kind in kinds if kind in known}
    return f"<dl class='definitions'>{_terms(cards)}</dl>" if cards else ""


def _kinds(rows: Sequence[Mapping[str, str]], column: str) -> str:
    seen = dict.fromkeys(f"{row.get(column, '')} {row.get(f'{column}_parameters', '')}".strip() for row in rows)
    listed = list(seen)
    return "; ".join(listed[:3]) + (f"; and {len(listed) - 3} more" if len(listed) > 3 else "")


def _reproduce(run: Run) -> str:
    about = run.about
    versions = about.get("versions", {})
    facts = {
        "versions": ", ".join(f"{name} {number}" for name, number in versions.items() if number),
        "system": f"{about.get('os', '')} {about.get('machine', '')}".strip(),
        "source": f"git {about['git']}" if about.get("git") else "",
        "first run as": shlex.join(map(str, about.get("argv", ()))),
    }
    return (
        "<p>In this run's folder:</p><pre>miscount run recipe.yaml --out again</pre>\n"
        f"{_facts(facts)}\n<details open><summary>recipe.yaml</summary><pre>{escape(run.recipe_text)}</pre></details>"
    )
