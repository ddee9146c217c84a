from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import format_fr, rate, round_half_up, to_cents
from odoo.addons.oe_base.tools import lock_rows

from ..calc.mileage import yearly_value
from .statement import euros

LONGEST_KM = 2000


class HrExpenseMileage(models.Model):
    """Mileage on the yearly scale, cumulated by car and calendar year.

    What the claims of a year are worth together is what the year's distance is worth:
    a claim that is refused or withdrawn gives its place to the next ones, unless they
    are posted; the next one then makes up for it.
    """

    _inherit = "hr.expense"

    oe_vehicle_id = fields.Many2one(
        "oe.cae.vehicle", "Vehicle", index="btree_not_null", ondelete="restrict"
    )
    oe_km = fields.Float("Distance (km)", digits=(8, 1))
    oe_km_from = fields.Float(
        "Cumulated before (km)", digits=(8, 1), readonly=True, copy=False
    )
    oe_scale_id = fields.Many2one(
        "oe.cae.mileage.scale", "Scale", readonly=True, ondelete="restrict"
    )

    @api.model
    def _oe_send_mileage(self, activity, given, vehicle, sent_ref=None):
        """Claim a distance driven with one's own car.

        :param dict given: ``day``, ``name`` (from, to, why) and ``km`` (a fraction)
        :return: the claim; the same one when this form was sent before
        :raises UserError: with what to do instead
        """
        found = self._oe_begin(activity, sent_ref)
        if found:
            return found
        self._oe_check_day(activity, given["day"])
        if not 0 < given["km"] <= LONGEST_KM:
            raise UserError(
                self.env._(
                    "Write a distance of 1 to %(most)s km, there and back.",
                    most=LONGEST_KM,
                )
            )
        scales = self.env["oe.cae.mileage.scale"]
        scale = scales._require_at(given["day"], power=vehicle.power)
        claim = self._oe_create(
            activity,
            {**given, "product": self.env.ref("oe_cae.expense_mileage")},
            1,
            tax_ids=[],
            oe_km=float(given["km"]),
            oe_vehicle_id=vehicle.id,
            oe_scale_id=scale.id,
            oe_sent_ref=sent_ref,
        )
        claim._oe_value_year()
        claim._oe_submit()
        return claim

    def _oe_year(self):
        """Claims of the same car in the same calendar year, in their order."""
        self.ensure_one()
        year = self.date.year
        return self.sudo().search(
            [
                ("oe_vehicle_id", "=", self.oe_vehicle_id.id),
                ("date", ">=", f"{year}-01-01"),
                ("date", "<=", f"{year}-12-31"),
                ("state", "!=", "refused"),
            ],
            order="id",
        )

    def _oe_value_year(self):
        """Give each claim of the year that is not posted its value on the scale."""
        self.ensure_one()
        lock_rows(self.oe_vehicle_id)
        claims = self._oe_year()
        posted = claims.filtered("account_move_id")
        km = rate(self.oe_vehicle_id._elsewhere(self.date.year))
        reached = self._oe_worth(km)
        for claim in posted:
            km += claim._oe_exact_km()
            reached += claim._oe_amount()
        for claim in claims - posted:
            before = km
            km += claim._oe_exact_km()
            cents = claim._oe_worth(km) - reached
            reached += cents
            claim.write(
                {
                    "oe_km_from": float(before),
                    "total_amount_currency": euros(max(cents, 0)),
                }
            )

    def _oe_exact_km(self):
        return rate(f"{self.oe_km:.1f}")

    def _oe_worth(self, km):
        """Cents of a distance cumulated over the year, on the scale of this claim."""
        scale = self.oe_scale_id
        factor = scale._factor(self.oe_vehicle_id.electric)
        return round_half_up(yearly_value(scale._bands(), km) * factor)

    def _oe_why(self):
        """The value in words: rule, cumulated distances, amounts."""
        self.ensure_one()
        if not self.oe_vehicle_id:
            return []
        before = rate(f"{self.oe_km_from:.1f}")
        after = before + self._oe_exact_km()
        scale = self.oe_scale_id
        labels = dict(scale._fields["power"]._description_selection(self.env))
        sentences = [
            self.env._(
                "Scale of %(power)s in force since %(start)s (%(law)s).",
                power=labels[scale.power],
                start=format_date(self.env, scale.date_start),
                law=scale.legal_reference or "",
            ),
            self.env._(
                "The year's distance goes from %(before)s to %(after)s km: it was "
                "worth %(worth_before)s, it is worth %(worth_after)s.",
                before=_km(before),
                after=_km(after),
                worth_before=format_fr(self._oe_worth(before)),
                worth_after=format_fr(self._oe_worth(after)),
            ),
        ]
        gap = (
            self._oe_worth(after) - self._oe_worth(before) - to_cents(self.total_amount)
        )
        if gap:
            sentences.append(
                self.env._(
                    "Less %(gap)s: claims posted before were withdrawn from the year.",
                    gap=format_fr(gap),
                )
            )
        return sentences

    def _oe_revalue(self):
        """After claims left the year, the others of their cars are valued again."""
        seen = set()
        for claim in self.filtered("oe_vehicle_id"):
            key = (claim.oe_vehicle_id, claim.date.year)
            rest = claim._oe_year() - claim
            if key not in seen and rest:
                rest[-1]._oe_value_year()
            seen.add(key)

    def _do_refuse(self, reason):
        result = super()._do_refuse(reason)
        self.sudo()._oe_revalue()
        return result

    def _oe_withdraw(self):
        rest = self._oe_year() - self if self.oe_vehicle_id else self.browse()
        result = super()._oe_withdraw()
        if rest:
            rest[-1]._oe_value_year()
        return result


def _km(value):
    text = f"{float(value):.1f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")
