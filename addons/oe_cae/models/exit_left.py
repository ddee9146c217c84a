from odoo import models

from odoo.addons.oe_base.calc.money import format_fr, to_cents

ORDERS = ("draft", "sent", "sale")
CLAIMS_OVER = ("paid", "refused")


class Exit(models.Model):
    """What remains at an exit, asked from the books each time."""

    _inherit = "oe.cae.exit"

    def _left(self):
        """What remains of each point, in words; empty where nothing does.

        :return: dict of every code
        """
        self.ensure_one()
        # Figures for the list, whoever goes through it; lists ask their own rights.
        row_sudo = self.sudo()
        left = dict.fromkeys(dict(self.item_ids._fields["code"].selection), "")
        for code in ("quotes", "drafts", "unpaid", "bills", "claims"):
            left[code] = row_sudo._told_records(code)
        left["reserve"] = row_sudo._told_reserve()
        left["balance"] = row_sudo._told_balance()
        left["clients"] = row_sudo._told_clients()
        left["access"] = "" if self.access_end else self.env._("choose the day")
        left["shares"] = row_sudo._told_shares()
        left["notices"] = row_sudo._told_count(self.contract_id.notices_to_send)
        left["pay"] = row_sudo._told_pay()
        return left

    def _activities(self):
        """Activities of the person in this company, archived ones too."""
        activities = self.env["oe.activity"].with_context(active_test=False)
        return activities.search(
            [
                ("entrepreneur_id", "=", self.entrepreneur_id.id),
                ("company_id", "=", self.company_id.id),
            ]
        )

    def _left_domain(self, code):
        """``(model, domain, field of the amount)`` of what a point counts."""
        own = [("oe_activity_id", "in", self._activities().ids)]
        posted = [*own, ("state", "=", "posted"), ("amount_residual", "!=", 0)]
        sold, bought = ("out_invoice", "out_refund"), ("in_invoice", "in_refund")
        return {
            "quotes": (
                "sale.order",
                [
                    *own,
                    ("state", "in", ORDERS),
                    ("invoice_status", "!=", "invoiced"),
                    ("locked", "=", False),
                ],
                "amount_total",
            ),
            "drafts": (
                "account.move",
                [*own, ("move_type", "in", sold), ("state", "=", "draft")],
                "amount_total_signed",
            ),
            "unpaid": (
                "account.move",
                [*posted, ("move_type", "in", sold)],
                "amount_residual_signed",
            ),
            "bills": (
                "account.move",
                [*posted, ("move_type", "in", bought)],
                "amount_residual_signed",
            ),
            "claims": (
                "hr.expense",
                [
                    ("oe_entrepreneur_id", "=", self.entrepreneur_id.id),
                    ("company_id", "=", self.company_id.id),
                    ("state", "not in", CLAIMS_OVER),
                ],
                "total_amount",
            ),
        }[code]

    def _told_records(self, code):
        model, domain, name = self._left_domain(code)
        [(count, amount)] = self.env[model]._read_group(
            domain, [], ["__count", f"{name}:sum"]
        )
        return self._told_count(count, to_cents(amount or 0))

    def _told_count(self, count, cents=None):
        if not count:
            return ""
        if cents is None:
            return f"{count}"
        return f"{count}, {format_fr(cents)}"

    def _reserves_cents(self):
        """What the person's reserves hold; what was left in the cooperative stays."""
        [(amount,)] = self.env["oe.cae.reserve.move"]._read_group(
            [
                ("entrepreneur_id", "=", self.entrepreneur_id.id),
                ("company_id", "=", self.company_id.id),
                ("date", "<=", self.company_id._oe_today()),
                ("kind", "!=", "kept"),
            ],
            [],
            ["movement:sum"],
        )
        return to_cents(amount or 0)

    def _told_reserve(self):
        cents = self._reserves_cents()
        return format_fr(cents) if cents else ""

    def _told_balance(self):
        """What the part of the person is worth today: left, or lacking."""
        cents = sum(part._cut_totals()[1] for part in self.part_ids)
        if not cents:
            return ""
        if cents > 0:
            return self.env._("%(amount)s left to pay out", amount=format_fr(cents))
        return self.env._("%(amount)s of overdraft", amount=format_fr(-cents))

    def _told_clients(self):
        if self.exported_on or not self._may_take_clients():
            return ""
        count = self.env["oe.cae.client"].search_count(
            [("entrepreneur_id", "=", self.entrepreneur_id.id)]
        )
        if not count:
            return ""
        return self.env._("%(count)s clients, not exported yet", count=count)

    def _may_take_clients(self):
        """The contract says whose the clients are (L.7331-2); else the person's."""
        return self.clients_rights != "cae"

    def _member(self):
        return self.env["oe.cae.member"]._of(
            self.entrepreneur_id.partner_id, self.company_id
        )

    def _told_shares(self):
        member = self._member()
        if not member or not member.shares:
            return ""
        return self.env._(
            "%(count)s shares held, %(paid)s paid",
            count=member.shares,
            paid=format_fr(to_cents(member.paid)),
        )

    def _told_pay(self):
        """Pays until the end that nobody settled."""
        count = self.env["oe.cae.pay"].search_count(self._pays_domain())
        return self._told_count(count)

    def _pays_domain(self):
        return [
            ("entrepreneur_id", "=", self.entrepreneur_id.id),
            ("company_id", "=", self.company_id.id),
            ("kind", "=", "salaried"),
            ("state", "!=", "paid"),
        ]

    def _where(self, code):
        """The list behind a point, or nothing."""
        if code in ("quotes", "drafts", "unpaid", "bills", "claims"):
            model, domain, _name = self.sudo()._left_domain(code)
            return self._list(model, domain)
        if code == "reserve":
            ids = self.sudo()._activities().ids
            return self._list("oe.cae.reserve.move", [("activity_id", "in", ids)])
        if code == "notices":
            return self.contract_id.action_see_notices()
        if code == "pay":
            return self._list("oe.cae.pay", self._pays_domain())
        if code == "shares":
            partner = self.entrepreneur_id.partner_id
            return self._list("oe.cae.member", [("partner_id", "=", partner.id)])
        if code == "interview":
            return self._list(
                "oe.cae.interview", [("entrepreneur_id", "=", self.entrepreneur_id.id)]
            )
        if code == "clients":
            return self._list(
                "oe.cae.client", [("entrepreneur_id", "=", self.entrepreneur_id.id)]
            )
        return None

    def _list(self, model, domain):
        self.env[model].check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": model,
            "view_mode": "list,form",
            "domain": domain,
        }
