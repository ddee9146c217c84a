from odoo import api, models
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import format_fr


class SapMeter(models.AbstractModel):
    """The meter told in plain values: what was used, what is left, and why."""

    _inherit = "oe.sap.meter"

    @api.model
    def _told(self, year, now, then, facts, certificate):
        """What a screen shows; every amount is text, every bar a share of 100."""
        return {
            "year": year,
            "left": format_fr(now.left_cents),
            "used": format_fr(now.used_cents),
            "ceiling": format_fr(now.ceiling_cents),
            "credit": format_fr(now.credit_cents),
            "then_used": format_fr(then.used_cents),
            "grows": then.used_cents != now.used_cents,
            "bar": _share(now.used_cents, now.ceiling_cents),
            "then_bar": _share(then.used_cents, then.ceiling_cents),
            "sentences": self._sentences(now, then, certificate),
            "rows": self._rows(now, then),
            "warnings": self._warnings(then, now),
            "assumptions": self._assumptions(facts),
            "why": self._why(then),
        }

    @api.model
    def _sentences(self, now, then, certificate):
        """Where the household stands, and where it will."""
        told = [
            self.env._(
                "%(used)s used of %(ceiling)s: %(left)s left.",
                used=format_fr(now.used_cents),
                ceiling=format_fr(now.ceiling_cents),
                left=format_fr(now.left_cents),
            ),
            self.env._(
                "Credit so far: %(credit)s.", credit=format_fr(now.credit_cents)
            ),
        ]
        if certificate.advance_funded_cents:
            told.append(
                self.env._(
                    "Of it %(amount)s were received in advance.",
                    amount=format_fr(certificate.advance_funded_cents),
                )
            )
        if then.used_cents != now.used_cents:
            told.append(
                self.env._(
                    "With what is to come this year: %(used)s used, %(left)s left, "
                    "%(credit)s of credit.",
                    used=format_fr(then.used_cents),
                    left=format_fr(then.left_cents),
                    credit=format_fr(then.credit_cents),
                )
            )
        return told

    @api.model
    def _rows(self, now, then):
        names = self._names(then)
        after = {row.activity_code: row for row in then.meters}
        return [
            {
                "code": row.activity_code,
                "name": names[row.activity_code],
                "cap": format_fr(row.cap_cents) if row.cap_cents is not None else "",
                "left": format_fr(row.left_cents),
                "text": self._row(row, after[row.activity_code]),
                "bar": _share(row.counted_cents, row.cap_cents or now.ceiling_cents),
            }
            for row in now.meters
        ]

    @api.model
    def _row(self, now, then):
        values = {
            "counted": format_fr(now.counted_cents),
            "left": format_fr(now.left_cents),
            "then": format_fr(then.left_cents),
        }
        if now.cap_cents is None:
            return self.env._("%(counted)s count", **values)
        told = self.env._(
            "%(counted)s count of %(cap)s at most, %(left)s left",
            cap=format_fr(now.cap_cents),
            **values,
        )
        if then.left_cents != now.left_cents:
            told = self.env._("%(told)s; then %(then)s", told=told, **values)
        return told

    @api.model
    def _names(self, result):
        codes = [row.activity_code for row in result.meters]
        rows_sudo = self.env["oe.sap.activity"].sudo().search([("code", "in", codes)])
        return {row.code: row.name for row in rows_sudo}

    @api.model
    def _warnings(self, then, now):
        """What goes wrong already, then what would with what is to come."""
        names = self._names(then)
        known = {item.code for item in now.warnings}
        told = []
        for item in (*now.warnings, *then.warnings):
            if item in now.warnings or item.code not in known:
                sentence = self._warning(item, names)
                if sentence not in told:
                    told.append(sentence)
        return told

    @api.model
    def _warning(self, item, names):
        facts = dict(item.params)
        name = names.get(facts.get("activity"), "")
        return {
            "credit.cash": lambda: self.env._(
                "%(name)s: %(amount)s were paid in cash and never count.",
                name=name,
                amount=format_fr(facts["cents"]),
            ),
            "credit.bundle_missing": lambda: self.env._(
                "%(name)s counts only with work at home paid in the same year.",
                name=name,
            ),
            "credit.cap_reached": lambda: self.env._(
                "%(name)s goes beyond its cap of the year by %(amount)s.",
                name=name,
                amount=format_fr(facts["over_cents"]),
            ),
            "credit.ceiling_reached": lambda: self.env._(
                "The household goes beyond its ceiling of the year by %(amount)s.",
                amount=format_fr(facts["over_cents"]),
            ),
            "credit.employer_aid": lambda: self.env._(
                "The employer's aid (%(amount)s) is above the yearly maximum of "
                "%(most)s: check it.",
                amount=format_fr(facts["cents"]),
                most=format_fr(facts["maximum_cents"]),
            ),
        }[item.code]()

    @api.model
    def _assumptions(self, facts):
        """What the figures stand on, so that nobody takes them for a promise."""
        composition = facts["composition"]
        told = [
            self.env._(
                "Counted on the day each invoice is paid; what is to come counts as "
                "paid before 31 December."
            )
        ]
        if composition:
            told.append(
                self.env._(
                    "Household as said on %(day)s: %(children)s child(ren), %(shared)s "
                    "in shared custody, %(seniors)s member(s) over 65.",
                    day=format_date(self.env, composition.date_start),
                    children=composition.children,
                    shared=composition.shared_children,
                    seniors=composition.seniors,
                )
            )
        else:
            told.append(
                self.env._(
                    "Nobody said who makes up the household: no rise is counted."
                )
            )
        aids = sum(aid.amount_cents for aid in facts["aids"])
        elsewhere = sum(item.amount_cents for item in facts["elsewhere"])
        told.append(
            self.env._(
                "Aids taken off: %(aids)s. Paid to other providers, as said: "
                "%(elsewhere)s.",
                aids=format_fr(aids),
                elsewhere=format_fr(elsewhere),
            )
        )
        told.append(
            self.env._("An estimate: the tax office decides on the tax return.")
        )
        return told

    @api.model
    def _why(self, result):
        """The computing, line by line."""
        names = self._names(result)
        told = []
        for item in result.steps:
            facts = dict(item.inputs)
            if item.label_key == "credit.activity":
                told.append(self._why_activity(item, facts, names))
            elif item.label_key == "credit.ceiling":
                told.append(
                    self.env._(
                        "Together %(counted)s, within the ceiling of %(ceiling)s.",
                        counted=format_fr(facts["counted_cents"]),
                        ceiling=format_fr(item.amount_cents),
                    )
                )
            else:
                told.append(
                    self.env._(
                        "%(used)s × %(rate)s = %(credit)s of tax credit.",
                        used=format_fr(facts["used_cents"]),
                        rate=self.env["oe.sap.explain"]._percent(facts["rate"]),
                        credit=format_fr(item.amount_cents),
                    )
                )
        return told

    @api.model
    def _why_activity(self, item, facts, names):
        values = {
            "name": names[facts["activity"]],
            "paid": format_fr(facts["paid_cents"]),
            "aid": format_fr(facts["aid_cents"]),
            "counted": format_fr(item.amount_cents),
        }
        if facts["cap_cents"] is None:
            return self.env._(
                "%(name)s: %(paid)s less %(aid)s of aids, %(counted)s count.", **values
            )
        return self.env._(
            "%(name)s: %(paid)s less %(aid)s of aids, at most %(cap)s: %(counted)s "
            "count.",
            cap=format_fr(facts["cap_cents"]),
            **values,
        )


def _share(part, whole):
    """Whole hundredths, for the length of a bar."""
    return min(100, part * 100 // whole) if whole else 0
