"""What every kind of a recipe promises, whatever it does."""

import pickle

from ..part import Part, schema_of
from .promises import hold

LEAST_CARD = 80
"""Characters of a card: what it is, what it needs, what to expect of it."""


def keeps_part_contract(kind: str, part: type[Part]) -> None:
    """It is called as its model says, reads what it writes, travels to other processes, and explains its fields."""
    hold(part.model_fields["kind"].default == kind, f"its kind is not {kind!r}")
    made = part()
    hold(part.model_validate(made.model_dump(mode="json")) == made, "it does not read what it writes")
    hold(made.replace() == made, "a copy of it is not equal to it")
    hold(pickle.loads(pickle.dumps(made)) == made, "it does not travel to another process")
    card = getattr(part, "card", "")
    hold(len(card) > LEAST_CARD, f"its card is of {len(card)} letters: say in over {LEAST_CARD} what it is and needs")
    for name, about in schema_of(part)["properties"].items():
        hold(name == "kind" or about.get("description"), f"its field {name} has no description")
        if about.get("type") in ("number", "integer") and not {"const", "enum"} & about.keys():
            bounded = {"minimum", "exclusiveMinimum"} & about.keys() and "step" in about
            hold(bounded, f"its number {name} lacks a lower bound or a step, which forms need")
