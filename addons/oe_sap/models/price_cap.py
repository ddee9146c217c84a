from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import percent, to_cents

from ..calc.activity import Mode, Regime
from ..calc.price_cap import Cap, Price, base_price, highest_cents

ENDED = ("done", "cancelled")


class SapPriceCap(models.Model):
    """How far prices of authorised services may rise in a year, by order.

    CASF L.347-1: the contracts of a company that is authorised and not entitled to
    social aid. A row of a département adds the tariff up to which prices may rise
    anyway, or the higher rate that its president allowed.
    """

    _name = "oe.sap.price.cap"
    _description = "Yearly price cap of authorised services"
    _inherit = ["oe.dated.mixin"]
    _order = "year desc, department"
    _rec_name = "year"
    _oe_shared = "the order is the same for the whole network"

    _dated_key = ("department",)

    year = fields.Integer(compute="_compute_year", store=True, aggregator=None)
    department = fields.Char(
        "Département", default="", help="Empty: everywhere. Else its number: 44."
    )
    rate = fields.Float("Rise at most, %", required=True, digits=(5, 2))
    tariff = fields.Float(
        "Hourly tariff of the département, excl. VAT",
        digits=(12, 2),
        help="0: none. Prices below may rise up to it.",
    )

    _once = models.UniqueIndex(
        "(date_start, COALESCE(department, ''))", "This year is written already."
    )
    _positive = models.Constraint(
        "CHECK (rate >= 0 AND rate <= 100 AND tariff >= 0)",
        "A rise lies between 0 and 100 %, a tariff is nil or more.",
    )

    @api.depends("date_start")
    def _compute_year(self):
        for row in self:
            row.year = row.date_start and row.date_start.year

    @api.model
    def _of_year(self, year):
        """A function département → (cap, reference) of a year, read once."""
        # Whoever quotes is held by the order without reading settings.
        rows_sudo = self.sudo().search(
            [("year", "=", year)], order="date_start, department"
        )

        def of(department):
            national = rows_sudo.filtered(lambda row: not row.department)[-1:]
            local = rows_sudo.filtered(lambda row: row.department == department)[-1:]
            found = local or national
            if not found:
                return Cap(None), ""
            cap = Cap(percent(found.rate), to_cents(local.tariff) if local else 0)
            return cap, found.legal_reference or ""

        return of


