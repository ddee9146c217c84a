"""Steps of an explanation: every result opens its inputs, in no language.

``label_key`` and ``formula`` are keys; the models translate them and format the
``inputs``. A result that is not explained by its steps is a bug.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One line of an explanation.

    ``amount_cents`` is in cents; ``inputs`` are (name, value) pairs that the
    formula names (cents, rates, dates, counts).
    """

    label_key: str
    formula: str
    amount_cents: int
    inputs: tuple[tuple[str, object], ...] = ()


def step(label_key: str, formula: str, amount_cents: int, **inputs: object) -> Step:
    """A :class:`Step` whose inputs are given by name, in order."""
    return Step(label_key, formula, amount_cents, tuple(inputs.items()))
