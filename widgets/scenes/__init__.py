"""Scenes otherwise than as a list, and what both draw."""
