"""Options that several commands share."""

from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

import typer

Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]
Settings: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY.PATH=VALUE", help="Change a setting of the recipe; may be repeated."),
]
SettingsOfBoth: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="KEY=VALUE",
        help="counter.KEY says what the weights do not, such as counter.convention=eighth; other settings change the "
        "recipe. May be repeated.",
    ),
]  # fmt: skip
WeightsFile: TypeAlias = Annotated[
    Path, typer.Argument(help="A file of weights: ours, or a checkpoint of a published counter (list counters).")
]
RunFolder: TypeAlias = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="The run's folder; a new one under runs/ if not given.")
]
RecipeFile: TypeAlias = Annotated[
    Path, typer.Argument(metavar="RECIPE", help="A recipe in YAML, a project's folder with one recipe, or - for stdin.")
]
DatasetFolder: TypeAlias = Annotated[Path, typer.Argument(metavar="DATASET", help="The folder of a dataset.")]
Engine: TypeAlias = Annotated[
    Literal["serial", "local", "ray"],
    typer.Option(help="What carries out the stages: this process, all cores of this machine, or a Ray cluster."),
]
Jobs: TypeAlias = Annotated[int | None, typer.Option(min=1, help="Stages at a time; one a core or GPU if not given.")]
Address: TypeAlias = Annotated[
    str | None, typer.Option(help="Of a running Ray cluster; one is started here if not given.")
]
Threads: TypeAlias = Annotated[
    int | None, typer.Option(min=1, help="Threads of each stage, on which the last bits of a result depend.")
]
Resume: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--resume/--no-resume", show_default=False,
        help="Go on with what a stop or a kill left of the same work, or begin anew; if neither is given and something "
        "was left, that is said.",
    ),
]  # fmt: skip
Seed: TypeAlias = Annotated[int, typer.Option(help="Every draw is keyed by it.", min=0)]


def of_counter(settings: list[str], option: str = "--set") -> dict[str, Any]:
    """What `settings` say of a counter beside its file of weights, by its name there; `counter.` may be left out.

    Raises RecipeError for what is no setting, or no YAML.
    """
    from ..errors import RecipeError
    from ..recipe import read_yaml

    said = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name:
            raise RecipeError(
                f"{option} {setting[:80]!r} is no setting: expected KEY=VALUE, such as convention=eighth."
            )
        said[name.removeprefix("counter.")] = read_yaml(value)
    return said
