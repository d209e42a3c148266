"""The names of counters in results, tables and folders, such as "defended/cbd/2": written and read here alone."""

import re
from dataclasses import dataclass
from functools import total_ordering
from typing import Self

_RANKS = {"twin": 0, "victim": 1, "benign_trigger": 2, "defended": 3, "benign": 3, "control": 4}
_WITH_METHOD = ("defended", "benign", "control", "early")


@total_ordering
@dataclass(frozen=True)
class CounterId:
    """Which counter of a run is meant: its role and, where there are several of a role, the method that made it.

    Roles: twin, victim, benign_trigger (trained like the victim, with true labels), defended (the victim after a
    defense), benign (the twin after it), control (a training of as many steps, without the method) and early (a
    detector's counter of few epochs). `method` is the kind of the defense or of the control, /published for that form,
    and / with a number from the second of a name on. A role that is not known here is kept as it is written.

    Ordered as tables show them: twin, victim, benign_trigger, defended and benign, control, all others; then by name.
    """

    role: str
    method: str = ""

    @classmethod
    def parse(cls, name: str) -> Self:
        """The counter that results.json, per_scene.csv and events call `name`, such as "defended/cbd/2"."""
        role, _, method = name.partition("/")
        return cls(role, method) if role in _WITH_METHOD and method else cls(name)

    @classmethod
    def from_folder(cls, folder_name: str) -> Self:
        """The counter whose `folder_name` this is; at its end stand a form and a number, where there are any."""
        role, _, method = folder_name.partition("_")
        if role not in _WITH_METHOD or not method or folder_name in _RANKS:
            return cls(folder_name)
        return cls(role, re.sub(r"(?<=.)_(\d+)$", r"/\1", re.sub(r"(?<=.)_(published)(?=$|_\d+$)", r"/\1", method)))

    def __str__(self) -> str:
        return f"{self.role}/{self.method}" if self.method else self.role

    def __lt__(self, other: object) -> bool:
        return self._rank < other._rank if isinstance(other, CounterId) else NotImplemented

    @property
    def _rank(self) -> tuple[int, str]:
        return _RANKS.get(self.role, len(_RANKS)), str(self)

    @property
    def kind(self) -> str:
        """The kind of the method, without form and number: "cbd" of "defended/cbd/published/2"."""
        return self.method.partition("/")[0]

    @property
    def folder_name(self) -> str:
        """The name of its stage's folder in the run's `stages`, such as "defended_cbd_2"."""
        return stage_folder_name(str(self))


def stage_folder_name(stage: str) -> str:
    """What the folder of a stage is called in the run's `stages`: "detect_strip" for "detect/strip"."""
    return stage.replace("/", "_")


TWIN, VICTIM, BENIGN_TRIGGER = CounterId("twin"), CounterId("victim"), CounterId("benign_trigger")
