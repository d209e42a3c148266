"""What a person can ask for: actions as data, the QActions made of them, and the sheet of keys."""

from .specs import ACTIONS, EXCLUSIVE, MENUS, ActionId, ActionSpec, Situation, shortcuts_of

__all__ = ["ACTIONS", "EXCLUSIVE", "MENUS", "ActionId", "ActionSpec", "Situation", "shortcuts_of"]
