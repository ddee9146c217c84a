"""Aggregates that never show a small group, not even by subtraction.

Groups form a tree under totals. A group is hidden when it is too small; and when
what is hidden below a total could be had by subtracting what is shown, the total
is hidden too (complementary suppression).
"""

from dataclasses import dataclass
from fractions import Fraction

from odoo.addons.oe_base.calc.errors import CalcError

MINIMUM = 8


class BadGroups(CalcError):
    """Counts are negative, or a key comes twice. Params: ``key``."""

    code = "privacy.bad_groups"


class NotATotal(CalcError):
    """A group does not hold as many people as its parts. Params: three."""

    code = "privacy.not_a_total"


@dataclass(frozen=True)
class Group:
    """A group of people, and its parts if it is a total of disjoint ones.

    :raises BadGroups: when the count is negative.
    :raises NotATotal: when the parts do not sum to the count.
    """

    key: str
    people: int
    parts: tuple["Group", ...] = ()

    def __post_init__(self) -> None:
        if self.people < 0:
            raise BadGroups(key=self.key)
        inside = sum(part.people for part in self.parts)
        if self.parts and inside != self.people:
            raise NotATotal(key=self.key, people=self.people, parts=inside)


def visible(root: Group, minimum: int = MINIMUM) -> frozenset[str]:
    """Keys of the groups whose aggregate may be shown.

    Whatever is shown, every set of people whose aggregate can be had by adding
    and subtracting is of ``minimum`` people or more.

    :raises BadGroups: when a key comes twice.
    """
    shown: set[str] = set()
    seen: set[str] = set()
    _visit(root, minimum, shown, seen)
    return frozenset(shown)


def enough(answers: int, minimum: int) -> bool:
    """Whether there are answers enough to show a result (5 for an EAPP)."""
    return answers >= minimum


def lesson_approved(
    in_favour: int, present: int, majority: Fraction = Fraction(2, 3)
) -> bool:
    """Whether a lesson is kept: at least two thirds of those present."""
    return present > 0 and in_favour >= majority * present


def _visit(group: Group, minimum: int, shown: set[str], seen: set[str]) -> list[int]:
    """Sizes of the hidden leaves that no shown group covers."""
    if group.key in seen:
        raise BadGroups(key=group.key)
    seen.add(group.key)
    hidden = [
        size for part in group.parts for size in _visit(part, minimum, shown, seen)
    ]
    # Total less shown parts gives the hidden ones together: they must be enough.
    safe = not hidden or sum(hidden) >= minimum
    if group.people >= minimum and safe:
        shown.add(group.key)
        return []
    if group.parts:
        return hidden
    # An empty group hides nobody.
    return [group.people] if group.people else []
