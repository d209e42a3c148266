"""The command for machines without a network: bundle."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .options import Json
from .screen import cancel_on_ctrl_c, reporting, say, say_json

if TYPE_CHECKING:
    from ..bundling import Bundle, Target

Platform = Literal["linux_x86_64", "win_amd64"]


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(bundle)


def bundle(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder to make, to be carried over.")],
    python: Annotated[
        str | None, typer.Option(metavar="3.X", help="The Python of that machine; this one's if not given.")
    ] = None,
    platform: Annotated[Platform | None, typer.Option(help="Its platform; this one's if not given.")] = None,
    cuda: Annotated[
        Literal["no", "yes"], typer.Option(help="Whether torch comes with CUDA, for a GPU: several GB more.")
    ] = "no",
    extras: Annotated[
        list[str] | None,
        typer.Option("--extra", metavar="NAME", help="Also onnx, trackers or cluster; may be repeated."),
    ] = None,
    torch_from: Annotated[
        str, typer.Option(metavar="DIR|URL", help="A folder or an index that has the build of torch.")
    ] = "",
    check: Annotated[
        bool, typer.Option(help="Install it here in a fresh environment and try it, where this is such a machine.")
    ] = True,
    as_json: Json = False,
) -> int:
    """All that a machine without a network needs: wheels, an installer, example projects and the guide.

    Wheels are fetched from where pip looks: this command, alone of all, asks a network. There, python install.py does
    the rest.
    """
    target, wanted = _target(python, platform, cuda == "yes", torch_from), sorted(set(extras or ()))
    if other := sorted(set(wanted) - {"onnx", "trackers", "cluster"}):
        raise typer.BadParameter(f"--extra {other[0]} is none: expected onnx, trackers or cluster.")
    with cancel_on_ctrl_c() as cancel, reporting(as_json) as report:
        from ..bundling import bundle as make

        steps = make(out, target, cancel, wanted, torch_from, check)
        while True:
            try:
                report(next(steps))
            except StopIteration as end:
                made: Bundle = end.value
                break
    if as_json:
        say_json({"path": str(made.folder), "wheels": made.num_wheels, "bytes": made.size_bytes,
                  "installed_bytes": made.installed_bytes, "python": target.python, "platform": target.platform,
                  "cuda": target.cuda})  # fmt: skip
        return 0
    say(f"{made.folder}: {made.num_wheels} wheels, {made.size_bytes / 1e6:,.0f} MB. {_tried(made, target)}")
    say("Carry the folder over; there: python install.py")
    return 0


def _target(python: str | None, platform: Platform | None, cuda: bool, torch_from: str) -> "Target":
    from ..bundling import PLATFORMS, Target

    here = Target.here()
    if (python is None or platform is None) and here is None:
        raise typer.BadParameter(
            f"This machine is none that bundles are made for: say which with --python and --platform "
            f"({' or '.join(PLATFORMS)})."
        )
    target = Target(python or (here.python if here else ""), platform or (here.platform if here else ""), cuda)
    if cuda and target.platform == "win_amd64" and not torch_from:
        raise typer.BadParameter(
            "PyPI has no torch with CUDA for Windows: name the index of your CUDA with --torch-from, such as "
            "https://download.pytorch.org/whl/cu130."
        )
    return target


def _tried(made: "Bundle", target: "Target") -> str:
    if made.installed_bytes is not None:
        return f"Installed and tried here without an index: {made.installed_bytes / 1e6:,.0f} MB."
    if target.is_here:
        return "Not tried, as asked."
    return f"Not tried: that needs a machine with Python {target.python} on {target.platform}."
