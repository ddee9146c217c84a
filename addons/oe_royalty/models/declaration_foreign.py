from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import from_cents, rate, round_half_up
from odoo.addons.oe_base.tools import lock_rows

from ..calc import foreign as calc
from .statement_foreign import units_told


class Declaration(models.Model):
    """Turnover that a licensee abroad declares in its own money.

    It counts in the licensor's, at the stored rate of the last day of the month; that
    rate is kept with the declaration, and a correction has the one it corrects.
    """

    _inherit = "oe.royalty.declaration"

    contract_id = fields.Many2one(default=lambda self: self._own_contract())
    month = fields.Date(default=lambda self: self._last_month())
    local_currency_id = fields.Many2one(
        "res.currency",
        "Declared in",
        compute="_compute_local_currency_id",
        store=True,
        precompute=True,
        context={"active_test": False},
    )
    local_amount = fields.Monetary(
        "Turnover in its own money",
        currency_field="local_currency_id",
        compute="_compute_local_amount",
    )
    exchange_id = fields.Many2one(
        "oe.royalty.exchange",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    exchange_told = fields.Char("At the rate", compute="_compute_exchange_told")

    def _own_contract(self):
        """The licence of whoever declares, where there is one only."""
        found = self.env["oe.royalty.contract"].search(
            [
                ("company_id", "in", self.env.companies.ids),
                ("books_elsewhere", "=", True),
                ("state", "=", "signed"),
            ],
            limit=2,
        )
        return found if len(found) == 1 else False

    def _last_month(self):
        today = fields.Date.context_today(self)
        return today + relativedelta(months=-1, day=1)

    @api.depends("contract_id", "corrects_id")
    def _compute_local_currency_id(self):
        for row in self:
            contract = row.contract_id
            settled = contract.is_foreign and contract.settlement_currency_id
            # The rate of what it corrects is of that money, whatever is agreed since.
            before = row.corrects_id.local_currency_id
            row.local_currency_id = (before if row.corrects_id else settled) or False

    @api.depends("line_ids.local_amount")
    def _compute_local_amount(self):
        for row in self:
            row.local_amount = sum(row.line_ids.mapped("local_amount"))

    @api.depends("local_currency_id", "exchange_id", "month", "corrects_id")
    @api.depends_context("lang")
    def _compute_exchange_told(self):
        for row in self:
            # The licensee reads the rate of its own turnover, not the licensor's list.
            found_sudo = row.sudo()._exchange() if row.local_currency_id else False
            row.exchange_told = found_sudo and self.env._(
                "%(units)s %(currency)s for one (%(reference)s)",
                units=units_told(found_sudo.units),
                currency=found_sudo.currency_id.name,
                reference=found_sudo.legal_reference
                or format_date(self.env, found_sudo.date_start),
            )

    def _exchange(self, required=False):
        """The rate it counts at: kept, else of what it corrects, else of its month.

        :raises UserError: when ``required`` and no rate is in force
        """
        self.ensure_one()
        exchanges = self.env["oe.royalty.exchange"]
        kept = self.exchange_id or self.corrects_id.exchange_id
        if kept or not (self.month and self.local_currency_id):
            return kept
        look = exchanges._require_at if required else exchanges._at
        return look(
            self.month + relativedelta(day=31),
            company_id=self.licensor_id,
            currency_id=self.local_currency_id,
        )

    def action_declare(self):
        """Keep the rate, count each line at it, then declare."""
        self.check_access("write")
        self._refuse_closed()
        for row in self.filtered("local_currency_id"):
            row_sudo = row.sudo()  # rates are the licensor's
            exchange_sudo = row_sudo._exchange(required=True)
            lock_rows(exchange_sudo)  # its licensor changes it before, or no more
            row_sudo.exchange_id = exchange_sudo
            row_sudo.line_ids._convert()
        return super().action_declare()


class Exchange(models.Model):
    _inherit = "oe.royalty.exchange"

    def _refuse_used(self, added=False):
        """Turnover that was declared at a rate keeps it, before any statement too."""
        result = super()._refuse_used(added)
        declared_sudo = self.env["oe.royalty.declaration"].sudo()
        found_sudo = declared_sudo.search(
            [
                ("exchange_id", "in", [] if added else self.ids),
                ("state", "in", declared_sudo._closed_states),
            ],
            limit=1,
        )
        if found_sudo:
            raise UserError(
                self.env._(
                    "%(name)s is declared at this rate: add one that starts later.",
                    name=found_sudo.display_name,
                )
            )
        return result


class DeclarationLine(models.Model):
    _inherit = "oe.royalty.declaration.line"

    local_currency_id = fields.Many2one(related="declaration_id.local_currency_id")
    local_amount = fields.Monetary(
        "Turnover in its own money", currency_field="local_currency_id"
    )
    amount = fields.Monetary(
        compute="_compute_amount", store=True, readonly=False, precompute=True
    )

    @api.depends("local_amount")
    def _compute_amount(self):
        """As it will count; an amount in the licensor's money is typed."""
        for line in self:
            line.amount = line.amount or 0
        self._convert()

    def _convert(self):
        for line in self.filtered("local_currency_id"):
            exchange_sudo = line.declaration_id.sudo()._exchange()
            if not exchange_sudo:
                line.amount = 0
                continue
            currency = line.local_currency_id
            digits = currency.decimal_places
            minor = round_half_up(rate(line.local_amount) * 10**digits)
            cents = calc.at_home(minor, rate(exchange_sudo.units), digits)
            line.amount = float(from_cents(cents))
