"""Facts of the 26 activities and of the people they serve (C. trav. D.7231-1).

The facts are dated data (``data/sap_activities.csv``), given by the models; the
words below are those of that file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import percent, to_cents

T = TypeVar("T")

# The one activity whose reduced rate asks for one kind of content (II-5).
SCHOOL_SUPPORT_ACTIVITY = "II-5"


class BadActivity(CalcError):
    """A row of the activities file cannot be read. Params: ``code``, ``field``."""

    code = "activity.bad_row"


class Mode(StrEnum):
    """How the service is given (C. trav. L.7232-6)."""

    PRESTATAIRE = "prestataire"
    MANDATAIRE = "mandataire"
    MISE_A_DISPOSITION = "mise_a_disposition"


class Regime(StrEnum):
    """What a company needs before it may sell (C. trav. L.7232-1, L.7232-1-1)."""

    DECLARATION = "declaration"
    AGREMENT = "agrement"
    AUTORISATION = "autorisation"


class Public(StrEnum):
    """Whom an activity is for."""

    ALL = "all"
    CHILD_UNDER_3 = "child_under_3"
    CHILD_3_AND_OVER = "child_3_and_over"
    DEPENDENT = "dependent"
    DISABLED = "disabled"
    TEMPORARY_NEED = "temporary_need"


@dataclass(frozen=True)
class Activity:
    """One of the 26 activities, at a date.

    Rates are fractions of 1 (1/10 is 10 %); ``outside_bundle_rate`` is ``None``
    where the bundle does not matter. Bundle is the *offre globale*.
    """

    code: str
    regime_prestataire: Regime
    regime_mandataire: Regime
    public: Public
    bundle_for_vat: bool
    bundle_for_credit: bool
    vat_rate: Fraction
    outside_bundle_rate: Fraction | None = None
    vat_article: str = ""
    cap_cents: int | None = None
    max_minutes: int | None = None
    school_support_only: bool = False

    def regime(self, mode: Mode) -> Regime:
        """Regime asked in a mode; *mise à disposition* follows mandataire [D]."""
        if mode is Mode.PRESTATAIRE:
            return self.regime_prestataire
        return self.regime_mandataire


@dataclass(frozen=True)
class AgeLimits:
    """Years that separate the two child-care publics (arrêté of the limit)."""

    child: int = 3
    disabled_child: int = 18


@dataclass(frozen=True)
class Beneficiary:
    """Facts on the person served; ``child_age`` in whole years, else ``None``."""

    child_age: int | None = None
    dependent: bool = False
    disabled: bool = False
    temporary_need: bool = False

    def belongs_to(self, public: Public, limits: AgeLimits | None = None) -> bool:
        """Whether this person is of the public an activity is for.

        A disabled minor counts with the children under 3 (D.7231-1).
        """
        facts = {
            Public.ALL: True,
            Public.CHILD_UNDER_3: self._under_limit(limits or AgeLimits()),
            Public.CHILD_3_AND_OVER: self._over_limit(limits or AgeLimits()),
            Public.DEPENDENT: self.dependent,
            Public.DISABLED: self.disabled,
            Public.TEMPORARY_NEED: self.temporary_need,
        }
        return facts[public]

    def _under_limit(self, limits: AgeLimits) -> bool:
        if self.child_age is None:
            return False
        limit = limits.disabled_child if self.disabled else limits.child
        return self.child_age < limit

    def _over_limit(self, limits: AgeLimits) -> bool:
        minor = self.child_age is not None and self.child_age < limits.disabled_child
        return minor and not self._under_limit(limits)


def activity_from_row(row: Mapping[str, str]) -> Activity:
    """Facts of one row of the activities file.

    :raises BadActivity: naming the first field that cannot be read.
    """
    field = "code"
    try:
        code = row[field]
        readers = {
            "regime_prestataire": Regime,
            "regime_mandataire": Regime,
            "public": Public,
            "offre_globale_vat": _flag,
            "offre_globale_credit": _flag,
            "vat_rate": percent,
            "vat_rate_outside_og": _optional(percent),
            "vat_basis": str,
            "cap_eur_per_year": _optional(to_cents),
            "max_minutes_per_visit": _optional(int),
        }
        values = []
        for field, read in readers.items():
            values.append(read(row[field]))
    except (KeyError, ValueError) as error:
        raise BadActivity(code=row.get("code"), field=field) from error
    return Activity(code, *values, school_support_only=code == SCHOOL_SUPPORT_ACTIVITY)


def _flag(text: str) -> bool:
    return bool(int(text))


def _optional(read: Callable[[str], T]) -> Callable[[str], T | None]:
    return lambda text: read(text) if text else None
