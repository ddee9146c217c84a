from odoo import Command, api, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import to_cents

from ..calc.moving_columns import ACTIVITIES, CLIENTS, INVOICES, QUOTES
from ..calc.moving_money import split_due
from .moving_kind import Refused
from .statement import euros

# Rates of the files → taxes of services, due on payment (CGI 269-2-c).
TAXES = {
    "20": "tva_normale_encaissement",
    "10": "tva_intermediaire_encaissement",
    "5.5": "tva_reduite_encaissement",
    "0": "",
}
OPEN = ("draft", "sent")


class MovingSales(models.AbstractModel):
    """What open quotes and open invoices share: whose they are, for which client."""

    _name = "oe.cae.moving.sales"
    _description = "Sales that move in"
    _inherit = ["oe.cae.moving.kind"]

    @api.model
    def _lookups(self, job, rows):
        company = job.company_id
        return {
            "activities": self._records(job, ACTIVITIES, rows, "activite"),
            "clients": self._records(job, CLIENTS, rows, "client"),
            "taxes": {
                text: company._oe_chart_ref(name).ids if name else []
                for text, name in TAXES.items()
            },
        }

    @api.model
    def _parties(self, row, found):
        """The activity and the partner of a line."""
        activity = self._pick(found["activities"], row, "activite")
        client = self._pick(found["clients"], row, "client")
        if client.entrepreneur_id != activity.entrepreneur_id:
            raise Refused(
                "client",
                self.env._(
                    "%(client)s is in the book of somebody else.",
                    client=client.partner_name,
                ),
            )
        return activity, client.partner_id


class MovingQuotes(models.AbstractModel):
    """Open quotes: one line of the file a line of the quote."""

    _name = "oe.cae.moving.quotes"
    _description = "Open quotes that move in"
    _inherit = ["oe.cae.moving.sales"]

    _moving_kind = QUOTES
    _moving_model = "sale.order.line"

    @api.model
    def _lookups(self, job, rows):
        names = {str(row.values.get("devis") or "") for row in rows}
        orders = self.env["sale.order"].search(
            [("company_id", "=", job.company_id.id), ("origin", "in", list(names))]
        )
        return {
            **super()._lookups(job, rows),
            "orders": {order.origin: order for order in orders if order.oe_activity_id},
            "heads": {},
            "product": self.env.ref("oe_cae.product_moved"),
        }

    @api.model
    def _values(self, job, row, found):
        given = row.values
        activity, partner = self._parties(row, found)
        head = {
            "company_id": job.company_id.id,
            "partner_id": partner.id,
            "oe_activity_id": activity.id,
            "user_id": activity.entrepreneur_id.advisor_id.id,
            "origin": given["devis"],
            "date_order": given["date"],
            "validity_date": given["validite"] or False,
            "state": given["etat"],
        }
        if found["heads"].setdefault(given["devis"], head) != head:
            raise Refused(
                "devis",
                self.env._(
                    "The lines of %(name)s differ in whose, for whom or when.",
                    name=given["devis"],
                ),
            )
        order = found["orders"].get(given["devis"])
        if order and order.state not in OPEN:
            raise Refused("devis", self._frozen_order(order))
        if order and order.oe_activity_id != activity:
            raise Refused(
                "devis",
                self.env._("The quote %(name)s is somebody else's.", name=order.origin),
            )
        return {
            "head": head,
            "order": order,
            "line": {
                "product_id": found["product"].id,
                "name": given["libelle"],
                "product_uom_qty": float(given["quantite"]),
                "price_unit": euros(given["prix_ht"]),
                "tax_ids": [Command.set(found["taxes"][given["taux_tva"]])],
                "analytic_distribution": {str(activity.account_id.id): 100},
            },
        }

    @api.model
    def _frozen(self, record):
        order = record.order_id
        return "" if order.state in OPEN else self._frozen_order(order)

    def _frozen_order(self, order):
        return self.env._("The quote %(name)s is no longer open.", name=order.origin)

    @api.model
    def _check_file(self, job, judged):
        """A quote comes in whole."""
        broken = {
            str(line.row.values.get("devis"))
            for line in judged
            if line.status == "refused" and line.row.values
        }
        for line in judged:
            if line.status == "new" and line.row.values["devis"] in broken:
                line.refuse("devis", self.env._("Another line of it is refused."))

    @api.model
    def _make(self, job, lines):
        groups = {}
        for line in lines:
            groups.setdefault(line.row.values["devis"], []).append(line)
        fresh = {
            name: group
            for name, group in groups.items()
            if not group[0].values["order"]
        }
        orders = self.env["sale.order"].create(
            [group[0].values["head"] for group in fresh.values()]
        )
        by_name = dict(zip(fresh, orders, strict=True))
        return self.env["sale.order.line"].create(
            [
                {
                    **line.values["line"],
                    "order_id": (
                        line.values["order"] or by_name[line.row.values["devis"]]
                    ).id,
                }
                for line in lines
            ]
        )

    @api.model
    def _correct(self, record, values):
        head = {key: val for key, val in values["head"].items() if key != "state"}
        record.order_id.write(head)
        record.write(values["line"])


