"""Closing a month of a CAE: 10 activities, then 84 in the same company.

Each activity has its own person, contract and one posted invoice of the month; the
close is undone before the next run. ``OE_BENCH_CLOSE=1764`` adds the whole network in
one cooperative. Beside it: both halves of all activities against the ledger, and all
statements as PDF in one ZIP.

Run: bin/oe bench close
"""

import os
import time

import common

SIZES = (10, 84, *filter(None, [int(os.environ.get("OE_BENCH_CLOSE", 0))]))
ROUNDS = 3


def _case(env):
    from odoo.addons.oe_cae.tests.common import CaeCase

    class Case(CaeCase):
        """The makers of the add-on's own tests, outside of a test."""

    Case.env = env(context={**env.context, "tracking_disable": True})
    Case.territory = Case.env["oe.territory"].search([("code", "=", "44")])
    Case.cae = Case.territory._company_of("cae_general")
    return Case


def _beside(period):
    """Seconds of both halves, and of all the statements on paper."""
    env = period.env
    start = time.perf_counter()
    last = period.month.replace(day=28)  # after the invoices of the month
    env["oe.cae.balance"]._control_halves(period.company_id, last)
    halves = time.perf_counter() - start
    start = time.perf_counter()
    period.cae_statement_ids._papers()
    papers = time.perf_counter() - start
    each = papers / len(period.cae_statement_ids) * 1000
    return f"{halves:.2f}", f"{papers:.2f}", f"{each:.0f}"


def measure(env):
    """The table of both sizes."""
    case = _case(env)
    env = case.env
    scheme = case._scheme()
    client = env["res.partner"].create({"name": "Client"})
    rows, made = [], 0
    for size in SIZES:
        for rank in range(made, size):
            _person, activity = case._worker(f"Person {rank}", scheme)
            amount = 1000 + 10 * rank
            case._invoice(case.cae, client, [(amount, activity, None)], "2026-06-10")
        made = size
        period = case._period(case.cae, "2026-06-01")
        watch = common.Watch()
        for turn in range(ROUNDS + 1):
            counted = watch if turn else common.Watch()
            with common.undone(env):
                with counted.run(env):
                    period.action_cae_close()
                statements = len(period.cae_statement_ids)
                beside = _beside(period) if turn == ROUNDS else None
        rows.append(
            [
                size,
                statements,
                f"{watch.typical:.2f}",
                watch.spread,
                f"{watch.typical / size * 1000:.0f}",
                watch.queries[-1],
                f"{watch.queries[-1] / size:.1f}",
                *beside,
            ]
        )
    return common.table(
        "Month close of a CAE",
        [
            *("Activities", "statements", "median s", f"of {ROUNDS}"),
            *("ms an activity", "queries", "queries an activity"),
            *("both halves, s", "PDF, s", "ms a PDF"),
        ],
        rows,
    )


if __name__ == "__main__":
    common.in_odoo(__file__)
