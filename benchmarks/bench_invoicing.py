"""Month invoicing of 100 orders: bare, stock batched, stock one by one, ours.

Every way gets the same 100 clients with one recorded visit of two services each, in
one database, and is undone before the next. ``bare`` is what any way must at least
do: one ``account.move.create`` of the finished lines, without a link to an order.

Run: bin/oe bench invoicing (OE_BENCH_ORDERS=20 for a glance)
"""

import os

import common

ORDERS = int(os.environ.get("OE_BENCH_ORDERS", "100"))
ROUNDS = 3


def _case(env):
    from odoo.addons.oe_missions.tests.common import MissionCase

    class Case(MissionCase):
        """The makers of the add-on's own tests, outside of a test."""

    context = dict(
        tracking_disable=True, mail_create_nolog=True, no_reset_password=True
    )
    Case.env = env(context={**env.context, **context})
    Case.territory = Case.env["oe.territory"].search([("code", "=", "44")])
    Case.cae_sap = Case.territory._company_of("cae_sap")
    Case.sas = env.ref("base.main_company")
    Case.companies = Case.territory.company_ids | Case.sas
    Case.env.user.company_ids |= Case.companies
    Case.env = Case.env(
        context={**Case.env.context, "allowed_company_ids": Case.companies.ids}
    )
    Case.pole = Case.env.ref("oe_base.pole_autonomy")
    Case.care = Case._service("Aide à la personne", 30, "tva_reduite_encaissement")
    Case.cleaning = Case._service("Ménage", 25, "tva_intermediaire_encaissement")
    return Case


def _orders(case):
    """Orders of as many clients, each with one visit done in June 2026."""
    orders = case.env["sale.order"]
    for rank in range(ORDERS):
        if rank % 5 == 0:  # a client each morning from Monday to Friday
            person = case._worker(f"Nadia {rank}", register_number=f"R-{rank}")
        client = {"name": f"Client {rank}", "country_id": case.env.ref("base.fr").id}
        case.client = case.env["res.partner"].create(
            {**client, "street": "3 rue des Olivettes", "zip": "44000"}
        )
        mission = case._mission(person, weekday=str(rank % 5))
        case._record(mission.intervention_ids.sorted("planned_start")[0])
        orders |= mission.order_id
    return orders


def _bare_values(orders, june):
    """What ours would create, without links: prepared outside of the stopwatch."""
    hours = orders.env["account.analytic.line"].search(
        [("order_id", "in", orders.ids), ("oe_part_id", "!=", False)]
    )
    values = []
    for order in orders:
        mine = hours.filtered(lambda line, order=order: line.order_id == order)
        lines = order._oe_prepare_lines(mine)
        for line in lines:
            line.pop("sale_line_ids")
        header = {**order._prepare_invoice(), "company_id": order.company_id.id}
        header["invoice_line_ids"] = [(0, 0, line) for line in lines]
        values.append(header)
    return values


def measure(env):
    """The table of the four ways."""
    from odoo.addons.oe_missions.tests.common import JUNE

    case = _case(env)
    orders = _orders(case)
    env = case.env
    company = case.cae_sap
    env.cr.commit()
    values = _bare_values(orders, JUNE)
    seen = {}

    def told(way, moves):
        seen[way] = (
            len(moves),
            len(moves.invoice_line_ids),
            round(sum(moves.mapped("amount_total")), 2),
        )

    def bare():
        told("bare", env["account.move"].with_company(company).create(values))

    def stock():
        told("stock", orders.with_company(company)._create_invoices())

    def one_by_one():
        moves = env["account.move"]
        for order in orders.with_company(company):
            moves |= order._create_invoices()
        told("one by one", moves)

    def ours():
        moves = env["sale.order"]._oe_invoice_hours(company, JUNE.start, JUNE.end)
        told("ours", moves)

    ways = {"bare": bare, "stock": stock, "one by one": one_by_one, "ours": ours}
    watches = common.side_by_side(env, ways, ROUNDS)
    base = watches["bare"].typical
    labels = {
        "bare": "bare: one batched `account.move.create`",
        "stock": "stock: one `_create_invoices()` over all orders",
        "one by one": "stock: `_create_invoices()` order by order",
        "ours": "ours: `_oe_invoice_hours()` with timesheet links",
    }
    rows = [
        [
            labels[way],
            f"{watch.typical:.2f}",
            watch.spread,
            f"{watch.typical / base:.2f} ×",
            watch.queries[-1],
            *(seen[way]),
        ]
        for way, watch in watches.items()
    ]
    return common.table(
        f"Month invoicing, {ORDERS} orders",
        [
            *("Way", "median s", f"of {ROUNDS}", "to bare", "queries"),
            *("invoices", "lines", "total €"),
        ],
        rows,
    )


if __name__ == "__main__":
    common.in_odoo(__file__)
