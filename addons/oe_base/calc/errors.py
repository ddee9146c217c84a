"""Refusals of the computing layer: data only, never a sentence.

A refusal carries a language-free ``code`` and the ``params`` that explain it;
the models turn them into a translated message.
"""


class CalcError(ValueError):
    """Base of every refusal. ``code`` names it, ``params`` hold its data."""

    code = "calc.error"

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(self.code, params)

    def __str__(self) -> str:
        inside = ", ".join(f"{key}={value}" for key, value in self.params.items())
        return f"{self.code}({inside})"


class NotANumber(CalcError):
    """The value is not a finite number. Params: ``value``."""

    code = "money.not_a_number"


class BadWeights(CalcError):
    """Weights are empty, negative or all zero. Params: ``weights``."""

    code = "money.bad_weights"


class BadCarry(CalcError):
    """The carry has not one entry per holder. Params: ``holders``, ``carry``."""

    code = "money.bad_carry"


class BadPeriod(CalcError):
    """The period ends before it starts. Params: ``start``, ``end``."""

    code = "period.bad_period"


class OpenPeriod(CalcError):
    """The period has no end, and this computation needs one. Params: ``start``."""

    code = "period.open_period"


class BadBrackets(CalcError):
    """Brackets are empty, unsorted or do not start at 0. Params: ``starts``."""

    code = "brackets.bad_brackets"


class NoValue(CalcError):
    """No value has started at this date. Params: ``day``, ``first``."""

    code = "dated.no_value"


class DuplicateStart(CalcError):
    """Two values start the same day. Params: ``day``."""

    code = "dated.duplicate_start"
