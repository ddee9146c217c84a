"""Two signatures, two daily checks, two notices at once: each thing once."""

import os

import pytest

SCRIPT = """
import datetime, threading
from odoo import api, fields
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.addons.oe_cae.tests.common import PIXEL, CaeCase

class Case(CaeCase):
    pass

Case.env = env(context=dict(env.context, tracking_disable=True))
Case.territory = env["oe.territory"].search([("code", "=", "44")])
Case.cae = Case.territory._company_of("cae_general")
scheme = Case._scheme()
today = Case.cae._oe_today()
day = datetime.timedelta(days=1)
start, end = str(today - 200 * day), str(today + 20 * day)
person, _activity = Case._worker("P", scheme, "cape", date_start=start, date_end=end)
person.advisor_id = Case._staff("marc-course", "advisor", Case.cae)
cape = person.cae_contract_ids
newcomer = env["oe.entrepreneur"].create(
    {"partner_id": env["res.partner"].create({"name": "N"}).id}
)
draft = Case._contract(newcomer, scheme, state="draft", **Case.TERMS)
draft.action_send()
partner_id = newcomer.partner_id.id
ids, dbname = (cape.id, draft.id), env.cr.dbname
env.cr.commit()

def both(work):
    told, start = [], threading.Barrier(2)
    def one():
        with Registry(dbname).cursor() as cr:
            own = api.Environment(cr, 1, {})
            own["oe.cae.contract"].browse(ids).mapped("state")
            start.wait()
            try:
                retrying(lambda: work(own), own)
                cr.commit()
                told.append("done")
            except UserError as error:
                told.append(str(error))
    threads = [threading.Thread(target=one) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return told

def sign(own):
    contract = own["oe.cae.contract"].browse(ids[1])
    contract._sign_es(own["res.partner"].browse(partner_id), "N", PIXEL)

def countersign(own):
    own["oe.cae.contract"].browse(ids[1]).action_countersign()

def notify(own):
    contract = own["oe.cae.contract"].browse(ids[0])
    own["oe.cae.notice"]._make(contract, "signature", contract.date_start)

told = [both(sign), both(countersign)]
told += [both(lambda own: own["oe.cae.alert"]._cron_alerts()), both(notify)]
env.cr.rollback()
env.invalidate_all()
contract = env["oe.cae.contract"].browse(ids[0])
counts = (
    env["oe.cae.alert"].search_count([("contract_id", "=", ids[0])]),
    len(contract.activity_ids),
    env["mail.mail"].search_count([("recipient_ids", "in", person.partner_id.ids)]),
    len(contract.notice_ids),
    len(env["oe.cae.contract"].browse(ids[1]).affiliation_id),
)
print(told, counts)
once = all(pair.count("done") == 1 for pair in told[:2])
calm = all(pair.count("done") == 2 for pair in told[2:])
if not (once and calm and counts == (1, 1, 1, 2, 1)):
    raise SystemExit(1)
"""


def test_signing_alerts_and_notices_happen_once_each():
    if "OE_ROOT" not in os.environ:
        pytest.skip("needs the site: run it with bin/oe test")
    from oe.database import PREFIX, Site  # noqa: PLC0415

    site = Site()
    name = f"{PREFIX}race_papers_{os.getpid()}"
    site.clone(site.ready(), name)
    try:
        assert site.shell(name, SCRIPT) == 0
    finally:
        site.drop(name)
