from odoo import Command, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import rate
from odoo.addons.oe_base.tools import lock_rows


class SaleOrder(models.Model):
    """A quote that an ES makes on the phone: a standard order of the right company."""

    _name = "sale.order"
    _inherit = ["sale.order", "oe.cae.approval.mixin"]

    _oe_limit_kind = "quote"

    def _prepare_invoice(self):
        values = super()._prepare_invoice()
        # Who invoices may know nothing of activities.
        activity_sudo = self.sudo().oe_activity_id
        if activity_sudo:
            values["oe_activity_id"] = activity_sudo.id
        return values

    def write(self, vals):
        """Whoever sends a quote of an ES, it was approved where that is needed.

        The mention of a CAPE goes on it then (C. com. R.127-3).
        """
        if vals.get("state") in ("sent", "sale"):
            self.check_access("write")  # before any sentence that names somebody
            self._oe_cae_before_leaving()
        return super().write(vals)

    def _oe_cae_before_leaving(self):
        orders = self.sudo().filtered(
            lambda order: order.oe_activity_id and order.state == "draft"
        )
        for order in orders:
            if order.oe_approval == "refused" or order._oe_needs_approval():
                raise UserError(
                    self.env._(
                        "%(name)s is above what %(person)s commits alone: a manager "
                        "approves it first (Entrepreneurs, To approve).",
                        name=order.name,
                        person=order.oe_activity_id.entrepreneur_id.name,
                    )
                )
            cape = self.env["oe.cae.contract"]._cape_of(
                order.oe_activity_id, fields.Date.context_today(self)
            )
            order.note = cape._add_cape_mention(order.note, order.partner_id.lang)

    # -- made on the phone ---------------------------------------------------------

    def _oe_sell(self, person, client, lines, words=None):
        """Make the quote of an ES, or rewrite a draft one.

        The seller is the company that may sell these services to that buyer, where
        the ES has an activity; all lines are of that activity, at 100 %.

        :param client: entry of the ES's own book
        :param list lines: dicts ``product``, ``name``, ``quantity`` and ``price``
            (excl. VAT), the last two exact
        :param str words: a sentence to the client
        :return: the draft quote
        :raises UserError: naming what is missing or may not be sold
        """
        if client.entrepreneur_id != person:
            raise UserError(self.env._("Choose one of your clients."))
        if not lines:
            raise UserError(self.env._("Write at least one line: what, how much."))
        if self and (self.state != "draft" or self.oe_approval == "asked"):
            raise UserError(self.env._("Only a draft changes: cancel it, and copy it."))
        activity = self._oe_selling_activity(person, client.partner_id, lines)
        values = self._oe_prepare_sale(activity, client.partner_id, lines, words)
        if self and self.company_id == activity.company_id:
            self.order_line.unlink()
            self.write({**values, "oe_approval": False})
            return self
        orders = self.with_company(activity.company_id)
        made = orders.browse().create(values)
        self.unlink()
        return made

    def _oe_selling_activity(self, person, buyer, lines):
        sellers = self.env["res.company"]
        for line in lines:
            template = line["product"].product_tmpl_id
            sellers |= template._oe_seller(person.territory_id, buyer)
        if len(sellers) > 1:
            raise UserError(
                self.env._(
                    "These services are sold by two cooperatives (%(names)s): make one "
                    "quote for each.",
                    names=", ".join(sellers.sudo().mapped("name")),
                )
            )
        day = fields.Date.context_today(self)
        mine = self.env["oe.activity"].search([("entrepreneur_id", "=", person.id)])
        mine = mine._sells(sellers, day).sorted("id")
        if not mine:
            raise UserError(
                self.env._(
                    "%(company)s sells this to this client, and you have no contract "
                    "with it: speak to your advisor.",
                    company=sellers.sudo().name,
                )
            )
        return mine[0]

    def _oe_prepare_sale(self, activity, buyer, lines, words):
        distribution = {str(activity.account_id.id): 100}
        return {
            "company_id": activity.company_id.id,
            "partner_id": buyer.id,
            "oe_activity_id": activity.id,
            "user_id": activity.entrepreneur_id.advisor_id.id,
            "client_order_ref": (words or "").strip()[:200] or False,
            "order_line": [
                Command.create(
                    {
                        "product_id": line["product"].id,
                        "name": line["name"] or line["product"].name,
                        "product_uom_qty": float(line["quantity"]),
                        "price_unit": float(line["price"]),
                        "analytic_distribution": distribution,
                    }
                )
                for line in lines
            ],
        }

    def _oe_done(self):
        """The quote goes to the client: by e-mail, or the ES hands over the link."""
        self.ensure_one()
        lock_rows(self)
        if self.state != "draft":
            raise UserError(self.env._("This quote was sent already."))
        self.action_quotation_sent()
        self._oe_mail("oe_cae.mail_template_quote")

    def _oe_mail(self, template):
        self._portal_ensure_token()
        if self.partner_id.email:
            self.env.ref(template).send_mail(self.id)

    def _oe_cancel(self):
        """Take a quote back as long as nobody accepted it.

        :raises UserError: when it was accepted meanwhile
        """
        lock_rows(self)
        if self.state not in ("draft", "sent"):
            raise UserError(self.env._("This quote is accepted: it stays."))
        self.activity_unlink(["mail.mail_activity_data_todo"])
        self.oe_approval = False
        self._action_cancel()

    def _oe_accepted_on_paper(self, content, name, mimetype):
        """The client signed on paper: keep the photo, and the order stands.

        :raises UserError: when the quote is not open
        """
        lock_rows(self)
        if self.state != "sent" or self.is_expired:
            raise UserError(self.env._("This quote is not open: send a new one."))
        self.env["ir.attachment"].create(
            {
                "name": name,
                "raw": content,
                "mimetype": mimetype,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self.action_confirm()

    def _oe_invoice_done(self, quantities, sent_ref=None):
        """Invoice what the ES says was done, through the standard flow.

        :param dict quantities: exact quantity to invoice now, by order line id
        :param str sent_ref: mark of the form; sent again, the same invoice is given
        :return: the invoice, in draft when it is new
        :raises UserError: when nothing is to invoice, or more than was sold
        """
        lock_rows(self)
        moves = self.env["account.move"]
        made = moves._oe_made_by(sent_ref, self.oe_activity_id)
        if made:
            return made
        if self.state != "sale":
            raise UserError(self.env._("Only an accepted quote is invoiced."))
        total = 0
        for line in self.order_line.filtered(lambda li: not li.display_type):
            quantity = quantities.get(line.id, 0)
            left = rate(line.product_uom_qty) - rate(line.qty_invoiced)
            if not 0 <= quantity <= left:
                raise UserError(
                    self.env._(
                        "%(line)s: %(left)s are left to invoice; more needs another "
                        "quote.",
                        line=line.name.split("\n")[0],
                        left=f"{float(left):g}".replace(".", ","),
                    )
                )
            total += quantity
            line.qty_delivered = float(rate(line.qty_invoiced) + quantity)
        if not total:
            raise UserError(self.env._("Write what was done: nothing to invoice."))
        move = self._create_invoices()
        move.oe_sent_ref = sent_ref
        return move
