"""The core's demonstration provider: invoices are paid on line, nothing is charged."""

from odoo import Command


def install(env):
    """Add the provider and switch it on in test mode for both cooperatives."""
    env["ir.module.module"].search(
        [("name", "=", "payment_demo")]
    ).button_immediate_install()


def switch_on(env):
    """One provider a company: each has its own contract with its bank."""
    model = env["payment.provider"]
    first = model.search([("code", "=", "demo")], limit=1)
    card = env.ref("payment.payment_method_card")
    for company in env["res.company"].search([("oe_kind", "like", "cae%")]):
        own = model.search([("code", "=", "demo"), ("company_id", "=", company.id)])
        own = own or first.copy({"company_id": company.id})
        own.write(
            {
                "name": "Carte bancaire (démonstration)",
                "state": "test",
                "is_published": True,
                "payment_method_ids": [Command.set(card.ids)],
            }
        )
    card.active = True
