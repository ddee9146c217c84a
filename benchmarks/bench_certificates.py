"""Tax certificates of a year: 10,000 households in one company, then the stock engine.

One client with twelve paid invoices is made through the models, then copied by SQL as
many times as wanted (the rows are what Odoo itself would hold). Ours is the background
run, batch after batch with a commit each, memory read on the way. Beside it: the same
content through the stock report engine (QWeb and wkhtmltopdf), on a sample.

Run: bin/oe bench certificates (OE_BENCH_CERTIFICATES=1000 for a glance)
"""

import os
import resource
import time

import common

CLIENTS = int(os.environ.get("OE_BENCH_CERTIFICATES", "10000"))
MONTHS = 12
SAMPLE = 12
LOOKS = 5

STOCK = """
<t t-name="bench_sap_certificate">
  <t t-call="web.html_container"><t t-foreach="docs" t-as="doc">
    <t t-call="web.external_layout"><div class="page">
      <h2>Attestation fiscale <t t-out="doc.year"/></h2>
      <p t-out="doc.partner_id.name"/>
      <table class="table table-sm">
        <tr t-foreach="doc.content['amounts']" t-as="row">
          <td t-out="row[0]"/><td t-out="'%.2f' % (row[1] / 100)"/>
        </tr>
      </table>
      <table class="table table-sm">
        <tr t-foreach="doc.content['visits']" t-as="row">
          <td t-out="row[0]"/><td t-out="row[1]"/><td t-out="row[2]"/>
          <td t-out="row[3]"/>
        </tr>
      </table>
    </div></t>
  </t></t>
</t>
"""


def _case(env):
    from odoo.addons.oe_sap.tests.common import SapCase

    class Case(SapCase):
        """The makers of the add-on's own tests, outside of a test."""

    context = dict(
        tracking_disable=True, mail_create_nolog=True, no_reset_password=True
    )
    Case.env = env(context={**env.context, **context})
    Case.territory = Case.env["oe.territory"].search([("code", "=", "44")])
    Case.cae_sap = Case.territory._company_of("cae_sap")
    Case.env.user.company_ids |= Case.cae_sap
    Case.env = Case.env(
        context={**Case.env.context, "allowed_company_ids": Case.cae_sap.ids}
    )
    Case.pole = Case.env.ref("oe_base.pole_autonomy")
    Case.cae_sap.company_registry = "852456789 00017"
    Case.cae_sap.oe_sap_exclusivity = "exclusive"
    Case.env["oe.sap.authorization"].create(
        {
            "company_id": Case.cae_sap.id,
            "kind": "declaration",
            "number": "SAP852456789",
            "date_start": "2025-01-01",
        }
    )
    Case.worker = Case._worker("Nadia Mesure", register_number="042")
    Case.client = Case.env["res.partner"].create(
        {
            "name": "Client modèle",
            "street": "3 rue des Olivettes",
            "zip": "44000",
            "city": "Nantes",
            "country_id": Case.env.ref("base.fr").id,
        }
    )
    return Case


def _model_client(case):
    """Twelve invoices of a year, each paid the month after."""
    maker = case()
    bank = case._journal(maker, "bank", "BMX")
    moves = case.env["account.move"]
    for month in range(1, MONTHS + 1):
        moves |= case._sap_invoice(f"2026-{month:02d}-15", hours=3)
    moves.action_oe_sap_vat()
    moves.action_post()
    for move in moves:
        case._pay_into(maker, move, move.amount_total, "2026-12-20", bank)
    case.env.flush_all()
    return moves


