from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.oe_base.calc.money import format_fr, to_cents


class Period(models.Model):
    """What each step of the month has left, as plain values: see ``month_step``."""

    _inherit = "oe.period"

    cae_step_ids = fields.One2many("oe.cae.month.step", "period_id", "Steps")

    def _step_declarations(self):
        people = self._cae_hosted()
        missing = self.env["oe.cae.declaration"]._missing(self.company_id, self.month)
        return {
            "left": len(missing),
            "total": people,
            "look": self.state == "closed",
            "note": ", ".join(missing[:3].mapped("name"))
            + (" …" if len(missing) > 3 else ""),
        }

    def _cae_hosted(self):
        hosted = self.env["oe.cae.contract"]._in_month(self.company_id, self.month)
        kinds = [contract.kind for contract in hosted.values()]
        return sum(kind in ("cape", "salaried") for kind in kinds)

    def _step_claims(self):
        return {"left": self.cae_claim_count}

    def _step_bills(self):
        return {"left": self.cae_bill_count}

    def _step_internal(self):
        sales = self.env["oe.cae.internal.sale"]
        return {"left": sales.search_count(self._internal_domain())}

    def _internal_domain(self):
        return Domain(self._month_domain()) & Domain("state", "=", "asked")

    def _step_exceptions(self):
        statements = self.cae_statement_ids
        first = statements[:1]
        return {
            "left": self.cae_alert_count,
            "total": len(statements),
            "done": self.state == "closed"
            or (bool(statements) and not self.cae_alert_count),
            "look": bool(statements),
            "note": "" if statements else self.env._("Prepare the statements first."),
            "by": first.create_uid,
            "on": first.create_date,
        }

    def _step_control(self):
        gap, bare = self.cae_difference, self.cae_unassigned
        told = []
        if gap:
            told.append(
                self.env._("Difference %(amount)s", amount=format_fr(to_cents(gap)))
            )
        if bare:
            told.append(
                self.env._(
                    "Lines without activity %(amount)s",
                    amount=format_fr(to_cents(bare)),
                )
            )
        return {
            "left": len(told),
            "done": not told,
            "look": not gap,
            "note": ", ".join(told),
        }

    def _cae_pays(self):
        return self.env["oe.cae.pay"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("run_id.month", "=", self.month),
                ("kind", "=", "salaried"),
            ]
        )

    def _step_pays(self):
        pays = self._cae_pays()
        agreed = pays.filtered("agreed_on").sorted("agreed_on")[-1:]
        left = len(pays.filtered(lambda pay: pay.state == "draft"))
        return {
            "left": left,
            "total": len(pays),
            "done": bool(pays) and not left,
            "note": "" if pays else self.env._("Nobody is salaried, or no list yet."),
            "by": agreed.agreed_by_id,
            "on": agreed.agreed_on,
        }

    def _step_export(self):
        last = self.env["oe.cae.pay.export"].search(
            [("company_id", "=", self.company_id.id), ("month", "=", self.month)],
            limit=1,
        )
        agreed = self._cae_pays().filtered(lambda pay: pay.state != "draft")
        left = agreed and not last
        return {
            "left": len(agreed) if left else 0,
            "total": len(agreed),
            "done": bool(agreed) and not left,
            "note": last.file_name or "",
            "by": last.user_id,
            "on": last.taken_on,
        }

    def _step_payslips(self):
        agreed = self._cae_pays().filtered(lambda pay: pay.state != "draft")
        real = agreed.filtered("real_on").sorted("real_on")
        return {
            "left": len(agreed) - len(real),
            "total": len(agreed),
            "done": bool(agreed) and len(real) == len(agreed),
            "by": real[-1:].write_uid,
            "on": real[-1:].real_on,
        }

    def _step_published(self):
        closed = self.state == "closed"
        return {
            "left": 0 if closed else len(self.cae_statement_ids),
            "total": len(self.cae_statement_ids),
            "done": closed,
            "by": self.closed_by_id,
            "on": self.closed_on,
        }

    def _step_entry(self):
        closed, ledger = self.state == "closed", self.cae_entries == "ledger"
        told = {"done": closed, "by": self.closed_by_id, "on": self.closed_on}
        if not ledger:
            return told
        move = self.cae_move_id
        posted = move.state == "posted" or not self.cae_contribution
        return {
            "left": int(not posted),
            "done": closed and posted,
            "look": closed,
            "note": move.name if posted else self.env._("An accountant posts it."),
            "by": move.write_uid if posted else None,
            "on": move.write_date if posted else None,
        }

    # -- the way there -------------------------------------------------------------

    def action_cae_declarations(self):
        """People who have not declared the month."""
        self.ensure_one()
        self.check_access("read")
        declarations_sudo = self.env["oe.cae.declaration"].sudo()
        missing = declarations_sudo._missing(self.company_id, self.month)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Not declared yet"),
            "res_model": "oe.entrepreneur",
            "view_mode": "list,form",
            "domain": [("id", "in", missing.ids)],
        }

    def action_cae_internal(self):
        """Sales between entrepreneurs that wait for a word."""
        return self._cae_list(
            "oe_cae.oe_cae_internal_sale_action", list(self._internal_domain())
        )

    def action_cae_exceptions(self):
        """Statements with an alert, or all of them."""
        action = self.action_cae_statements()
        alerts = self.cae_statement_ids.filtered(
            lambda row: row.balance < 0 or row.pay_alert
        )
        if alerts:
            action["domain"] = [("id", "in", alerts.ids)]
        return action

    def action_cae_control(self):
        """Both halves against the ledger."""
        return self.action_cae_halves()

    def action_cae_export(self):
        """The pay list, where the file of variables is taken."""
        return self.action_cae_pays()

    def action_cae_payslips(self):
        """Take payslips in."""
        self.ensure_one()
        self.check_access("read")
        return self.env["ir.actions.act_window"]._for_xml_id(
            "oe_cae.oe_cae_payslip_wizard_action"
        )

    def action_cae_published(self):
        """The statements of the month."""
        return self.action_cae_statements()

    def action_cae_entry(self):
        """The entry of the contributions, or the statements that moved them."""
        if self.cae_move_id:
            return self.action_cae_move()
        return self.action_cae_statements()
