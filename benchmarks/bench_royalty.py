"""Royalty of a year: 42 cooperatives, 500,000 lines of invoices, and its growth.

An invoice with two lines and their analytic lines is made through the models, then
copied by SQL (the rows are what Odoo itself would hold) over cooperatives and months.
Ours is the lock of each month: collection, rating, traces, seal. Beside it: the same
figures by a plain loop over the ORM, on one month of one cooperative, and the bare
``GROUP BY`` of PostgreSQL over all rows. Each number of lines has a database of its
own: rows rolled back stay in its tables, and the next measure would read past them.

Run: bin/oe bench royalty (OE_BENCH_ROYALTY=20000 for a glance)
"""

import datetime
import json
import os
import time

import common

from odoo.tools import SQL

LINES = int(os.environ.get("OE_BENCH_ROYALTY", "500000"))
PART = "OE_BENCH_ROYALTY_PART"
LICENSEES = 42
MONTHS = 12
YEAR = 2028


def _case(env):
    from odoo.addons.oe_royalty.tests.common import RoyaltyCase

    class Case(RoyaltyCase):
        """The makers of the add-on's own tests, outside of a test."""

    companies = env["res.company"].search([("oe_kind", "!=", False)])
    env.user.company_ids |= companies
    Case.env = env(
        context={
            **env.context,
            "tracking_disable": True,
            "allowed_company_ids": companies.ids,
        }
    )
    Case.territory = Case.env["oe.territory"].search([("code", "=", "44")])
    Case.cae = Case.territory._company_of("cae_general")
    Case.sas = companies.filtered(lambda row: row.oe_kind == "sas")
    Case.scheme = Case.env["oe.royalty.scheme"].create(
        {"name": "Mesure", "company_id": Case.sas.id}
    )
    Case._rate(5, f"{YEAR}-01-01")
    Case.household = Case.env["res.partner"].create({"name": "Foyer"})
    return Case


def _companies(case):
    """Cooperatives that share the chart of the pilot: what the collection reads."""
    env = case.env
    made = env["res.company"].create(
        [
            {"name": f"CAE {rank:02d}", "oe_kind": "cae_general"}
            for rank in range(LICENSEES)
        ]
    )
    env.flush_all()
    env.cr.execute(
        SQL(
            """
            INSERT INTO account_account_res_company_rel
                        (account_account_id, res_company_id)
            SELECT rel.account_account_id, made.id
              FROM account_account_res_company_rel rel
        CROSS JOIN unnest(%(made)s) AS made (id)
             WHERE rel.res_company_id = %(model)s
            """,
            made=made.ids,
            model=case.cae.id,
        )
    )
    env.cr.execute(
        SQL(
            """
            UPDATE account_account account
               SET code_store = account.code_store || (
                   SELECT jsonb_object_agg(made.id::text,
                                           account.code_store -> %(model)s)
                     FROM unnest(%(made)s) AS made (id))
             WHERE account.code_store ? %(model)s
            """,
            made=made.ids,
            model=str(case.cae.id),
        )
    )
    env.invalidate_all()
    env.user.company_ids |= made
    for company in made:
        case._license(company, f"{YEAR}-01-01")
    return made


def _columns(env, table, changed):
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_name = %s AND is_generated = 'NEVER'",
        [table],
    )
    names = [name for (name,) in env.cr.fetchall() if name not in changed]
    return {
        "rest": SQL(", ").join(SQL.identifier(name) for name in names),
        "olds": SQL(", ").join(SQL.identifier("old", name) for name in names),
    }


def _copy(case, companies, model, moves_each):
    """``moves_each`` invoices a month for each cooperative, after the model."""
    env = case.env
    env.flush_all()
    item_ids = model.invoice_line_ids.ids
    env.cr.execute(
        "CREATE TEMP TABLE IF NOT EXISTS made (id int, company int, day date)"
    )
    env.cr.execute("TRUNCATE made")
    env.cr.execute(
        SQL(
            """
            INSERT INTO made
            SELECT nextval('account_move_id_seq'), company.id,
                   make_date(%(year)s, month, 1 + turn %% 28)
              FROM unnest(%(companies)s) AS company (id),
                   generate_series(1, %(months)s) month,
                   generate_series(1, %(each)s) turn
            """,
            year=YEAR,
            companies=companies.ids,
            months=MONTHS,
            each=moves_each,
        )
    )
    changed = {"id", "company_id", "date", "invoice_date", "name", "payment_reference"}
    rest = _columns(env, "account_move", changed)
    env.cr.execute(
        SQL(
            """
            INSERT INTO account_move
                        (id, company_id, date, invoice_date, name, %(rest)s)
            SELECT made.id, made.company, made.day, made.day, 'F' || made.id, %(olds)s
              FROM made, (SELECT * FROM account_move WHERE id = %(model)s) AS old
            """,
            **rest,
            model=model.id,
        )
    )
    changed = {"id", "company_id", "date", "invoice_date", "move_id", "move_name"}
    rest = _columns(env, "account_move_line", changed)
    env.cr.execute(
        SQL(
            """
            INSERT INTO account_move_line
                        (company_id, date, invoice_date, move_id, move_name, %(rest)s)
            SELECT made.company, made.day, made.day, made.id, 'F' || made.id, %(olds)s
              FROM made, (SELECT * FROM account_move_line WHERE id = ANY(%(items)s)) old
            """,
            **rest,
            items=item_ids,
        )
    )
    changed = {"id", "company_id", "date", "move_line_id"}
    rest = _columns(env, "account_analytic_line", changed)
    env.cr.execute(
        SQL(
            """
            INSERT INTO account_analytic_line
                        (company_id, date, move_line_id, %(rest)s)
            SELECT item.company_id, item.date, item.id, %(olds)s
              FROM made JOIN account_move_line item ON item.move_id = made.id,
                   (SELECT * FROM account_analytic_line
                     WHERE move_line_id = ANY(%(items)s) LIMIT 1) old
            """,
            **rest,
            items=item_ids,
        )
    )
    env.cr.execute("ANALYZE account_move, account_move_line, account_analytic_line")
    env.invalidate_all()


