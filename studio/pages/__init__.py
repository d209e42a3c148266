"""The pages of the story, in its order; a new page is its file, its action, and its name here."""

from .base import Page
from .compare import ComparePage
from .defend import DefendPage
from .density import DensityPage
from .evaluate import EvaluatePage
from .heads import HeadsPage
from .poison import PoisonPage
from .scenes import ScenesPage
from .train import TrainPage
from .trigger import TriggerPage

PAGES: tuple[type[Page], ...] = (
    ScenesPage, HeadsPage, DensityPage, TriggerPage, PoisonPage, TrainPage, EvaluatePage, DefendPage, ComparePage,
)  # fmt: skip

__all__ = ["PAGES", "Page"]
