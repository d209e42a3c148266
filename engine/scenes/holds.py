"""What a dataset format has room for, so that what would be lost is said before it is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Holds:
    """What a format can store beside the positions of heads; None for anything.

    `columns` are of heads, `about` of scenes; `fractions` of a pixel, rounded to so many `decimals` where that is not
    None; `splits` by name, where others go to the first. `unlabelled` is whether a scene may be there without labels.
    What is not `written` is read alone: its writer raises OutputError and says why.
    """

    columns: tuple[str, ...] | None = ()
    about: tuple[str, ...] | None = ()
    weights: bool = False
    fractions: bool = True
    decimals: int | None = None
    splits: tuple[str, ...] | None = None
    unlabelled: bool = False
    written: bool = True

    def column(self, name: str) -> bool:
        """Whether what `name` says of a head can be stored."""
        return self.columns is None or name in self.columns

    def fact(self, name: str) -> bool:
        """Whether what `name` says of a scene can be stored."""
        return self.about is None or name in self.about
