from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.oe_base.tools import lock_rows


class ResPartner(models.Model):
    """A client died: everything stops at once, and what is owed goes to the estate."""

    _inherit = "res.partner"

    oe_estate_id = fields.Many2one(
        "res.partner",
        "Estate",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Who the final invoice is made out to.",
    )

    def _oe_missions_to_close(self):
        """Missions that a death ends, in the companies at hand."""
        return (
            self.env["oe.mission"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", self.ids),
                    ("state", "not in", ("done", "cancelled")),
                ]
            )
        )

    def _oe_close_with_dignity(self, day, estate_values, kept_mandates):
        """Close the missions, cancel the visits, end the mandates, name the estate.

        :param date day: of the death
        :param dict estate_values: address of the estate
        :param kept_mandates: mandates that go on, for invoices and certificates only
        :raises UserError: for a day ahead
        """
        self.ensure_one()
        if not self.env.user.has_group("oe_base.group_oe_manager"):
            raise AccessError(self.env._("A manager does this."))
        self.check_access("read")
        self._oe_assert_closable()
        client_sudo = self.sudo()
        lock_rows(client_sudo)
        if client_sudo.oe_deceased_on:
            return  # said twice, done once
        if day > fields.Date.context_today(self):
            raise UserError(self.env._("This day is still ahead."))
        missions = client_sudo._oe_missions_to_close()
        people = missions.member_ids.entrepreneur_id.partner_id
        self._oe_close_missions(missions, day)
        self.env["sale.order"].sudo().search(
            [("partner_id", "=", self.id), ("state", "in", ("draft", "sent"))]
        )._action_cancel()
        client_sudo.write({"oe_deceased_on": day})
        estate = client_sudo._oe_open_estate(estate_values)
        missions.order_id.write({"partner_invoice_id": estate.id})
        self.env["oe.satisfaction"].sudo().search(
            [("partner_id", "=", self.id), ("state", "=", "asked")]
        ).unlink()
        self.env["oe.call.task"].sudo().search(
            [("partner_id", "=", self.id), ("state", "=", "todo")]
        ).unlink()
        client_sudo._oe_end_mandates(kept_mandates.sudo())
        client_sudo.user_ids.filtered("share").active = False
        people._oe_mail(
            self.env._("Visits cancelled"),
            self.env._("A mission is closed: your coordinator calls you."),
            self.env.company,
        )

    def _oe_assert_closable(self):
        """A client of one's own: neither a firm, nor staff, nor others' clients.

        What follows goes past the rules, and closes a login for good.
        """
        client_sudo = self.sudo()
        people = self.env["oe.entrepreneur"].sudo().with_context(active_test=False)
        works = people.search_count([("partner_id", "=", self.id)], limit=1)
        staff = client_sudo.user_ids.filtered(lambda user: not user.share)
        if client_sudo.is_company or works or staff:
            raise UserError(self.env._("This closes the file of a client only."))
        missions = self.env["oe.mission"].sudo()
        companies = missions.search([("partner_id", "=", self.id)]).company_id
        if companies and not companies & self.env.user.company_ids:
            raise AccessError(self.env._("This client is of another cooperative."))

    def _oe_close_missions(self, missions, day):
        """Visits up to the day of the death are owed: they stay, to be recorded."""
        for mission in missions:
            mission._lock()
            mission._open_proposals().write({"state": "withdrawn"})
            mission.intervention_ids._oe_stopped_by_death(day).write(
                {"state": "cancelled", "is_manual": True}
            )
            mission.state = "done" if mission._has_begun() else "cancelled"

    def _oe_open_estate(self, values):
        """The payer named “Succession de …”, of which nothing else is known."""
        estate = self.create(
            {
                "name": self.env._("Estate of %(name)s", name=self.name),
                "street": self.street,
                "zip": self.zip,
                "city": self.city,
                "country_id": self.country_id.id,
                "lang": self.lang,
                **values,
            }
        )
        self.write({"oe_estate_id": estate.id, "oe_payer_id": estate.id})
        return estate

    def _oe_end_mandates(self, kept):
        """A mandate ends with who gave it; heirs may go on reading what is owed."""
        mandates = self.oe_mandate_ids
        today = fields.Date.context_today(self)
        mandates = mandates.filtered(
            lambda row: not row.date_end or row.date_end >= today
        )
        (mandates - kept).action_revoke()
        (mandates & kept).write(
            {"can_visits": False, "can_accept": False, "can_write": False}
        )
        for mandate in mandates & kept:
            # The invoice is the estate's: the same person reads it under its name.
            mandate.copy(
                {
                    "principal_id": self.oe_estate_id.id,
                    "date_start": today,
                    "date_end": mandate.date_end,
                }
            )

    def action_oe_deceased(self):
        """Open the window that names what a death changes."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Close with dignity"),
            "res_model": "oe.death.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_partner_id": self.id},
        }


class Intervention(models.Model):
    _inherit = "oe.intervention"

    def _oe_stopped_by_death(self, day):
        """Planned visits that a death on that day ends: after it, or still ahead."""
        now = fields.Datetime.now()
        return self.filtered(
            lambda visit: (
                visit.state == "planned"
                and (
                    visit.planned_start > now
                    or visit.company_id._oe_wall(visit.planned_start).date() > day
                )
            )
        )
