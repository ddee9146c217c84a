"""Base of the royalty: which sales lines count, and why the others do not.

The base is the turnover excl. VAT developed in the cooperatives: class-70 lines
of posted customer invoices, credit notes and receipts. What is left out keeps
its reason, so that every line of an invoice can be explained.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from odoo.addons.oe_base.calc.period import Period


class Exclusion(Enum):
    """Why a line is out of the base."""

    DISBURSEMENT = "disbursement"
    DOWN_PAYMENT = "down_payment"
    NOT_A_SALE = "not_a_sale"
    INTRA_NETWORK = "intra_network"
    BEFORE_CONTRACT = "before_contract"
    AFTER_CONTRACT = "after_contract"


@dataclass(frozen=True)
class BaseRules:
    """Prefixes of accounts: of sales, disbursements and down payments."""

    sales: tuple[str, ...] = ("70",)
    disbursements: tuple[str, ...] = ("467",)
    down_payments: tuple[str, ...] = ("4191",)


@dataclass(frozen=True)
class SaleLine:
    """One product line of a posted document; ``balance_cents`` is debit positive."""

    key: str
    day: date
    account: str
    balance_cents: int
    intra_network: bool = False


@dataclass(frozen=True)
class BaseResult:
    """Base (cents) with its lines, and the lines left out with their reasons."""

    base_cents: int
    included: tuple[SaleLine, ...]
    excluded: tuple[tuple[SaleLine, Exclusion], ...]

    @property
    def excluded_cents(self) -> int:
        """Turnover (cents) left out."""
        return -sum(line.balance_cents for line, _ in self.excluded)


def exclusion(
    line: SaleLine, contract: Period, rules: BaseRules | None = None
) -> Exclusion | None:
    """Why a line is out of the base, or ``None`` when it counts."""
    rules = rules or BaseRules()
    if line.account.startswith(rules.disbursements):
        return Exclusion.DISBURSEMENT
    if line.account.startswith(rules.down_payments):
        return Exclusion.DOWN_PAYMENT
    if not line.account.startswith(rules.sales):
        return Exclusion.NOT_A_SALE
    if line.intra_network:
        return Exclusion.INTRA_NETWORK
    if line.day < contract.start:
        return Exclusion.BEFORE_CONTRACT
    return None if contract.contains(line.day) else Exclusion.AFTER_CONTRACT


def royalty_base(
    lines: tuple[SaleLine, ...] | list[SaleLine],
    contract: Period,
    rules: BaseRules | None = None,
) -> BaseResult:
    """Sort lines in or out of the base; each line is in exactly one list."""
    reasons = [(line, exclusion(line, contract, rules)) for line in lines]
    included = tuple(line for line, reason in reasons if reason is None)
    return BaseResult(
        base_cents=-sum(line.balance_cents for line in included),
        included=included,
        excluded=tuple((line, reason) for line, reason in reasons if reason),
    )
