"""Where an establishment may be written by hand; else the home says it."""

from odoo import fields, models

NAME = "Establishment"
HELP = "Empty: the one that covers the home, else the main one."


class SaleOrder(models.Model):
    _inherit = "sale.order"

    oe_sap_establishment_id = fields.Many2one(
        "oe.sap.establishment",
        NAME,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        help=HELP,
    )

    def _prepare_invoice(self):
        return {
            **super()._prepare_invoice(),
            "oe_sap_establishment_id": self.oe_sap_establishment_id.id,
        }


class AccountMove(models.Model):
    _inherit = "account.move"

    oe_sap_establishment_id = fields.Many2one(
        "oe.sap.establishment",
        NAME,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        help=HELP,
    )

    def _oe_sap_share_values(self, rule, pairs):
        return {
            **super()._oe_sap_share_values(rule, pairs),
            "oe_sap_establishment_id": self.oe_sap_establishment_id.id,
        }


class Mission(models.Model):
    _inherit = "oe.mission"

    sap_establishment_id = fields.Many2one(
        "oe.sap.establishment",
        NAME,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        help="Empty: that of the order, else the one that covers the home.",
    )


class Affiliation(models.Model):
    _inherit = "oe.affiliation"

    sap_establishment_id = fields.Many2one(
        "oe.sap.establishment",
        NAME,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        help="Where the pay is counted. Empty: the main establishment.",
    )
