"""How work begins: the start page, new projects, what a folder is, and where a person was the last time."""
