"""What a vote decides: who took part, what was expressed, which option has it.

Each elector has one vote, whatever the shares (cooperative law: one person, one vote).
Blank votes take part and are not expressed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction


class Majority(Enum):
    """What an option needs of the votes expressed."""

    SIMPLE = "simple"  # more than half
    TWO_THIRDS = "two_thirds"  # two thirds or more


@dataclass(frozen=True)
class Rules:
    """``quorum`` is the share of the electors who must take part, 0 to 1."""

    electors: int
    quorum: Fraction = Fraction(0)
    majority: Majority = Majority.SIMPLE


@dataclass(frozen=True)
class Outcome:
    """``winner`` is the key of the option that has the majority, if any."""

    electors: int
    voters: int
    blanks: int
    expressed: int
    quorate: bool
    winner: int | None


def outcome(rules: Rules, counts: Mapping[int, int], blanks: int = 0) -> Outcome:
    """The outcome of ballots counted by option.

    A simple majority is more than half and two thirds are more than half: at most one
    option has it, and a tie decides nothing.
    """
    expressed = sum(counts.values())
    voters = expressed + blanks
    quorate = voters > 0 and voters >= rules.quorum * rules.electors
    winner = next(
        (key for key, count in counts.items() if _has(rules, count, expressed)), None
    )
    return Outcome(
        electors=rules.electors,
        voters=voters,
        blanks=blanks,
        expressed=expressed,
        quorate=quorate,
        winner=winner if quorate else None,
    )


def _has(rules: Rules, count: int, expressed: int) -> bool:
    if rules.majority is Majority.TWO_THIRDS:
        return count > 0 and 3 * count >= 2 * expressed
    return 2 * count > expressed
