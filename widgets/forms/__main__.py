"""`python -m miscount.widgets.forms` shows a form with every sort of field."""

from miscount.widgets.demo import show
from miscount.widgets.forms.form import _demo

if __name__ == "__main__":
    show(_demo, "Form")
