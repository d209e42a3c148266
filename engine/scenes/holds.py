"""What a dataset format has room for, so that what would be lost is said before it is."""

from dataclasses import dataclass


def split_among(split: str, splits: tuple[str, ...] | None) -> str:
    """`split` where it is one of `splits`, or these are None; of others test scenes are of val, and all the first's."""
    if splits is None or split in splits:
        return split
    return "val" if split == "test" and "val" in splits else splits[0]


@dataclass(frozen=True)
class Holds:
    """What a format can store beside the positions of heads; None for anything.

    `columns` are of heads, `about` of scenes; `fractions` of a pixel, rounded to so many `decimals` where that is not
    None; `splits` by name, where others go to the first. `unlabelled` is whether a scene may be there without labels.
    What is not `written` is read alone: its writer raises OutputError and says why. `inside` is whether heads must lie
    within the frame, others being left out; `boxes` whether a head is nothing but a box, which is made up where none is
    known; `jpeg` whether its readers look for .jpg alone.
    """

    columns: tuple[str, ...] | None = ()
    about: tuple[str, ...] | None = ()
    weights: bool = False
    fractions: bool = True
    decimals: int | None = None
    splits: tuple[str, ...] | None = None
    unlabelled: bool = False
    written: bool = True
    inside: bool = False
    boxes: bool = False
    jpeg: bool = False

    def split_for(self, split: str) -> str:
        """The split that scenes of `split` are written to: test scenes never among others where they can be kept apart.

        >>> Holds(splits=("train", "val")).split_for("test"), Holds(splits=("train", "test")).split_for("val")
        ('val', 'train')
        """
        return split_among(split, self.splits)

    def column(self, name: str) -> bool:
        """Whether what `name` says of a head can be stored."""
        return self.columns is None or name in self.columns

    def fact(self, name: str) -> bool:
        """Whether what `name` says of a scene can be stored."""
        return self.about is None or name in self.about