class SapAuthorization(models.Model):
    _inherit = "oe.sap.authorization"

    is_aid_entitled = fields.Boolean(
        "Entitled to social aid",
        help="The département sets its prices: the yearly cap does not apply.",
    )


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _oe_sap_check(self):
        result = super()._oe_sap_check()
        self.order_line._oe_sap_check_rise()
        return result

    def _oe_sap_runs(self):
        """Whether a confirmed order still is a contract: some mission goes on."""
        self.ensure_one()
        today = self.company_id._oe_today()
        missions = self.oe_mission_ids
        return not missions or any(
            mission.state not in ENDED
            and (not mission.date_end or mission.date_end >= today)
            for mission in missions
        )


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    oe_sap_year_price = fields.Float(
        "Price before this year's rise", readonly=True, copy=False, digits=(12, 2)
    )
    oe_sap_price_year = fields.Integer(readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._oe_sap_refuse_memory(vals)
        return super().create(vals_list)

    def _oe_sap_refuse_memory(self, vals):
        """What the year's rise is counted from is remembered, never typed."""
        if not self.env.su and {"oe_sap_year_price", "oe_sap_price_year"} & set(vals):
            raise AccessError(
                self.env._("The price of the beginning of the year is kept as it was.")
            )

    def _oe_sap_net_price(self):
        """Excl. VAT, its discount taken off: one less deep is a rise as well."""
        self.ensure_one()
        return self.price_unit * (1 - (self.discount or 0) / 100)

    def write(self, vals):
        self._oe_sap_refuse_memory(vals)
        if not {"price_unit", "discount"} & set(vals):
            return super().write(vals)
        running = self.filtered(lambda line: line.order_id.state == "sale")
        running = running._oe_sap_capped()
        before = {line: line._oe_sap_net_price() for line in running}
        result = super().write(vals)
        for line, price in before.items():
            year = line.company_id._oe_today().year
            if line.oe_sap_price_year != year:
                super(SaleOrderLine, line).write(
                    {"oe_sap_year_price": price, "oe_sap_price_year": year}
                )
        running._oe_sap_check_rise()
        return result

    def _oe_sap_capped(self):
        """Lines of authorised services, sold to a person, whose price is capped."""
        lines = self.env["oe.sap.rules"]._lines(self.filtered("product_id"))
        wanted = lines.filtered(
            lambda line: (
                line.product_id.oe_sap_activity_id.sudo()
                ._facts(line._oe_sap_day())
                .regime(Mode(line.order_id.oe_sap_mode or "prestataire"))
                is Regime.AUTORISATION
            )
        )
        model = self.env["oe.sap.authorization"]
        held = model._held(wanted.company_id) if wanted else {}
        return wanted.filtered(
            lambda line: (
                not any(
                    row.kind == "autorisation"
                    and row.is_aid_entitled
                    and row._period().contains(line._oe_sap_day())
                    for row in held.get(line.company_id, model).sudo()
                )
            )
        )

    def _oe_sap_contract_lines(self):
        """Lines of running contracts of the same clients, companies and services.

        :return: dict (company, client, activity) → lines
        """
        # Only prices go out, to who sells to that client.
        lines_sudo = (
            self.sudo()
            .search(
                [
                    ("company_id", "in", self.company_id.ids),
                    ("order_partner_id", "in", self.order_id.partner_id.ids),
                    (
                        "product_id.oe_sap_activity_id",
                        "in",
                        self.product_id.oe_sap_activity_id.ids,
                    ),
                    ("state", "=", "sale"),
                ]
            )
            .filtered(lambda line: line.order_id._oe_sap_runs())
        )
        return lines_sudo.grouped(lambda line: line._oe_sap_contract_key())

    def _oe_sap_contract_key(self):
        self.ensure_one()
        return (
            self.company_id.id,
            self.order_id.partner_id.id,
            self.product_id.oe_sap_activity_id.id,
        )

    def _oe_sap_price_of(self, year):
        """The price this line had when a year began, or has if nothing was raised."""
        self.ensure_one()
        raised = self.oe_sap_price_year == year
        price = self.oe_sap_year_price if raised else self._oe_sap_net_price()
        return Price(self._oe_sap_day(), to_cents(price))

    def _oe_sap_check_rise(self):
        """Refuse a price above what the year's order allows to a running contract.

        :raises UserError: with the oldest price, the rule and the highest price
        """
        capped = self._oe_sap_capped()
        contracts = capped._oe_sap_contract_lines() if capped else {}
        caps = {}
        for line in capped:
            day = line._oe_sap_day()
            if line.state == "sale":
                day = max(day, line.company_id._oe_today())
            year = day.year
            known = contracts.get(line._oe_sap_contract_key(), self.browse())
            known = known.filtered(
                lambda other, line=line: other != line or line.oe_sap_price_year
            )
            base = base_price([row._oe_sap_price_of(year) for row in known], year)
            if base is None:
                continue  # no contract runs: prices of new ones are free
            if year not in caps:
                caps[year] = self.env["oe.sap.price.cap"]._of_year(year)
            line._oe_sap_refuse_rise(base, year, caps[year])

    def _oe_sap_refuse_rise(self, base, year, cap_of):
        order_sudo = self.order_id.sudo()
        place = order_sudo.partner_shipping_id or order_sudo.partner_id
        cap, reference = cap_of(self.env["oe.sap.rules"]._department(place))
        highest = highest_cents(base.cents, cap)
        price = self._oe_sap_net_price()
        if to_cents(price) <= highest:
            return
        values = {
            "service": self.product_id.display_name,
            "old": self.currency_id.format(base.cents / 100),
            "day": format_date(self.env, base.day),
            "new": self.currency_id.format(price),
            "year": year,
        }
        if cap.maximum is None:
            raise UserError(
                self.env._(
                    "%(service)s costs this client %(old)s an hour since %(day)s: "
                    "%(new)s is refused, for the order that caps the rise of %(year)s "
                    "is not written yet (CASF art. L.347-1). A network manager "
                    "writes it in the settings.",
                    **values,
                )
            )
        raise UserError(
            self.env._(
                "%(service)s costs this client %(old)s an hour since %(day)s: in "
                "%(year)s it may rise to %(most)s at most, not to %(new)s (+%(rate)s, "
                "%(reference)s).",
                most=self.currency_id.format(highest / 100),
                rate=self.env["oe.sap.explain"]._percent(cap.maximum),
                reference=reference or "CASF art. L.347-1",
                **values,
            )
        )
