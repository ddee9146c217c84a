from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import format_fr, to_cents
from odoo.addons.oe_base.tools import lock_rows

from ..calc import shares as calc
from .share_move import OF_SHARES
from .statement import euros


class ShareMove(models.Model):
    """What a movement changes: computed under a lock of both members, once."""

    _inherit = "oe.cae.share.move"

    def _enter(self):
        """Count this draft on what the members hold now.

        :raises UserError: with what to do instead
        """
        self.ensure_one()
        lock_rows(self.member_id | self.to_member_id)
        lock_rows(self)
        if self.state != "draft":
            raise UserError(
                self.env._("%(name)s is entered already.", name=self.display_name)
            )
        self._check_order()
        terms = self.env["oe.cae.share.terms"]._require_at(
            self.date, company_id=self.company_id
        )
        held = self.member_id._holding()
        try:
            effect = self._effect(terms, held)
            calc.check(held + effect)
            values = self._effect_values(effect) | self._refund_values(terms, effect)
        except CalcError as error:
            raise UserError(self._refusal(error)) from error
        self._finish({**values, "nominal": terms.nominal})
        self._close_membership()

    def _finish(self, values):
        self._put({**values, "state": "done"})
        self._seal(
            self.search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("state", "=", "done"),
                    ("id", "!=", self.id),
                    ("member_id", "=", self.member_id.id),
                ],
                order="id desc",
                limit=1,
            )
        )
        self._propose_entry()

    def _check_order(self):
        """The register is written day after day, member by member.

        A payment only lowers what is owed: one deducted from a pay comes later than
        the last day of its month, and keeps that day.
        """
        today = self.company_id._oe_today()
        if self.date > today and not self.pay_id:
            raise UserError(
                self.env._("The register says what was done: not tomorrow.")
            )
        members = self.member_id | self.to_member_id
        ended = members.filtered("date_end")
        if ended:
            raise UserError(
                self.env._(
                    "%(name)s is no longer a member.", name=ended[:1].display_name
                )
            )
        late = members.filtered(lambda member: member.date_start > self.date)
        if late:
            raise UserError(
                self.env._(
                    "%(name)s is a member since %(day)s only: no movement before.",
                    name=late[:1].display_name,
                    day=format_date(self.env, late[:1].date_start),
                )
            )
        if self.kind != "pay":
            self._check_last(members)

    def _check_last(self, members):
        last = self.search(
            [
                ("state", "=", "done"),
                ("kind", "!=", "pay"),
                ("date", ">", self.date),
                "|",
                ("member_id", "in", members.ids),
                ("to_member_id", "in", members.ids),
            ],
            limit=1,
        )
        if last:
            raise UserError(
                self.env._(
                    "The register has a later movement already: %(name)s. Enter what "
                    "comes late with a day after it, and say why in the note.",
                    name=last.display_name,
                )
            )

    def _effect(self, terms, held):
        """What this changes for the member, signed."""
        if self.kind == "subscribe":
            return calc.subscribe(
                held,
                self.shares,
                terms._nominal_cents(),
                terms._called(),
                terms.minimum_shares,
            )
        if self.kind == "call":
            return calc.call(held, to_cents(self.amount))
        if self.kind == "pay":
            return calc.pay(held, to_cents(self.amount))
        if self.kind == "transfer":
            return self._transferred(terms, held)
        # A reduction of capital takes shares from everybody: the minimum is no reason.
        minimum = 1 if self.kind == "reduce" else terms.minimum_shares
        return -calc.leave(held, self.shares, minimum)

    def _transferred(self, terms, held):
        gone = calc.leave(held, self.shares, terms.minimum_shares)
        received = self.to_member_id._holding() + gone
        if received.shares < terms.minimum_shares:
            raise calc.BelowMinimum(left=received.shares, minimum=terms.minimum_shares)
        return -gone

    def _effect_values(self, effect):
        return {
            "delta_shares": effect.shares,
            "delta_subscribed": euros(effect.subscribed_cents),
            "delta_called": euros(effect.called_cents),
            "delta_paid": euros(effect.paid_cents),
        }

    def _refund_values(self, terms, effect):
        if self.kind != "refund":
            return {}
        owed = calc.refund(-effect, to_cents(self.loss))
        return {
            "refund_amount": euros(owed),
            "refund_due": calc.refund_due(self.date, terms.refund_years),
            # Nothing was paid, or losses took it all: nothing is waited for.
            "settled_on": False if owed else self.date,
        }

    def _holding_change(self):
        """The effect as it was entered."""
        self.ensure_one()
        return calc.Holding(
            self.delta_shares,
            *(
                to_cents(self[name])
                for name in ("delta_subscribed", "delta_called", "delta_paid")
            ),
        )

    def _close_membership(self):
        member = self.member_id
        if self.kind in OF_SHARES and not member._holding().shares:
            member._lose(self.date)

    def _take_back(self):
        """The opposite of an entered movement, if both sides may still bear it."""
        self.ensure_one()
        members = self.member_id | self.to_member_id
        lock_rows(members)
        lock_rows(self)
        if self.state != "done" or self.reversal_of_id:
            raise UserError(
                self.env._("Only a movement that was entered is taken back.")
            )
        if self.search_count([("reversal_of_id", "=", self.id)], limit=1):
            raise UserError(self.env._("It was taken back already."))
        if self.kind == "refund" and self.settled_on and self.refund_amount:
            raise UserError(
                self.env._("The money was given back: a new subscription corrects it.")
            )
        change = -self._holding_change()
        held = members._holdings()
        try:
            calc.check(held.get(self.member_id.id, calc.Holding()) + change)
            if self.to_member_id:
                calc.check(held.get(self.to_member_id.id, calc.Holding()) - change)
        except CalcError as error:
            raise UserError(self._refusal(error)) from error
        back = self._opposite(change, self.company_id._oe_today())
        ended = self.member_id.filtered("date_end")
        if ended and self.member_id._holding().shares:
            ended.write({"date_end": False})
            ended._tell_contracts()
        if self.kind == "refund":
            self._put({"settled_on": back.date})
        back._close_membership()
        return back

    def _opposite(self, change, day, **values):
        """Enter a movement that undoes an effect, on a day."""
        copied = ("kind", "shares", "amount", "nominal", "resolution")
        back = self.create(
            {
                **{name: self[name] for name in copied},
                "member_id": self.member_id.id,
                "to_member_id": self.to_member_id.id,
                "date": day,
                "reversal_of_id": self.id,
                "refund_amount": -self.refund_amount,
                "settled_on": day if self.refund_amount else False,
                "loss": self.loss,
                **self._effect_values(change),
                **values,
            }
        )
        back._finish({})
        return back

    def _settle(self):
        self.ensure_one()
        lock_rows(self)
        if self.kind != "refund" or self.state != "done" or self.settled_on:
            raise UserError(
                self.env._("Only a refund that waits is paid, and only once.")
            )
        today = self.company_id._oe_today()
        early = self.refund_due and today < self.refund_due
        if early and not (self.resolution or "").strip():
            raise UserError(
                self.env._(
                    "The statutes let it wait until %(day)s: paying earlier is a "
                    "decision. It is missing on this movement.",
                    day=format_date(self.env, self.refund_due),
                )
            )
        self._put({"settled_on": today, "settled_by_id": self.env.uid})

    def _refusal(self, error):
        """The reason of the computing layer in one sentence."""
        params = {
            name: format_fr(value) if name.endswith("cents") else value
            for name, value in error.params.items()
        }
        params["name"] = self.member_id.display_name
        if error.code == "shares.not_enough":
            return self.env._(
                "%(name)s holds %(held)s shares: %(asked)s cannot be moved.", **params
            )
        if error.code == "shares.below_minimum":
            return self.env._(
                "A member holds at least %(minimum)s shares, or none: %(left)s would "
                "be left.",
                **params,
            )
        if error.code == "shares.too_much":
            return self.env._(
                "%(name)s: %(left_cents)s at most, not %(asked_cents)s.", **params
            )
        if error.code == "shares.impossible":
            return self.env._(
                "%(name)s no longer holds what this would take away: later movements "
                "stand in the way.",
                **params,
            )
        if self.kind in OF_SHARES:
            return self.env._("Write how many shares.")
        return self.env._("Write an amount.")