def _copy(env, moves, count):
    """The client, its invoices, payments and reconciliations, ``count`` times more."""
    lines = moves.line_ids
    partials = lines.matched_credit_ids
    paid = partials.credit_move_id.move_id
    tables = (
        ("res_partner", moves.partner_id.ids),
        ("account_move", (moves | paid).ids),
        ("account_move_line", (lines | paid.line_ids).ids),
        ("account_partial_reconcile", partials.ids),
    )
    moved = {"partner_id": "res_partner", "commercial_partner_id": "res_partner"}
    moved |= {"partner_shipping_id": "res_partner", "oe_sap_client_id": "res_partner"}
    moved |= {"move_id": "account_move", "debit_move_id": "account_move_line"}
    moved |= {"credit_move_id": "account_move_line"}
    steps = {}
    for table, ids in tables:
        env.cr.execute(f"SELECT max(id) FROM {table}")  # noqa: S608 - names of ours
        steps[table] = (env.cr.fetchone()[0], max(ids) + 1)
    for table, ids in tables:
        env.cr.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s",
            [table],
        )
        values = []
        columns = [name for (name,) in env.cr.fetchall()]
        for name in columns:
            of = table if name == "id" else moved.get(name)
            if of:
                top, width = steps[of]
                values.append(
                    f"CASE WHEN row.{name} IS NULL THEN NULL "
                    f"ELSE row.{name} + {top} + (n - 1) * {width} END"
                )
            elif (table, name) in (("account_move", "name"), ("res_partner", "name")):
                values.append(f"row.{name} || '/' || n")
            elif name in ("sequence_prefix",) and table == "account_move":
                values.append(f"row.{name} || n || '/'")
            elif name in ("full_reconcile_id", "origin_payment_id", "oe_contact_key"):
                values.append("NULL")
            else:
                values.append(f'row."{name}"')
        names = ", ".join(f'"{name}"' for name in columns)
        env.cr.execute(
            f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} "  # noqa: S608
            f"FROM {table} row, generate_series(1, %s) n WHERE row.id IN %s",
            [count, tuple(ids)],
        )
    env.cr.execute(
        """
        INSERT INTO oe_sap_move_line_worker_rel (line_id, entrepreneur_id)
             SELECT line_id + %s + (n - 1) * %s, entrepreneur_id
               FROM oe_sap_move_line_worker_rel, generate_series(1, %s) n
              WHERE line_id IN %s
        """,
        [*steps["account_move_line"], count, tuple(lines.ids)],
    )
    env.cr.execute(
        """
        INSERT INTO account_move_line_account_tax_rel
                    (account_move_line_id, account_tax_id)
             SELECT account_move_line_id + %s + (n - 1) * %s, account_tax_id
               FROM account_move_line_account_tax_rel, generate_series(1, %s) n
              WHERE account_move_line_id IN %s
        """,
        [*steps["account_move_line"], count, tuple(lines.ids)],
    )
    for table, _ids in tables:
        env.cr.execute(f"ANALYZE {table}")
    env.invalidate_all()


def _memory():
    """Resident memory now, MB."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() // 1_000_000


def _ours(env, company):
    """Seconds and memory of the background run, read at a few points."""
    batch = env["oe.sap.certificate.batch"]._start(company, 2026).sudo()
    every = max(1, batch.total // LOOKS)
    looks, began = [], time.perf_counter()
    while batch.state == "running":
        batch._next_batch()
        env.cr.commit()
        env.invalidate_all()
        seen = looks[-1][0] if looks else 0
        last = batch.state == "done" and batch.done > seen
        if last or seen < batch.done >= every * (len(looks) + 1):
            looks.append((batch.done, time.perf_counter() - began, _memory()))
    return batch, looks


def _stock(env, certificates):
    """Seconds a document of the stock engine: one document a call, as it is sent.

    The free build of wkhtmltopdf converts no several documents in one call.
    """
    env["ir.ui.view"].create(
        {
            "name": "bench_sap_certificate",
            "type": "qweb",
            "key": "oe_sap.bench_sap_certificate",
            "arch": STOCK.replace("bench_sap_certificate", "x", 1),
        }
    )
    report = env["ir.actions.report"].create(
        {
            "name": "bench",
            "model": certificates._name,
            "report_type": "qweb-pdf",
            "report_name": "oe_sap.bench_sap_certificate",
        }
    )
    began = time.perf_counter()
    for certificate in certificates:
        report.with_context(force_report_rendering=True)._render_qweb_pdf(
            report.report_name, certificate.ids
        )
    return (time.perf_counter() - began) / len(certificates)


def _drawn(certificates):
    """Seconds a document of ours, the drawing alone."""
    company = certificates.company_id
    values = [
        {
            "partner_id": row.partner_id.id,
            "year": row.year,
            "content": row.content,
            "issued_on": row.issued_on,
            "version": row.version,
        }
        for row in certificates
    ]
    certificates._make_pdf(company, values[0])
    began = time.perf_counter()
    for item in values:
        certificates._make_pdf(company, item)
    return (time.perf_counter() - began) / len(values)


def measure(env):
    """Two tables: the run, then one document in both engines."""
    case = _case(env)
    company = case.cae_sap
    moves = _model_client(case)
    env = case.env
    _copy(env, moves, CLIENTS - 1)
    env.cr.commit()
    before = _memory()
    batch, looks = _ours(env, company)
    rows = [
        [f"{done}", f"{seconds:.0f}", f"{seconds / done * 1000:.1f}", memory]
        for done, seconds, memory in looks
    ]
    run = common.table(
        f"Tax certificates of {CLIENTS} households, {MONTHS} paid invoices each",
        ["certificates", "s", "ms each", f"memory MB (before: {before})"],
        rows,
    )
    sample = env["oe.sap.certificate"].search(
        [("company_id", "=", company.id)], limit=SAMPLE
    )
    drawn = _drawn(sample)
    stock = _stock(env, sample)
    engines = common.table(
        f"One certificate on paper, {SAMPLE} of them",
        ["Engine", "ms each", "ratio"],
        [
            ["ours, in process", f"{drawn * 1000:.1f}", "1.0 ×"],
            ["stock report", f"{stock * 1000:.0f}", f"{stock / drawn:.0f} ×"],
        ],
    )
    return f"{run}\n\n{engines}\nIssued {batch.issued}, none yet {batch.missing}.\n"


if __name__ == "__main__":
    common.in_odoo(__file__)
