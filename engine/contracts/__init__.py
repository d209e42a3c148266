"""What every kind promises, held by the tests over all kinds of ours, and by `miscount plugin test` over a plugin's.

Each function takes one part, or how to make it, and raises BrokenPromise with a sentence.
"""

from .of_attacks import keeps_label_contract, keeps_trigger_contract
from .of_formats import keeps_format_contract
from .of_methods import keeps_defense_contract, keeps_detector_contract
from .of_networks import keeps_counter_contract, keeps_kernel_contract, keeps_loss_contract
from .of_parts import keeps_part_contract
from .promises import BrokenPromise, hold, small

__all__ = [
    "BrokenPromise",
    "hold",
    "keeps_counter_contract",
    "keeps_defense_contract",
    "keeps_detector_contract",
    "keeps_format_contract",
    "keeps_kernel_contract",
    "keeps_label_contract",
    "keeps_loss_contract",
    "keeps_part_contract",
    "keeps_trigger_contract",
    "small",
]
