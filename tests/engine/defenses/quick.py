"""Settings of defenses for a second's work."""

from miscount.engine.contracts.dots import QUICK

MIXED = QUICK.replace(precision="bf16")
"""As a run has it on a device with bf16 units: Fabric then guards its graph."""


def quick(kind: str) -> dict:
    """Settings of a defense for a second's work."""
    settings = {"training": MIXED.model_dump()}
    return settings | {
        "cbd": {"isolation": {"epochs": 1, "draws": 2, "refining": 1}, "critic": 0.05},
        "partial_train": {"isolation": {"epochs": 1, "draws": 2, "refining": 1}},
        "abl": {"isolation": {"epochs": 2, "draws": 1, "refining": 0}},
        "nad": {"teacher": QUICK.model_dump()}, "i_bau": {"steps": 1},
        "pipeline": {"detector": {"kind": "signed_residual", "epochs": 2}},
    }.get(kind, {})  # fmt: skip
