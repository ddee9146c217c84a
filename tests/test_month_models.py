"""The month of the demo through the models, with its figures."""

import os

import pytest

SCRIPT = """
import os, pathlib, sys
sys.path.insert(0, str(pathlib.Path(os.environ["OE_ROOT"]) / "config"))
from demo import month, stage

stage.Stage(env).build()
life = month.Month(env)
life.live()
env.flush_all()

def same(what, got, wanted):
    if got != wanted:
        raise SystemExit(f"{what}: {got} instead of {wanted}")

# Other homes of the demo have payers and advances: the month is Jeanne's and Robert's.
clients = env["res.partner"].search(
    [("name", "in", ("Jeanne Le Goff", "Robert Guillou"))]
)
moves = env["account.move"].search(
    [
        ("company_id", "=", life.samad.id),
        ("move_type", "=", "out_invoice"),
        ("partner_id", "in", clients.ids),
    ]
)
same("invoices", sorted(moves.mapped("amount_total")), [211.20, 325.14])
same("paid", set(moves.mapped("payment_state")) <= {"paid", "in_payment"}, True)
rows = env["oe.cae.statement"].search([])
same("contributions", sorted(rows.mapped("contribution")), [-41.70, -7.50])
period = env["oe.period"].search(
    [("company_id", "=", life.samad.id), ("state", "=", "closed")]
)
same("activities + structure - ledger", period.cae_difference, 0.0)
july, royalty = env["oe.royalty.statement"].search(
    [("company_id", "=", life.samad.id)], order="month desc"
)
months = [str(row.month) for row in (july, royalty)]
same("months", months, ["2026-07-01", "2026-06-01"])
same("royalty", royalty.amount, 24.60)
same("July waits for its reader", (july.state, july.amount), ("review", 54.60))
same("seal", royalty._seal_is_true(), True)
bills = env["account.move"].search([("oe_mirror_of_id", "!=", False)])
mirrored = {bill.company_id: bill.amount_untaxed for bill in bills}
# The trainer's 147.00 at 5 %: 7.35 for the other cooperative.
same("mirror", mirrored, {life.samad: 24.60, life.msg: 7.35})
sold = env["account.move"].search(
    [("company_id", "=", life.msg.id), ("move_type", "=", "out_invoice")]
)
same("the trainer sold", (sold.amount_untaxed, sold.amount_total), (147.0, 176.4))
same("for", sold.oe_activity_id.entrepreneur_id, life.samira)
paid = env["oe.sap.certificate"].search([]).mapped("paid")
same("certificates", sorted(paid), [211.20, 325.14])
print("the month holds")
"""


def test_the_month_of_the_demo_through_the_models():
    if "OE_ROOT" not in os.environ:
        pytest.skip("needs the site: run it with bin/oe test")
    from oe.database import PREFIX, Site  # noqa: PLC0415

    site = Site()
    name = f"{PREFIX}month_{os.getpid()}"
    site.clone(site.ready(), name)
    try:
        assert site.shell(name, SCRIPT) == 0
    finally:
        site.drop(name)
