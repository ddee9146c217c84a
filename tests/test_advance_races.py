"""Two senders at once, one killed in the middle: each request reaches the service once.

The service is the stand-in, over real HTTP, in this process; the senders are real
processes and threads with committed data.
"""

import os

import pytest
from two_at_once import IMPORTS, JOBS, assert_runs

from odoo.addons.oe_sap.simulator.server import Simulator

PREPARE = """
import os, signal, requests
from odoo import Command
from odoo.addons.oe_sap.tests.advance_common import AdvanceCase
from odoo.addons.oe_sap.tests.common import NUMBER, SIRET
from odoo.addons.oe_sap.simulator.server import Simulator

class Case(AdvanceCase):
    pass

companies = env["res.company"].search([("oe_kind", "!=", False)])
env.user.company_ids = [Command.set(companies.ids)]
env = env(context=dict(env.context, tracking_disable=True, no_reset_password=True,
                       allowed_company_ids=companies.ids))
Case.env = env
Case.territory = env["oe.territory"].search([("code", "=", "44")])
Case.companies = companies
Case.cae_sap = Case.territory._company_of("cae_sap")
Case.pole = env.ref("oe_base.pole_autonomy")
Case.client = env["res.partner"].create({"name": "Jeanne Le Goff"})
Case.cae_sap.company_registry = SIRET
env["oe.sap.authorization"].create({
    "company_id": Case.cae_sap.id, "kind": "declaration", "number": NUMBER,
    "date_start": "2025-01-01",
})
"""
STAGE = (
    PREPARE
    + """
Case.simulator = Simulator().start()
Case._stage(Case.simulator)

def stage(count):
    moves = env["account.move"]
    for rank in range(count):
        moves |= Case._posted()
    return moves
"""
)
TWO = (
    STAGE
    + """
rows = env["oe.sap.advance"]._enqueue(stage(25))
env.cr.commit()
def send(own):
    own["oe.sap.advance"]._cron_send()
    return "sent"
both(send, send)
accepted = Case.service.accepted
print(told, rows.mapped("state"), dict(accepted), dict(Case.service.calls))
if set(rows.mapped("state")) != {"sent"} or set(accepted.values()) != {1}:
    raise SystemExit(1)
if len(accepted) != 25 or set(rows.mapped("posts")) != {1}:
    raise SystemExit(1)
"""
)
TWICE = (
    STAGE
    + """
moves = stage(3)
env.cr.commit()
ids = moves.ids
def enqueue(own):
    return len(own["oe.sap.advance"]._enqueue(own["account.move"].browse(ids)))
both(enqueue, enqueue)
rows = env["oe.sap.advance"].search([("move_id", "in", ids)])
print(told, rows)
if sorted(map(str, told)) != ["0", "3"] or len(rows) != 3:
    raise SystemExit(1)
"""
)
POLL = (
    STAGE
    + """
rows = env["oe.sap.advance"]._enqueue(stage(2))
env["oe.sap.advance"]._cron_send()
for row in rows:
    Case.service.tell(row.number, 70)
env.cr.commit()
def poll(own):
    own["oe.sap.advance"]._cron_poll()
    return "polled"
both(poll, poll)
payments = env["account.payment"].search([("memo", "in", rows.mapped("number"))])
print(told, rows.mapped("status"), payments)
if len(payments) != 2 or set(rows.mapped("status")) != {"70"}:
    raise SystemExit(1)
"""
)


def test_two_senders_at_once():
    assert_runs("advance_two", IMPORTS + JOBS + TWO)


def test_two_people_make_the_requests_of_a_month():
    assert_runs("advance_twice", IMPORTS + JOBS + TWICE)


def test_two_polls_at_once_pay_once():
    assert_runs("advance_poll", IMPORTS + JOBS + POLL)


# -- killed ----------------------------------------------------------------------------

KILL = (
    PREPARE
    + """
class Far:
    # The service in the other process, driven over its own address.

    url = %(url)r
    secrets = {}

    @property
    def service(self):
        return self

    def activate(self):
        requests.post(self.url + "/_simulator", json={"activate": True}, timeout=5)

    clients = {}

Case._stage(Far())
moves = env["account.move"]
for rank in range(12):
    moves |= Case._posted()
rows = env["oe.sap.advance"]._enqueue(moves)
env.cr.commit()
model = type(env[%(model)r])
kept = getattr(model, %(method)r)

def killed(self, *args, **more):
    if %(after)r:
        kept(self, *args, **more)
    env.flush_all()
    os.kill(os.getpid(), signal.SIGKILL)

setattr(model, %(method)r, killed)
env["oe.sap.advance"]._cron_send()
"""
)
AGAIN = """
rows = env["oe.sap.advance"].search([])
print("killed:", rows.mapped("state"))
if "sending" not in rows.mapped("state") or "sent" in rows.mapped("state"):
    raise SystemExit("it was killed between the mark and the answer")
env.cr.execute("UPDATE oe_sap_advance SET sending_on = sending_on - interval '2 hour'")
env.invalidate_all()
env["oe.sap.advance"]._cron_send()
env["oe.sap.advance"]._cron_send()
env.invalidate_all()
print("after:", rows.mapped("state"))
if set(rows.mapped("state")) != {"sent"}:
    raise SystemExit("one was forgotten")
"""


@pytest.mark.parametrize(
    ("method", "after"),
    [
        # Marked and committed; the call never left.
        ("_send", False),
        # The service accepted; the answer was being written.
        ("_answered", False),
        # Written, not committed.
        ("_answered", True),
    ],
)
def test_a_sender_killed_sends_nothing_twice_and_forgets_nothing(method, after):
    if "OE_ROOT" not in os.environ:
        pytest.skip("needs the site: run it with bin/oe test")
    from oe.database import PREFIX, Site  # noqa: PLC0415

    site = Site()
    name = f"{PREFIX}killed_advance_{os.getpid()}"
    with Simulator() as simulator:
        simulator.service.secrets["org"] = "un-secret-de-test"
        site.clone(site.ready(), name)
        try:
            wanted = {
                "url": simulator.url,
                "model": "oe.sap.advance",
                "method": method,
                "after": after,
            }
            assert site.shell(name, KILL % wanted) != 0, "it was to be killed"
            assert site.shell(name, AGAIN) == 0
        finally:
            site.drop(name)
    accepted = simulator.service.accepted
    assert len(accepted) == 12
    assert set(accepted.values()) == {1}
