"""The command that makes a run's report again, and its figures for papers: report."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .options import Json
from .outputs import checked_folder
from .screen import say, say_json

if TYPE_CHECKING:
    from ..runs.report.svg import Figure


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(report)


def report(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run.")],
    pdf: Annotated[bool, typer.Option("--pdf", help="Also each figure as PDF, for papers.")] = False,
    svg: Annotated[bool, typer.Option("--svg", help="Also each figure as SVG that stands alone.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where the figures go; RUN/figures if not given.")
    ] = None,
    as_json: Json = False,
) -> int:
    """Make a run's report anew, from its folder alone; with --pdf and --svg also its figures, one file each."""
    from ..runs import FIGURES, open_run
    from ..runs.figures import figures_of
    from ..runs.report.html import write_report

    if out is not None and not pdf and not svg:
        raise typer.BadParameter("--out is where figures go: say --pdf or --svg.")
    checked_folder(out)
    opened = open_run(run)
    page = write_report(opened)  # which also says what is wrong with a damaged run
    figures = list(figures_of(opened)) if pdf or svg else []
    written = _written(figures, out if out is not None else run / FIGURES, pdf, svg)
    if as_json:
        say_json({"report": str(page), "figures": [str(path) for path in written]})
        return 0
    for path in (page, *written):
        say(str(path))
    return 0


def _written(figures: "list[Figure]", folder: Path, pdf: bool, svg: bool) -> list[Path]:
    from ..files import write_atomically, write_text
    from ..paths import inside
    from ..runs import file_name
    from ..runs.report import paper

    paths = []
    for figure in figures:
        name = file_name(figure.name)
        if svg:
            write_text(inside(folder, f"{name}.svg"), paper.alone(figure))
            paths.append(folder / f"{name}.svg")
        if pdf:
            content = paper.pdf(figure)
            write_atomically(inside(folder, f"{name}.pdf"), lambda part: part.write_bytes(content))  # noqa: B023
            paths.append(folder / f"{name}.pdf")
    return paths
