"""What each action does; handlers ask the services."""

from .commands import Commands

__all__ = ["Commands"]
