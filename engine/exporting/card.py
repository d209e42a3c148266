"""The card of an exported counter: how it is asked, what its numbers mean, and what must be known before it is used."""

from collections.abc import Mapping
from typing import Any

from ..counters import Counter


def card(counter: Counter, form: str) -> dict[str, Any]:
    """What must be known of `counter` beside its numbers, in plain values."""
    config = counter.config
    mean, std = config.normalization
    whole = form != "state_dict"
    return {
        "counter": config.model_dump(mode="json") | {"pretrained": ""},
        "form": form,
        "input": (
            "image: float32 (B, 3, H, W), RGB from 0 to 255, any H and W" if whole
            else "image: float32 (B, 3, H, W), RGB from 0 to 1 minus mean, divided by std"
        ),
        "output": (
            "density: float32 (B, 1, ceil(H / stride), ceil(W / stride)); its sum is the count" if whole
            else "map (B, 1, h, w); its sum times map_scale is the count"
        ),
        "normalization": {"mean": list(mean), "std": list(std), "inside": whole},
        "stride_px": config.stride,
        "side_multiple_px": config.side_multiple,
        "window_px": config.window_px,
        "map_scale": config.map_scale,
        "convention": getattr(config, "convention", None),
        "receptive_field_px": config.receptive_field_px,
        "notes": list(counter.notes),
    }  # fmt: skip


def in_words(about: Mapping[str, Any], name: str) -> str:
    """The card as a page of Markdown."""
    counter, norm = about["counter"], about["normalization"]
    settings = ", ".join(
        f"{key} {value}" for key, value in counter.items() if key != "kind" and value not in ("", None)
    )
    done = "is done inside" if norm["inside"] else "is to be done before"
    lines = [
        f"# {name}",
        "",
        f"A crowd counter of the kind {counter['kind']}{f' ({settings})' if settings else ''}, exported to "
        f"{about['form']}.",
        "",
        "## How to use",
        "",
        f"* Input: {about['input']}.",
        f"* Output: {about['output']}.",
        f"* Normalization by mean {norm['mean']} and std {norm['std']} {done}.",
        f"* One cell of the map stands for {about['stride_px']} x {about['stride_px']} px.",
    ]
    if about["convention"]:
        where = "inside" if norm["inside"] else "to give counts"
        lines.append(f"* Convention of its weights: {about['convention']}; maps times {about['map_scale']:g} {where}.")
    if not norm["inside"]:
        lines.append(f"* Sides must be multiples of {about['side_multiple_px']} px: pad with zeros after normalizing.")
    if about["window_px"]:
        lines.append(f"* It sees windows of {about['window_px']} px, laid edge to edge; means where they overlap.")
    lines += ["", "## Model details", ""]
    if about.get("checked") is not None:
        lines.append(f"* Checked: counts on frames of three sizes differ by {about['checked']:.1e} of them at most.")
    if about.get("sha256"):
        lines.append(f"* SHA-256 {about['sha256']}, written by {about.get('written_by', 'miscount')}.")
    lines += [f"* {note}" for note in about["notes"]]
    lines += [
        "",
        "## Risks and limitations",
        "",
        "Whether it is poisoned is not known: ask `miscount audit` before relying on its counts.",
    ]
    return "\n".join(lines) + "\n"
