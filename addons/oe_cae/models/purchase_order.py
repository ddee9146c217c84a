import datetime

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

from odoo.addons.oe_base.tools import lock_rows

GOODS_TAXES = {
    "20": "tva_acq_normale",
    "10": "tva_acq_intermediaire",
    "5.5": "tva_acq_reduite",
}
SERVICE_TAXES = {
    "20": "tva_acq_encaissement",
    "10": "tva_acq_intermediaire_encaissement",
    "5.5": "tva_acq_encaissement_reduite",
}


class PurchaseOrder(models.Model):
    """What an ES buys for the activity: a standard order of the cooperative."""

    _name = "purchase.order"
    _inherit = ["purchase.order", "oe.cae.approval.mixin"]

    _oe_limit_kind = "purchase"

    oe_sent_ref = fields.Char(
        "Mark of the form", readonly=True, copy=False, groups="base.group_system"
    )

    _oe_sent_once = models.UniqueIndex(
        "(oe_sent_ref) WHERE oe_sent_ref IS NOT NULL", "This order was made already."
    )

    def write(self, vals):
        """Whoever orders for an ES, by whatever button, it was approved if needed."""
        if vals.get("state") in ("to approve", "purchase"):
            self._oe_refuse_unapproved()
        return super().write(vals)

    def button_confirm(self):
        self._oe_refuse_unapproved()  # before anything is prepared
        return super().button_confirm()

    def _oe_refuse_unapproved(self):
        self.check_access("write")  # before any sentence that names somebody
        for order in self.sudo().filtered("oe_activity_id"):
            if order.oe_approval == "refused" or order._oe_needs_approval():
                raise UserError(
                    self.env._(
                        "%(name)s is above what %(person)s commits alone: a manager "
                        "approves it first (Entrepreneurs, To approve).",
                        name=order.name,
                        person=order.oe_activity_id.entrepreneur_id.name,
                    )
                )

    def _prepare_invoice(self):
        values = super()._prepare_invoice()
        activity_sudo = self.sudo().oe_activity_id
        if activity_sudo:
            # The order says whose it is: nobody has to be asked.
            values |= {"oe_activity_id": activity_sudo.id, "oe_routing": "confirmed"}
        return values

    # -- made on the phone ---------------------------------------------------------

    @api.model
    def _oe_suppliers(self, person):
        """Suppliers that a person ordered from before."""
        orders = self.search([("oe_activity_id.entrepreneur_id", "=", person.id)])
        return orders.partner_id.sorted("name")

    @api.model
    def _oe_buy(self, activity, given, sent_ref=None):
        """Make an order; under the threshold it is confirmed at once.

        :param dict given: ``supplier`` (a partner of the person's, or empty),
            ``supplier_name``, ``product``, ``name``, ``quantity`` and ``price`` (excl.
            VAT), exact, and ``vat``
        :return: the order; the same one when this form was sent before
        :raises UserError: with what is missing
        """
        lock_rows(activity.entrepreneur_id)
        made = self.search(
            [("oe_sent_ref", "=", sent_ref), ("oe_activity_id", "=", activity.id)]
        )
        if sent_ref and made:
            return made
        if not given["quantity"] or not given["price"]:
            raise UserError(self.env._("Write how many, and the price of one."))
        company = activity.company_id
        if not activity.entrepreneur_id._affiliation(company, company._oe_today()):
            raise UserError(
                self.env._("%(company)s hosts you no more.", company=company.name)
            )
        order = self.with_company(company).create(
            {
                "company_id": company.id,
                "partner_id": self._oe_supplier(given).id,
                "oe_activity_id": activity.id,
                "oe_sent_ref": sent_ref,
                "user_id": activity.entrepreneur_id.advisor_id.id,
                "order_line": [Command.create(self._oe_line(activity, given))],
            }
        )
        order._oe_go()
        return order

    def _oe_supplier(self, given):
        if given["supplier"]:
            return given["supplier"]
        name = (given["supplier_name"] or "").strip()[:100]
        if not name:
            raise UserError(self.env._("Write the name of the supplier."))
        return self.env["res.partner"].create(
            {"name": name, "is_company": True, "supplier_rank": 1, "lang": "fr_FR"}
        )

    def _oe_line(self, activity, given):
        product, company = given["product"], activity.company_id
        taxes = SERVICE_TAXES if product.type == "service" else GOODS_TAXES
        tax = taxes.get(given["vat"])
        return {
            "product_id": product.id,
            "name": given["name"] or product.name,
            "product_qty": float(given["quantity"]),
            "price_unit": float(given["price"]),
            "date_planned": fields.Datetime.now() + datetime.timedelta(days=1),
            "tax_ids": [Command.set(company._oe_chart_ref(tax).ids if tax else [])],
            "analytic_distribution": {str(activity.account_id.id): 100},
        }

    def _oe_done(self):
        """Confirm the order."""
        self.ensure_one()
        lock_rows(self)
        if self.state not in ("draft", "sent"):
            raise UserError(self.env._("This order was confirmed already."))
        self.button_confirm()
        self._portal_ensure_token()

    def _oe_drop(self):
        """Cancel what was not billed yet.

        :raises UserError: when a bill is there
        """
        self.ensure_one()
        lock_rows(self)
        if self.invoice_ids.filtered(lambda bill: bill.state != "cancel"):
            raise UserError(
                self.env._("Its bill is there already: speak with your advisor.")
            )
        self.write({"oe_approval": False})
        self.button_cancel()

    # -- shown on the phone --------------------------------------------------------

    def _oe_state(self):
        """(label, Bootstrap colour) of an order, for its entrepreneur."""
        self.ensure_one()
        if self.state == "cancel":
            return self.env._("Cancelled"), "secondary"
        if self.state == "purchase":
            billed = self.invoice_status == "invoiced"
            return (
                (self.env._("Bill received"), "success")
                if billed
                else (self.env._("Ordered"), "info")
            )
        if self.oe_approval == "refused":
            return self.env._("Refused"), "danger"
        return self.env._("Waits for a manager"), "warning"

    def _oe_money(self, amount):
        return formatLang(self.env, amount, currency_obj=self.currency_id)

    def _oe_row(self):
        label, tone = self._oe_state()
        return {
            "url": f"/my/oe/purchases/{self.id}",
            "name": self.name,
            "supplier": self.partner_id.name,
            "what": self.order_line[:1].name or "",
            "date": format_date(self.env, self.create_date),
            "total": self._oe_money(self.amount_total),
            "label": label,
            "tone": tone,
        }

    def _oe_page(self):
        """An order as its entrepreneur sees it."""
        line = self.order_line[:1]
        return {
            **self._oe_row(),
            "id": self.id,
            "buyer": self.company_id.name,
            "quantity": formatLang(self.env, line.product_qty, digits=2),
            "price": self._oe_money(line.price_unit),
            "untaxed": self._oe_money(self.amount_untaxed),
            "tax": self._oe_money(self.amount_tax),
            "refusal": self.oe_approval == "refused" and self.oe_approval_note,
            "link": self.state == "purchase"
            and self.get_base_url() + self.get_portal_url(),
            "open": self.state in ("draft", "sent", "purchase")
            and not self.invoice_ids.filtered(lambda bill: bill.state != "cancel"),
        }


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    def _prepare_account_move_line(self, move=False):
        values = super()._prepare_account_move_line(move)
        order_sudo = self.order_id.sudo()
        name = self.product_id.oe_expense_account
        if order_sudo.oe_activity_id and name:
            values["account_id"] = order_sudo.company_id._oe_chart_ref(name).id
        return values
