"""-u of every add-on on a database with data: nothing is said, nothing is lost."""

import os

from oe.database import our_addons

WORK = """
from odoo.addons.oe_cae.tests.common import CaeCase

class Case(CaeCase):
    pass

Case.env = env(context=dict(env.context, tracking_disable=True))
Case.territory = env["oe.territory"].search([("code", "=", "44")])
Case.cae = Case.territory._company_of("cae_general")
person, activity = Case._worker("Kept Person", Case._scheme())
client = env["res.partner"].create({"name": "Kept Client"})
Case._invoice(Case.cae, client, [(1000, activity, None)], "2026-06-10")
Case._close(Case.cae, "2026-06-01")
Case.territory.name = "Loire-Atlantique, renamed"
env.cr.commit()
"""
COUNTED = (
    *("res_partner", "res_company", "res_groups", "ir_rule", "ir_cron"),
    *("oe_commune", "oe_entrepreneur", "oe_activity", "oe_cae_scheme_version"),
    *("oe_period", "oe_cae_statement", "oe_cae_statement_line"),
)
MONEY = "SELECT sum(debit), sum(credit), count(*) FROM account_move_line"
ANALYTIC = "SELECT sum(amount), count(*) FROM account_analytic_line"


def _counts(site, name):
    queries = [f"SELECT count(*) FROM {table}" for table in COUNTED]
    return {
        query: site.server.sql(query, name) for query in (*queries, MONEY, ANALYTIC)
    }


def test_upgrade_keeps_data_and_is_silent(site, tmp_path):
    name = f"oe_upgrade_{os.getpid()}"
    log = tmp_path / "upgrade.log"
    site.clone(site.ready(), name)
    try:
        assert site.shell(name, WORK, tmp_path / "work.log") == 0
        before = _counts(site, name)
        site.run(
            *("-d", name, "-u", ",".join(our_addons())),
            *("--no-http", "--stop-after-init"),
            log=log,
            why="the update failed",
        )
        noise = [
            line
            for line in log.read_text().splitlines()
            if " ERROR " in line or " CRITICAL " in line
        ]
        assert not noise
        assert _counts(site, name) == before
        kept = site.server.sql("SELECT name FROM oe_territory", name)
        assert kept == [["Loire-Atlantique, renamed"]]
        states = site.server.sql(
            "SELECT DISTINCT state FROM ir_module_module WHERE name LIKE 'oe\\_%'", name
        )
        assert states == [["installed"]]
    finally:
        site.drop(name)