class MovingInvoices(models.AbstractModel):
    """Open invoices: what is still due, against the opening account.

    Nothing of it is turnover: class 70 was credited in the former books. VAT due on
    payment comes along, and falls due here when the client pays.
    """

    _name = "oe.cae.moving.invoices"
    _description = "Open invoices that move in"
    _inherit = ["oe.cae.moving.sales"]

    _moving_kind = INVOICES
    _moving_model = "account.move"

    @api.model
    def _lookups(self, job, rows):
        return {
            **super()._lookups(job, rows),
            "account": job.company_id._oe_opening_account(),
            "journal": job.company_id._oe_moving_journal("sale"),
        }

    @api.model
    def _values(self, job, row, found):
        given = row.values
        activity, partner = self._parties(row, found)
        cents = given["montant_du"]
        if not cents:
            raise Refused("montant_du", self.env._("Nothing is due any more."))
        if given["date"] > job.date:
            raise Refused(
                "date", self.env._("It is after the opening: invoice it here.")
            )
        on_payment = given["tva_exigible"] == "payment"
        due = split_due(abs(cents), given["taux_tva"], on_payment=on_payment)
        sign = -1 if cents < 0 else 1
        return {
            "move_type": "out_invoice" if cents > 0 else "out_refund",
            "company_id": job.company_id.id,
            "journal_id": found["journal"].id,
            "partner_id": partner.id,
            "oe_activity_id": activity.id,
            "ref": row.reference,
            "payment_reference": row.reference,
            "invoice_date": given["date"],
            "date": job.date,
            "invoice_date_due": given["echeance"] or given["date"],
            "invoice_payment_term_id": False,
            "oe_former_turnover": euros(sign * due.base),
            "invoice_line_ids": self._items(given, due, found, activity),
        }

    def _items(self, given, due, found, activity):
        common = {
            "account_id": found["account"].id,
            "quantity": 1,
            "analytic_distribution": {str(activity.account_id.id): 100},
        }
        label = given["libelle"] or self.env._("Still due of the former invoice")
        taxes = found["taxes"][given["taux_tva"]] if due.tax else []
        items = [(label, due.base, taxes)]
        if due.rest:
            word = self.env._("Rounding") if due.tax else self.env._("VAT declared")
            items.append((word, due.rest, []))
        return [Command.clear()] + [
            Command.create(
                {
                    **common,
                    "name": name,
                    "price_unit": euros(cents),
                    "tax_ids": [Command.set(tax_ids)],
                }
            )
            for name, cents, tax_ids in items
        ]

    @api.model
    def _frozen(self, record):
        if record.state != "draft":
            return self.env._(
                "%(name)s is posted: correct it in Accounting.", name=record.ref
            )
        return ""

    @api.model
    def _make(self, job, lines):
        moves = super()._make(job, lines)
        for line, move in zip(lines, moves, strict=True):
            self._check_total(move, line.row)
        return moves

    @api.model
    def _correct(self, record, values):
        wanted = values["move_type"]
        if record.move_type != wanted:
            raise UserError(
                self.env._("An invoice does not become a credit note: delete it first.")
            )
        fixed = ("move_type", "company_id", "journal_id")
        record.write({key: val for key, val in values.items() if key not in fixed})

    def _check_total(self, move, row):
        if to_cents(move.amount_total) != abs(row.values["montant_du"]):
            raise UserError(
                self.env._("What is due cannot be written to the cent at this rate.")
            )
