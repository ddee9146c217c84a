"""A declaration, and at the same instant the rate or the file that it rests on changes.

Real transactions on a disposable clone, in both orders: whoever comes second starts
again (the server does so by itself), and finds what the first one did.
"""

from two_at_once import IMPORTS, assert_runs

PREPARE = """
from odoo import Command
from psycopg2.errors import SerializationFailure
from odoo.addons.oe_royalty.tests.common import RoyaltyCase

class Case(RoyaltyCase):
    pass

companies = env["res.company"].search([("oe_kind", "!=", False)])
env.user.company_ids = [Command.set(companies.ids)]
env = env(context=dict(env.context, tracking_disable=True,
                       allowed_company_ids=companies.ids))
Case.env = env
Case.cae = env["oe.territory"].search([("code", "=", "44")])._company_of("cae_general")
Case.sas = companies.filtered(lambda row: row.oe_kind == "sas")
Case.scheme = env["oe.royalty.scheme"].create(
    {"name": "Marque", "company_id": Case.sas.id})
kip = env.ref("base.LAK")
Case.cae.country_id = env.ref("base.la")
contract = Case._license(books_elsewhere=True, settlement_currency_id=kip.id)
exchange = env["oe.royalty.exchange"].create({
    "company_id": Case.sas.id, "currency_id": kip.id, "date_start": "2026-01-01",
    "units": 20000, "legal_reference": "Banque"})
manager = env["res.users"].create({
    "name": "Gérance", "login": "gerance-declare", "company_id": Case.cae.id,
    "company_ids": [Command.set(Case.cae.ids)],
    "group_ids": [Command.set([env.ref("base.group_user").id,
                               env.ref("oe_base.group_oe_manager").id])]})
row = env["oe.royalty.declaration"].create({
    "contract_id": contract.id, "month": "2027-01-01", "proof": "YmFsYW5jZQ==",
    "line_ids": [Command.create({"local_amount": 20_000_000})]})
proof = env["ir.attachment"].search([
    ("res_model", "=", row._name), ("res_field", "=", "proof"),
    ("res_id", "=", row.id)])
env.cr.commit()

def declare(own):
    mine = own["oe.royalty.declaration"].with_user(manager.id)
    mine.browse(row.id).action_declare()

def rate(own):
    own["oe.royalty.exchange"].browse(exchange.id).units = 25000

def file(own):
    mine = own["ir.attachment"].with_user(manager.id)
    mine.browse(proof.id).write({"raw": b"another"})

def run(first, second):
    registry = Registry(env.cr.dbname)
    with registry.cursor() as one, registry.cursor() as two:
        late = api.Environment(two, 1, {})
        late["oe.royalty.declaration"].browse(row.id).state  # its picture of the data
        own = api.Environment(one, 1, {})
        first(own)
        own.flush_all()
        one.commit()
        try:
            second(late)
            late.flush_all()
        except SerializationFailure:
            two.rollback()
            return
        print("both went through")
        raise SystemExit(1)
"""


def test_a_rate_changes_after_its_declaration():
    """The declaration has counted at it."""
    assert_runs("royalty_declare_rate", IMPORTS + PREPARE + "run(declare, rate)")


def test_a_declaration_counts_at_a_rate_that_has_changed():
    """It reads the new one."""
    assert_runs("royalty_rate_declare", IMPORTS + PREPARE + "run(rate, declare)")


def test_a_file_goes_while_it_is_declared():
    """The digest is of the file that stays."""
    assert_runs("royalty_declare_file", IMPORTS + PREPARE + "run(declare, file)")


def test_a_declaration_digests_a_file_that_has_gone():
    """It digests the new one."""
    assert_runs("royalty_file_declare", IMPORTS + PREPARE + "run(file, declare)")
