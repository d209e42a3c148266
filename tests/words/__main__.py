"""`python -m tests.words` brings the catalogue of the window's words up to date, and lists what lacks its Chinese."""

import sys
import tempfile
from pathlib import Path

import main

main.use_checkout()


def carry_out() -> int:
    """Write the catalogue; the exit code, 1 where an entry lacks its Chinese."""
    from tests.words.catalogue import translations, write

    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder))
    lacking = [text for text, said in translations().items() if not said]
    for text in lacking:
        sys.stdout.write(f"lacks its Chinese: {text!r}\n")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(carry_out())
