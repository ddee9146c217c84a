"""Two people at once on a month of the royalty, and a lock that is killed.

Real transactions on a disposable clone: two locks make one seal, two invoices one
document on each side, and a process killed in a lock leaves the month as it was.
"""

from two_at_once import IMPORTS, JOBS, assert_runs

PREPARE = """
import os, signal, datetime
from odoo import Command
from odoo.addons.oe_royalty.tests.common import RoyaltyCase

class Case(RoyaltyCase):
    pass

companies = env["res.company"].search([("oe_kind", "!=", False)])
env.user.company_ids = [Command.set(companies.ids)]
env = env(context=dict(env.context, tracking_disable=True,
                       allowed_company_ids=companies.ids))
Case.env = env
territory = env["oe.territory"].search([("code", "=", "44")])
Case.cae = territory._company_of("cae_general")
Case.sas = companies.filtered(lambda row: row.oe_kind == "sas")
Case.scheme = env["oe.royalty.scheme"].create(
    {"name": "Marque", "company_id": Case.sas.id})
Case._rate(5, "2027-01-01")
Case.household = env["res.partner"].create({"name": "Foyer"})
Case._license()
for day in range(1, 21):
    Case._sale(100, f"2027-01-{day:02d}")
period = Case._period("2027-01")
period.action_compute()
env.cr.commit()
statements = period.statement_ids
"""
LOCK = (
    PREPARE
    + """
def lock(own):
    own["oe.royalty.period"].browse(period.id).action_lock()
    return "done"
both(lock, lock)
print(told, statements.mapped("state"), statements.mapped("amount"))
if told.count("done") != 1 or set(statements.mapped("state")) != {"locked"}:
    raise SystemExit(1)
if not all(statements.mapped("is_intact")) or sum(statements.mapped("amount")) != 100:
    raise SystemExit(1)
"""
)
INVOICE = (
    PREPARE
    + """
period.action_lock()
env.cr.commit()
def invoice(own):
    own["oe.royalty.period"].browse(period.id).action_invoice()
    return "done"
both(invoice, invoice)
moves = env["account.move"].search([
    ("invoice_origin", "in", statements.mapped("display_name"))])
print(told, moves, moves.oe_mirror_ids)
if told.count("done") != 1 or len(moves) != 1 or len(moves.oe_mirror_ids) != 1:
    raise SystemExit(1)
"""
)
COMPUTE = (
    PREPARE
    + """
def compute(own):
    own["oe.royalty.period"].browse(period.id).action_compute()
    return "done"
both(compute, compute)
print(told, len(statements.line_ids))
if told != ["done", "done"] or len(statements.line_ids) != 20:
    raise SystemExit(1)
"""
)
KILLED = (
    PREPARE
    + """
pid = os.fork()
if not pid:
    # A connection of its own, that its death closes (one of the pool would stay open
    # in the parent): it dies after the seal, before the commit.
    from odoo import sql_db
    sql_db._Pool = None
    with sql_db.db_connect(env.cr.dbname).cursor() as cr:
        own = api.Environment(cr, 1, {})
        own["oe.royalty.period"].browse(period.id).action_lock()
        own.flush_all()
        os.kill(os.getpid(), signal.SIGKILL)
_pid, status = os.waitpid(pid, 0)
env.cr.rollback()
env.invalidate_all()
print(status, statements.mapped("state"))
if not os.WIFSIGNALED(status) or set(statements.mapped("state")) != {"computed"}:
    raise SystemExit(1)
if any(statements.mapped("seal")):
    raise SystemExit(1)
period.action_lock()
if set(statements.mapped("state")) != {"locked"}:
    raise SystemExit(1)
if sum(statements.mapped("amount")) != 100:
    raise SystemExit(1)
"""
)


def test_two_locks_make_one_seal():
    assert_runs("royalty_lock", IMPORTS + JOBS + LOCK)


def test_two_invoices_make_one_document_on_each_side():
    assert_runs("royalty_invoice", IMPORTS + JOBS + INVOICE)


def test_two_computations_count_each_line_once():
    assert_runs("royalty_compute", IMPORTS + JOBS + COMPUTE)


def test_a_lock_killed_before_its_end_leaves_the_month_open():
    assert_runs("royalty_killed", IMPORTS + JOBS + KILLED)
