import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import to_cents
from odoo.addons.oe_base.tools import kind_of, lock_rows

from .statement import euros

# Rates of French VAT on a receipt → tax of the chart that gives it back.
RECEIPT_TAXES = {
    "20": "tva_acq_normale",
    "10": "tva_acq_intermediaire",
    "5.5": "tva_acq_reduite",
}
OLDEST_DAYS = 365


class HrExpense(models.Model):
    """A claim of an entrepreneur: a standard expense, charged to the activity."""

    _inherit = "hr.expense"

    oe_activity_id = fields.Many2one(
        "oe.activity",
        "Activity",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    oe_entrepreneur_id = fields.Many2one(
        related="oe_activity_id.entrepreneur_id", store=True, string="Entrepreneur"
    )
    oe_receipt_hash = fields.Char(readonly=True, copy=False)
    oe_sent_ref = fields.Char(readonly=True, copy=False)
    oe_refusal = fields.Char("Why it was refused", readonly=True, copy=False)

    _oe_once = models.UniqueIndex(
        "(oe_sent_ref) WHERE oe_sent_ref IS NOT NULL", "This claim arrived already."
    )
    _oe_receipt_once = models.UniqueIndex(
        "(oe_entrepreneur_id, oe_receipt_hash)"
        " WHERE oe_receipt_hash IS NOT NULL AND state <> 'refused'",
        "This receipt was sent already.",
    )

    @api.model
    def _oe_claims(self, person):
        """Claims of a person, newest first, past the rules on expenses."""
        return self.sudo().search(
            [("oe_entrepreneur_id", "=", person.id)], order="date desc, id desc"
        )

    @api.model
    def _oe_send_receipt(self, activity, given, photo, sent_ref=None, again=False):
        """Claim what a receipt says, its photo attached; it waits for a manager.

        :param dict given: ``day``, ``product`` (category), ``name``, ``cents`` (incl.
            VAT) and ``vat``, a key of :data:`RECEIPT_TAXES` or ``""``
        :param photo: ``(content, file name, MIME type)``
        :param again: send although something alike was claimed
        :return: the claim; the same one when this form was sent before
        :raises UserError: with what to do instead
        """
        found = self._oe_begin(activity, sent_ref)
        if found:
            return found
        content = photo[0]
        digest = hashlib.sha256(content).hexdigest()
        self._oe_check_receipt(activity, given, digest, content, again)
        company = activity.company_id
        tax = RECEIPT_TAXES.get(given["vat"]) if given["product"].oe_expense_vat else ""
        claim = self._oe_create(
            activity,
            given,
            given["cents"],
            tax_ids=company._oe_chart_ref(tax).ids if tax else [],
            oe_receipt_hash=digest,
            oe_sent_ref=sent_ref,
        )
        attachment = self.env["ir.attachment"].create(
            {
                "name": photo[1],
                "raw": content,
                "mimetype": photo[2],
                "res_model": self._name,
                "res_id": claim.id,
            }
        )
        claim.message_main_attachment_id = attachment
        claim._oe_submit()
        return claim

    def _oe_begin(self, activity, sent_ref):
        """Hold the person's claims; a form sent twice finds what it made."""
        lock_rows(activity.entrepreneur_id)
        if not sent_ref:
            return self.browse()
        return self.search(
            [
                ("oe_sent_ref", "=", sent_ref),
                ("oe_entrepreneur_id", "=", activity.entrepreneur_id.id),
            ],
            limit=1,
        )

    def _oe_check_day(self, activity, day):
        today = activity.company_id._oe_today()
        if day > today:
            raise UserError(self.env._("This day is still to come."))
        if (today - day).days > OLDEST_DAYS:
            raise UserError(
                self.env._("It is more than a year ago: speak with your advisor.")
            )

    def _oe_check_receipt(self, activity, given, digest, content, again):
        self._oe_check_day(activity, given["day"])
        if given["cents"] <= 0:
            raise UserError(self.env._("Write what you paid, VAT included."))
        if not kind_of(content):
            raise UserError(self.env._("Take a photo first (JPEG, PNG or PDF)."))
        mine = [
            ("oe_entrepreneur_id", "=", activity.entrepreneur_id.id),
            ("state", "!=", "refused"),
        ]
        same = self.search([*mine, ("oe_receipt_hash", "=", digest)], limit=1)
        if same:
            raise UserError(
                self.env._(
                    "You sent this very photo already, with “%(name)s”.", name=same.name
                )
            )
        amount = euros(given["cents"])
        alike = self.search(
            [*mine, ("date", "=", given["day"]), ("total_amount", "=", amount)], limit=1
        )
        if alike and not again:
            raise UserError(
                self.env._(
                    "You claimed the same amount on the same day: “%(name)s”. If it is "
                    "another receipt, tick “It is another one” and send it again.",
                    name=alike.name,
                )
            )

    def _oe_create(self, activity, given, cents, **values):
        person, company = activity.entrepreneur_id, activity.company_id
        hosted = person._affiliation(company, given["day"])
        if not hosted.employee_id:
            raise UserError(
                self.env._(
                    "%(company)s did not host you on that day.", company=company.name
                )
            )
        product = given["product"]
        return self.with_company(company).create(
            {
                "name": given["name"],
                "date": given["day"],
                "company_id": company.id,
                "employee_id": hosted.employee_id.id,
                "product_id": product.id,
                "payment_mode": "own_account",
                "total_amount_currency": euros(cents),
                "account_id": company._oe_chart_ref(product.oe_expense_account).id,
                "analytic_distribution": {str(activity.account_id.id): 100},
                "oe_activity_id": activity.id,
                **values,
            }
        )

    def _oe_submit(self):
        for claim in self:
            claim.manager_id = claim._get_default_responsible_for_approval()
        self.write({"approval_state": "submitted"})
        self.update_activities_and_mails()

    def _oe_withdraw(self):
        """The person takes back what nobody approved yet.

        :raises UserError: when it is too late
        """
        self.ensure_one()
        lock_rows(self)
        if self.state not in ("draft", "submitted"):
            raise UserError(
                self.env._("It was read already: speak with your advisor to change it.")
            )
        self.attachment_ids.unlink()
        self.unlink()

    def _can_be_autovalidated(self):
        # An entrepreneur's claim commits the cooperative: somebody else reads it.
        return not self.oe_activity_id and super()._can_be_autovalidated()

    def _get_default_responsible_for_approval(self):
        found = super()._get_default_responsible_for_approval()
        if found or not self.oe_activity_id:
            return found
        alerts_sudo = self.env["oe.cae.alert"].sudo()  # portal users read no users
        manager = alerts_sudo._managers(self.company_id).get(
            self.company_id, self.env["res.users"]
        )
        return manager.sudo(False)

    def _do_refuse(self, reason):
        result = super()._do_refuse(reason)
        claims = self.filtered("oe_activity_id")
        claims.oe_refusal = (reason or "")[:200]
        return result

    def _oe_amount(self):
        """What is claimed, in cents."""
        return to_cents(self.total_amount)
