from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from odoo.addons.oe_base.paper import Paper
from odoo.addons.oe_base.paper_font import readable
from odoo.addons.oe_base.tools import lock_rows

from ..calc.hours import spoken
from ..calc.works import withdrawal_until


class ResCompany(models.Model):
    _inherit = "res.company"

    oe_mediator = fields.Text(
        "Consumer mediator",
        help="Name, address and site: on every quote to a household "
        "(C. conso. L.616-1).",
    )


class SaleOrder(models.Model):
    """A household that signs at home or at a distance may withdraw for some days.

    C. conso. L.221-18 to L.221-28. The work begins after these days, or before on
    the client's express request; done then, it is paid for pro rata.
    """

    _inherit = "sale.order"

    oe_contract_on = fields.Date("Contract of", readonly=True, copy=False)
    oe_withdrawal_until = fields.Date("May withdraw until", readonly=True, copy=False)
    oe_express_on = fields.Datetime(
        "Express request",
        readonly=True,
        copy=False,
        help="The client asked to start before the days to withdraw are over.",
    )
    oe_withdrawn_on = fields.Date("Withdrawn on", readonly=True, copy=False)

    def _oe_is_household(self):
        self.ensure_one()
        return not self.sudo().partner_id.commercial_partner_id.is_company

    def _oe_prints_rights(self):
        """Whether its paper says how to withdraw: services at a household's home.

        Whoever wrote the quote, it is signed at the home or at a distance. Training
        and works have their own texts.
        """
        self.ensure_one()
        sold_sudo = self.sudo().order_line.product_id
        at_home = any(row.oe_service_nature == "home" for row in sold_sudo)
        return self._oe_is_household() and (bool(self.oe_need_id) or at_home)

    def _oe_set_contract(self, express):
        """The days to withdraw run from the signature of a household."""
        self.ensure_one()
        if not self._oe_is_household():
            return
        day = self.company_id._oe_today()
        parameter = self.env["oe.works.parameter"]._on(day)
        self.sudo().write(
            {
                "oe_contract_on": day,
                "oe_withdrawal_until": withdrawal_until(day, parameter.withdrawal_days),
                "oe_express_on": express and fields.Datetime.now(),
            }
        )

    def _oe_holds(self, day):
        """Whether no work may be done that day, for the client may still withdraw."""
        self.ensure_one()
        return bool(
            self.oe_withdrawal_until
            and not self.oe_express_on
            and self.oe_contract_on <= day <= self.oe_withdrawal_until
        )

    def _oe_assert_contract_of(self, partner):
        self.ensure_one()
        lock_rows(self.sudo())
        if not partner._oe_may_act_for(self.sudo().partner_id, "accept"):
            raise AccessError(self.env._("The client does this, or by a mandate."))
        if self.state != "sale" or self.oe_withdrawn_on or not self.oe_withdrawal_until:
            raise UserError(self.env._("There is no contract in force here."))
        if self.company_id._oe_today() > self.oe_withdrawal_until:
            raise UserError(
                self.env._(
                    "The days to withdraw ended on %(day)s.",
                    day=format_date(self.env, self.oe_withdrawal_until),
                )
            )

    def _oe_ask_express(self, partner):
        """The client asks, after signing, that the service start at once.

        :raises UserError: outside the days to withdraw
        """
        self._oe_assert_contract_of(partner)
        if not self.oe_express_on:
            self.sudo().oe_express_on = fields.Datetime.now()
            self.sudo().oe_mission_ids._plan_ahead()

    def _oe_withdraw(self, partner):
        """The client changes their mind; what was done on express request is owed.

        :return: billed minutes that are owed
        :raises UserError: when the days are over
        """
        self.ensure_one()
        missions_sudo = self.sudo().oe_mission_ids
        # In the order of who accepts a proposal: the mission's row is the gate.
        for mission in missions_sudo:
            mission._lock()
        self._oe_assert_contract_of(partner)
        done = missions_sudo.intervention_ids.filtered(lambda v: v.state == "done")
        tell = missions_sudo.member_ids.entrepreneur_id.partner_id
        missions_sudo.filtered(lambda m: m.state != "cancelled")._end_early()
        self.sudo().oe_withdrawn_on = self.company_id._oe_today()
        if not any(mission._has_begun() for mission in missions_sudo):
            self.sudo()._action_cancel()
        tell.sudo()._oe_mail(
            self.env._("A mission does not take place"),
            self.env._("The client withdrew: the visits ahead are off your page."),
            self.company_id,
        )
        missions_sudo[:1]._oe_ask_coordinator(self.env._("The client withdrew"))
        return sum(done.mapped("billed_minutes"))

    def _oe_contract_page(self):
        """What the law wants shown beside a household's quote, as plain values."""
        self.ensure_one()
        order_sudo = self.sudo()
        today = order_sudo.company_id._oe_today()
        if not order_sudo._oe_is_household():
            return {}
        parameter = self.env["oe.home.parameter"]._on(today)
        law = self.env["oe.works.parameter"]._on(today)
        until = order_sudo.oe_withdrawal_until
        last = until or withdrawal_until(today, law.withdrawal_days)
        start = min(order_sudo.oe_mission_ids.mapped("date_start"), default=None)
        start = start or order_sudo.oe_need_id.oe_date_start or today
        done = sum(order_sudo.oe_mission_ids.intervention_ids.mapped("billed_minutes"))
        open_still = (
            order_sudo.state == "sale"
            and bool(until)
            and today <= until
            and not order_sudo.oe_withdrawn_on
        )
        return {
            "withdrawal_text": parameter.withdrawal_text,
            "express_text": parameter.express_text,
            "starts_early": start <= last,
            "mediator": order_sudo.company_id.oe_mediator or "",
            "until": until and format_date(self.env, until),
            "may_withdraw": open_still,
            "may_ask": open_still and not order_sudo.oe_express_on,
            "express_on": order_sudo.oe_express_on
            and format_date(self.env, order_sudo.oe_express_on),
            "withdrawn_on": order_sudo.oe_withdrawn_on
            and format_date(self.env, order_sudo.oe_withdrawn_on),
            "owed": done and spoken(done),
        }

    def _oe_withdrawal_paper(self):
        """The form of withdrawal to print (C. conso. R.221-1, annex)."""
        self = readable(self)
        self.ensure_one()
        order_sudo = self.sudo()
        company = order_sudo.company_id
        paper = Paper(self.env._("Form to withdraw"), company.name)
        address = ", ".join(
            part for part in (company.street, company.zip, company.city) if part
        )
        paper.head([company.name, address, company.email], [order_sudo.name])
        paper.text(
            self.env._("Fill in and send this form only if you withdraw."), "muted"
        )
        paper.text(
            self.env._(
                "To %(company)s, %(address)s:", company=company.name, address=address
            )
        )
        paper.text(
            self.env._(
                "I give notice that I withdraw from the contract %(number)s for the "
                "services below.",
                number=order_sudo.name,
            )
        )
        for line in order_sudo.order_line.filtered(lambda row: not row.display_type):
            paper.text(line.product_id.name, "strong")
        if order_sudo.oe_contract_on:
            paper.text(
                self.env._(
                    "Ordered on %(day)s, withdrawal until %(until)s.",
                    day=format_date(self.env, order_sudo.oe_contract_on),
                    until=format_date(self.env, order_sudo.oe_withdrawal_until),
                )
            )
        for label in (
            self.env._("Name:"),
            self.env._("Address:"),
            self.env._("Date:"),
            self.env._("Signature:"),
        ):
            paper.heading(label)
            paper.text("_" * 60, "muted")
        return paper.draw()
