"""Statements of before: all that was earned was due and billed; schemes get pools."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    cr.execute(
        """
        UPDATE oe_royalty_statement
           SET earned_amount = amount, billed_amount = amount
         WHERE earned_amount IS NULL
        """
    )
    env = api.Environment(cr, SUPERUSER_ID, {"lang": "fr_FR", "active_test": False})
    # A few brands: each gets the two pools that a new one has.
    env["oe.royalty.scheme"].search([("pool_ids", "=", False)])._ensure_pools()
