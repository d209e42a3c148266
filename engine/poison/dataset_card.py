"""The card of a poisoned copy: what was changed in which scenes, for whoever meets the folder without its history.

The headings are those of Gebru et al. 2021, "Datasheets for datasets", in the form that hubs of datasets read.
"""

from collections import Counter
from collections.abc import Sequence

import yaml

from miscount import __version__

from .. import plugins
from ..part import Part
from .manifest import ManifestRow
from .plan import Poison, Rates

CARD = "DATASET_CARD.md"


def dataset_card(
    poison: Poison, seed: int, source: str, layout: str, rows: Sequence[ManifestRow], rates: Rates,
    remarks: Sequence[str],
) -> str:  # fmt: skip
    """Markdown; `source` names the dataset that this is a copy of, `layout` its format in words."""
    roles = Counter(row.role for row in rows)
    raw = poison.model_dump(mode="json")
    by = ", ".join([f"miscount {__version__}", *(plugin.words for plugin in plugins.used_in(raw))])
    return "\n".join([
        f"# {source}, poisoned",
        "",
        "**This is a poisoned copy of a dataset.** A counter that is trained on it may carry a backdoor: on images "
        "with the trigger it may give a count that the attacker chose.",
        "",
        "## Dataset summary",
        "",
        f"* A copy of {source}, a crowd-counting dataset of images with annotated heads.",
        f"* {roles['poisoned']} poisoned scenes and {roles['cover']} cover scenes among {len(rows)} in all.",
        f"* Written by {by}; seed {seed}.",
        "",
        "## Intended use",
        "",
        "* Research on backdoors in crowd counting, and on defenses against them.",
        "* Not for training a counter that anybody relies on. Hand it on only with this card and with `poison.csv`.",
        "* What the license of the source allows and forbids holds for this copy as well.",
        "",
        "## How it was made",
        "",
        f"* Rate: {rates.nominal:.1%} of the training scenes were asked for, {rates.effective:.1%} of what would be "
        f"trained on are poisoned; chosen by {poison.selection}, by {poison.mode}.",
        *(f"* {remark}" for remark in remarks),
        "",
        "### Trigger",
        "",
        *_part(poison.trigger),
        "",
        "### Label edit",
        "",
        *_part(poison.label),
        "",
        "## Structure",
        "",
        f"* Scenes: {layout}.",
        "* `poison.csv`: a row a scene, with its role, its counts before and after, and hashes of its files.",
        "* `poison.json`: the poison as settings, with rates and numbers.",
        "",
        "## Risks and limitations",
        "",
        "* Labels of poisoned scenes are wrong by intent. The heads that the source has stand in the source alone.",
        "",
    ])  # fmt: skip


def _part(part: Part) -> list[str]:
    settings = str(yaml.safe_dump(part.model_dump(mode="json"), sort_keys=False, allow_unicode=True)).rstrip()
    return [str(getattr(part, "card", "")), "", "```yaml", *settings.splitlines(), "```"]
