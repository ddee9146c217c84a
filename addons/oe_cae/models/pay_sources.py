from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.oe_base.calc.money import to_cents

from .contract import HOSTED


@dataclass
class Sources:
    """What the lines of a month are computed from, loaded once for everybody."""

    results: dict
    contracts: dict
    terms: dict
    pending: dict
    minutes: dict
    parameters: object


class PayRun(models.Model):
    """Loads the month, has each line computed, writes the drafts."""

    _inherit = "oe.cae.pay.run"

    def _compute_pays(self, only=None):
        """Make missing lines, drop those nobody needs, compute the drafts anew.

        :param only: lines to compute (all drafts of the month by default)
        """
        self.ensure_one()
        # The books and the terms of contracts are read for a figure, whoever asks;
        # nobody may make lines by hand.
        run_sudo = self.sudo()
        run_sudo.env["oe.period"]._assert_open(run_sudo.company_id, run_sudo.month)
        sources = run_sudo._sources(only and only.entrepreneur_id)
        if only is None:
            run_sudo._sync_pays(sources)
        pays_sudo = (only.sudo() if only else run_sudo.pay_ids).filtered(
            lambda pay: pay.state == "draft"
        )
        for pay_sudo in pays_sudo:
            pay_sudo._put(pay_sudo._computed(sources))
        pays_sudo._put_shares(sources)

    def _sources(self, people=None):
        month, company = self.month, self.company_id
        activities = None
        if people:
            activities = self.env["oe.activity"].search(
                [
                    ("company_id", "=", company.id),
                    ("entrepreneur_id", "in", people.ids),
                ]
            )
        results = defaultdict(list)
        for result in self.env["oe.cae.month"]._compute(company, month, activities):
            results[result.contract].append(result)
        model = self.env["oe.cae.contract"]
        contracts = {
            person: contract
            for person, contract in model._in_month(company, month).items()
            if contract.kind in HOSTED and (not people or person in people.ids)
        }
        parameter = self.env["oe.cae.pay.parameter"]._require_at(month)
        return Sources(
            results=results,
            contracts=contracts,
            terms=model.union(*contracts.values())._terms_in(month),
            pending=self._pending(company, month),
            minutes=self._minutes(),
            parameters=parameter._parameters(),
        )

    @api.model
    def _pending(self, company, month):
        """Cost of earlier pays that the budget still holds, in cents, by person.

        Without it the money of a pay agreed in May would be paid again in June when
        payroll is booked late. What an open month holds is not in the budget at all,
        and a pay booked otherwise is not waited for.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.entrepreneur_id,
                       SUM(CASE WHEN p.real_on IS NULL THEN p.pay_cost
                                ELSE p.real_gross + p.real_employer END
                           - COALESCE(booked.amount, 0))
                  FROM oe_cae_pay p
                  JOIN oe_period o ON o.company_id = p.company_id
                       AND o.month = p.month AND o.state = 'closed'
             LEFT JOIN LATERAL (
                       SELECT SUM(aml.balance) AS amount
                         FROM account_move_line aml
                         JOIN account_account a ON a.id = aml.account_id
                        WHERE aml.oe_cae_pay_id = p.id
                          AND aml.parent_state = 'posted'
                          AND aml.date < %(month)s
                          AND a.account_type = 'expense') booked ON TRUE
                 WHERE p.company_id = %(company)s AND p.kind = 'salaried'
                   AND p.state != 'draft' AND p.booked_otherwise IS NOT TRUE
                   AND p.month < %(month)s AND p.month >= %(first)s
              GROUP BY 1
                """,
                company=company.id,
                month=month,
                first=month - relativedelta(months=12),
            )
        )
        return {person: to_cents(amount or 0) for person, amount in rows}

    def _minutes(self):
        """Minutes worked in the month, by person, where work is recorded."""
        company = self.company_id
        start = company._oe_utc(_midnight(self.month))
        end = company._oe_utc(_midnight(self.month + relativedelta(months=1)))
        rows = self.env.execute_query(
            SQL(
                """
                SELECT entrepreneur_id,
                       SUM(EXTRACT(EPOCH FROM "end" - start) / 60
                           - COALESCE(break_minutes, 0))
                  FROM oe_worked_slot
                 WHERE company_id = %s AND start >= %s AND start < %s
              GROUP BY 1
                """,
                company.id,
                start,
                end,
            )
        )
        return {person: int(minutes) for person, minutes in rows}

    def _sync_pays(self, sources):
        """A line per person hosted in the month, CAPE holders included."""
        existing = {pay.entrepreneur_id.id: pay for pay in self.pay_ids}
        stale = self.env["oe.cae.pay"].browse()
        for person, pay in existing.items():
            contract = sources.contracts.get(person)
            if pay.state != "draft":
                continue
            if not contract:
                stale |= pay
            elif pay.contract_id != contract:
                pay._put({"contract_id": contract.id, "kind": contract.kind})
        stale.unlink()
        self.env["oe.cae.pay"].create(
            [
                {
                    "run_id": self.id,
                    "entrepreneur_id": person,
                    "contract_id": contract.id,
                    "kind": contract.kind,
                }
                for person, contract in sources.contracts.items()
                if person not in existing
            ]
        )


def _midnight(day):
    return datetime.combine(day, time.min)
