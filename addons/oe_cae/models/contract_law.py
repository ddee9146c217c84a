from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.period import ONE_DAY

from ..calc import deadlines as calc
from .contract import HOSTED


class Contract(models.Model):
    """What the law counts: deadlines computed, limits refused in words."""

    _inherit = "oe.cae.contract"

    @api.depends(
        "kind",
        "date_start",
        "date_end",
        "member_since",
        "company_id",
        "state",
        "trial_months",
        "entrepreneur_id.cae_contract_ids.kind",
        "entrepreneur_id.cae_contract_ids.state",
        "entrepreneur_id.cae_contract_ids.date_start",
        "entrepreneur_id.cae_contract_ids.date_end",
    )
    def _compute_deadlines(self):
        for contract in self:
            values = dict.fromkeys(
                ("trial_end", "member_deadline", "cape_limit", "deadline"), False
            )
            values["deadline_kind"] = False
            if contract.date_start:
                contract._add_deadlines(values)
            contract.update(values)

    def _add_deadlines(self, values):
        earlier = [other._period() for other in self._earlier()]
        if self.kind == "cape":
            capes = [
                other._period()
                for other in self._earlier()
                if other.kind == "cape" and other.date_end
            ]
            limit = calc.cape_last_end([*capes, self._period()])
            values["cape_limit"] = limit - ONE_DAY
        elif self.kind == "salaried":
            limits = calc.CesaLimits(trial_months=self.trial_months)
            values["trial_end"] = calc.trial_end(self.date_start, earlier, limits)
            values["member_deadline"] = calc.member_deadline(self.date_start, earlier)
        if self.state == "signed":
            self._add_risk(values)

    def _add_risk(self, values):
        """What is at risk first: membership before a later last day."""
        member_by = values["member_deadline"]
        waits = self.kind == "salaried" and not self.member_since
        if waits and (not self.date_end or member_by <= self.date_end):
            values.update(deadline=member_by, deadline_kind="membership")
        elif self.date_end:
            kind = "cape_end" if self.kind == "cape" else "contract_end"
            values.update(deadline=self.date_end, deadline_kind=kind)

    @api.depends("deadline")
    def _compute_deadline_alert(self):
        today = fields.Date.context_today(self)
        for contract in self:
            alert = contract.deadline and calc.current_alert(contract.deadline, today)
            contract.deadline_alert = alert.months if alert else 0
            if contract.deadline and contract.deadline < today:
                contract.deadline_alert = -1

    def _earlier(self):
        """Earlier signed CAPE and CESA between the same parties."""
        return self.entrepreneur_id.cae_contract_ids.filtered(
            lambda other: (
                other.company_id == self.company_id
                and other.kind in HOSTED
                and other.state == "signed"
                and other.date_start
                and other.date_start < self.date_start
            )
        )

    @api.constrains(
        "entrepreneur_id", "company_id", "kind", "date_start", "date_end", "state"
    )
    def _check_law(self):
        for contract in self:
            same = contract.entrepreneur_id.cae_contract_ids.filtered(
                lambda other, contract=contract: (
                    other.company_id == contract.company_id
                    and other.state == "signed"
                    and other != contract
                )
            )
            # A draft may lie beside what it will replace; it counts once signed.
            if contract.state == "signed":
                contract._check_overlap(same)
            if contract.kind == "cape":
                contract._check_cape(same.filtered(lambda other: other.kind == "cape"))

    def _check_overlap(self, others):
        for other in others:
            if self._period().overlaps(other._period()):
                raise ValidationError(
                    self.env._(
                        "%(name)s has a contract from %(day)s already: end it before "
                        "this one starts.",
                        name=self.entrepreneur_id.name,
                        day=format_date(self.env, other.date_start),
                    )
                )

    def _check_cape(self, others):
        if not self.date_end:
            raise ValidationError(
                self.env._("A CAPE has a last day, at most 12 months away: write it.")
            )
        if self.state == "draft":
            self._check_overlap(others)
        try:
            calc.check_capes(cape._period() for cape in (others | self))
        except calc.CapeTooLong as error:
            raise ValidationError(
                self.env._(
                    "A CAPE runs for at most %(limit)s months (C. com. L.127-2): end "
                    "it on %(day)s at the latest, then renew it.",
                    limit=error.params["limit"],
                    day=format_date(
                        self.env, self.date_start + relativedelta(months=12, days=-1)
                    ),
                )
            )
        except calc.CapeTooManyRenewals as error:
            raise ValidationError(
                self.env._(
                    "A CAPE is renewed at most %(limit)s times (C. com. L.127-2): sign "
                    "a CESA, or end the support.",
                    limit=error.params["limit"],
                )
            )
        except calc.CapeTotalTooLong as error:
            raise ValidationError(
                self.env._(
                    "All CAPE together run for at most 36 months (C. com. L.127-2): "
                    "end this one on %(day)s at the latest.",
                    day=format_date(self.env, error.params["limit"] - ONE_DAY),
                )
            )

    @api.constrains("kind", "scheme_id", "state")
    def _check_scheme(self):
        for contract in self.filtered(lambda contract: contract.state == "signed"):
            if contract.kind in HOSTED and not contract.scheme_id:
                raise ValidationError(
                    self.env._(
                        "The contract of %(name)s needs its contribution scheme: the "
                        "law wants it written (C. trav. L.7331-2).",
                        name=contract.entrepreneur_id.name,
                    )
                )