def _ours(case):
    """Seconds to lock the twelve months, each licensee."""
    seconds = 0.0
    for month in range(1, MONTHS + 1):
        period = case._period(f"{YEAR}-{month:02d}")
        period._ensure_statements()
        # As the server does by itself between the months of a year.
        case.env.cr.execute("ANALYZE oe_royalty_base_line")
        start = time.perf_counter()
        period.action_lock()
        case.env.flush_all()
        seconds += time.perf_counter() - start
        case.env.invalidate_all()
    return seconds


def _bare(case, companies):
    """Seconds of the sums alone, over the same rows."""
    start = time.perf_counter()
    case.env.cr.execute(
        SQL(
            """
            SELECT aml.company_id, date_trunc('month', aml.date),
                   ROUND(SUM(-aml.balance) * 0.05, 2)
              FROM account_move_line aml JOIN account_move move ON move.id = aml.move_id
             WHERE aml.company_id = ANY(%s) AND aml.parent_state = 'posted'
               AND aml.display_type = 'product'
               AND move.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
          GROUP BY 1, 2
            """,
            companies.ids,
        )
    )
    if len(case.env.cr.fetchall()) != len(companies) * MONTHS:
        raise SystemExit("not every cooperative has its twelve months")
    return time.perf_counter() - start


def _control(case):
    """Seconds of the control of class 70, as its screen opens it."""
    start = time.perf_counter()
    rows = case.env["oe.royalty.turnover"]._read_group(
        [], ["company_id", "month:month"], ["amount:sum", "difference:sum"]
    )
    if not rows or any(row[-1] for row in rows):
        raise SystemExit("class 70 has a difference")
    return time.perf_counter() - start


def _plain(case, company, month):
    """Microseconds a line of a plain loop over the ORM, traces written one by one."""
    env = case.env
    first = datetime.date(YEAR, month, 1)
    last = datetime.date(YEAR, month, 28)
    statement = case.scheme.contract_ids.filtered(
        lambda row: row.company_id == company
    ).statement_ids[:1]
    start = time.perf_counter()
    items = env["account.move.line"].search(
        [
            ("company_id", "=", company.id),
            ("date", ">=", first),
            ("date", "<=", last),
            ("parent_state", "=", "posted"),
            ("display_type", "=", "product"),
            ("move_id.move_type", "in", ("out_invoice", "out_refund", "out_receipt")),
        ]
    )
    running = shown = 0.0
    counted = 0
    for item in items:
        if not (item.account_id.code or "70").startswith("70"):
            continue
        running += -item.balance * 0.05
        trace, shown = round(running, 2) - shown, round(running, 2)
        env["oe.royalty.base.line"].create(
            {
                "statement_id": statement.id,
                "contract_id": statement.contract_id.id,
                "company_id": company.id,
                "licensor_id": case.sas.id,
                "currency_id": statement.currency_id.id,
                "kind": "drift",
                "move_line_ref": item.id,
                "move_ref": item.move_id.id,
                "number": item.move_id.name,
                "date": item.date,
                "pole_id": False,
                "base_amount": -item.balance,
                "amount": trace,
            }
        )
        counted += 1
    env.flush_all()
    return (time.perf_counter() - start) / counted * 1e6


def measure(env):
    """[lines, seconds of ours, of the sums, of the control, µs a line of plain]."""
    case = _case(env)
    companies = _companies(case)
    person = case._person("Nadia Mesure", case.cae)
    activity = case._activity(person, case.cae)
    model = case._invoice(
        case.cae,
        case.household,
        [(83.37, activity, None), (41.16, activity, None)],
        f"{YEAR}-01-05",
    )
    parts = int(os.environ[PART])
    each = max(1, LINES * parts // 4 // (LICENSEES * MONTHS * 2))
    _copy(case, companies, model, each)
    bare = _bare(case, companies)
    seconds = _ours(case)
    return json.dumps(
        [
            each * LICENSEES * MONTHS * 2,
            seconds,
            bare,
            _control(case),
            _plain(case, companies[0], 1),
        ]
    )


def _table(measures):
    first = measures[0][1] / measures[0][0]
    return common.table(
        f"Royalty of a year, {LICENSEES} cooperatives",
        [
            *("Lines", "locked in s", "µs a line", "growth a line"),
            *("bare GROUP BY, s", "× bare"),
            *("plain ORM, µs a line", "plain ÷ ours", "control of class 70, s"),
        ],
        [
            [
                f"{lines:,}",
                f"{seconds:.1f}",
                f"{seconds / lines * 1e6:.0f}",
                f"{seconds / lines / first:.2f}",
                f"{bare:.2f}",
                f"{seconds / bare:.0f}",
                f"{plain:.0f}",
                f"{plain * lines / seconds / 1e6:.1f}",
                f"{control:.1f}",
            ]
            for lines, seconds, bare, control, plain in measures
        ],
    )


if __name__ == "__main__":
    found = []
    for part in ("1", "2", "4"):
        os.environ[PART] = part
        found.append(json.loads(common.measured(__file__)))
    print(_table(found), flush=True)
