"""The pay of June: Nadia's from the list to the payslip, Paul's that waits."""

import base64
import datetime

from odoo import fields

FIRST = datetime.date(2026, 6, 1)
HEAD = (
    "matricule;mois;brut;cotisations_patronales;cotisations_salariales;"
    "net_avant_impot;prelevement_source;net_paye"
)


class Pay:
    """Part of the month: pay list, variables of pay, payslips."""

    def pay(self):
        """Nadia puts 30.00 aside; Paul's part fixe is beyond the account: refused."""
        run = self.env["oe.cae.pay.run"]._get(self.samad, FIRST)
        run.action_compute()
        mine = run.pay_ids.filtered(lambda pay: pay.entrepreneur_id == self.nadia)
        mine.write({"reserve": 30, "note": "Pour lisser le mois d'août."})
        run.action_agree()
        run.action_export()
        wizard = self.env["oe.cae.payslip.wizard"].create(
            {
                "company_id": self.samad.id,
                "file": base64.b64encode(self._payslips(mine).encode()),
                "file_name": "bulletins-2026-06.csv",
            }
        )
        wizard.action_import()
        wizard.move_ids.action_post()
        return run

    def _payslips(self, pays):
        """Totals as payroll found them, a little off the estimate."""
        lines = [HEAD]
        for pay in pays:
            gross, employee = pay.gross, round(pay.gross - pay.net - 1.20, 2)
            employer = round(pay.pay_cost - gross - 0.85, 2)
            net = round(gross - employee, 2)
            amounts = (gross, employer, employee, net, 0, net)
            lines.append(
                ";".join(
                    [
                        pay.register_number,
                        fields.Date.to_string(pay.month)[:7],
                        *(f"{amount:.2f}".replace(".", ",") for amount in amounts),
                    ]
                )
            )
        return "\n".join(lines)
