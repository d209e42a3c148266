"""Prints the rows as JSON."""

import json

from .rows import rows

if __name__ == "__main__":
    print(json.dumps(list(rows())))  # noqa: T201  what it is for
