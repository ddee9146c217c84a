from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.oe_base.calc.money import format_fr, to_cents

# The figures of a version, as they are copied from one to another.
FIGURES = (
    *("base", "recognition", "bracket_period", "marginal", "fixed_part", "minimum"),
    *("maximum", "exempt_months", "has_internal_rate", "internal_rate"),
)


class ProposalOption(models.Model):
    """One answer; it may say what a scheme of contribution would become.

    Its figures are a version of a scheme of its own, archived and on no contract:
    nothing is charged on it, everybody may see what it would give.
    """

    _name = "oe.cae.proposal.option"
    _description = "Option of a proposal"
    _order = "proposal_id, sequence, id"
    _check_company_auto = True

    proposal_id = fields.Many2one(
        "oe.cae.proposal", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="proposal_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer()
    name = fields.Char("Option", required=True)
    description = fields.Text("In words")
    scheme_id = fields.Many2one(
        "oe.cae.scheme",
        "Scheme that would change",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
        help="Empty: the option changes no contribution.",
    )
    draft_id = fields.Many2one(
        "oe.cae.scheme.version",
        "Figures to simulate",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    figures = fields.Char(compute="_compute_figures")

    @api.depends("draft_id")
    def _compute_figures(self):
        for option in self:
            option.figures = option.draft_id._in_words() if option.draft_id else False

    @api.model_create_multi
    def create(self, vals_list):
        options = super().create([{**vals, "draft_id": False} for vals in vals_list])
        options.proposal_id._refuse_closed()
        return options

    def write(self, vals):
        self.proposal_id._refuse_closed()
        if "draft_id" in vals and not self.env.su:
            raise UserError(self.env._("Write the figures with the button."))
        if {"proposal_id", "scheme_id"} & set(vals):
            # Figures of another scheme say nothing of this one.
            self._drop_drafts()
        result = super().write(vals)
        self.proposal_id._refuse_closed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_voted(self):
        self.proposal_id._refuse_closed()
        self._drop_drafts()

    def _drop_drafts(self):
        # Its versions and brackets go with it.
        self.sudo().draft_id.scheme_id.unlink()

    def action_figures(self):
        """The figures of the option: those in force today, to be changed."""
        self.ensure_one()
        self.check_access("write")
        self.proposal_id.check_access("write")
        if not self.draft_id:
            self.proposal_id._refuse_closed()
            self._make_draft()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "oe.cae.scheme.version",
            "res_id": self.draft_id.id,
            "view_mode": "form",
            "views": [
                (self.env.ref("oe_cae.oe_cae_proposal_version_view_form").id, "form")
            ],
            "target": "new",
        }

    def _make_draft(self):
        if not self.scheme_id:
            raise UserError(self.env._("Choose first the scheme that would change."))
        today = self.company_id._oe_today()
        versions = self.env["oe.cae.scheme.version"]
        current = versions._at(today, scheme_id=self.scheme_id)
        if not current:
            raise UserError(
                self.env._(
                    "%(name)s has no version in force today.", name=self.scheme_id.name
                )
            )
        # Managers add versions to schemes; this one is in force nowhere.
        scheme_sudo = (
            self.env["oe.cae.scheme"]
            .sudo()
            .create(
                {
                    "name": self.env._(
                        "Proposal %(proposal)s, option %(option)s",
                        proposal=self.proposal_id.id,
                        option=self.id,
                    ),
                    "company_id": self.company_id.id,
                    "active": False,
                    "option_id": self.id,
                }
            )
        )
        values = current._copied()
        start = today.replace(day=1)
        self.sudo().draft_id = versions.sudo().create(
            {**values, "scheme_id": scheme_sudo.id, "date_start": start}
        )

    def _plain(self):
        """Options and their figures as plain text, for the seal."""
        return "\n".join(
            f"{option.id} {option.name} {option.scheme_id.id or ''} "
            f"{option.draft_id and option.draft_id._terms() or ''}"
            for option in self.sorted("id")
        )


class Scheme(models.Model):
    _inherit = "oe.cae.scheme"

    option_id = fields.Many2one(
        "oe.cae.proposal.option",
        "Option it belongs to",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="A proposal: nothing is ever charged on it.",
    )


class SchemeVersion(models.Model):
    _inherit = "oe.cae.scheme.version"

    def _refuse_used(self):
        result = super()._refuse_used()
        # Whether a vote is open does not depend on the reader's rights.
        self.sudo().scheme_id.option_id.proposal_id._refuse_closed()
        return result

    def _copied(self):
        """Values of another version with the same figures."""
        self.ensure_one()
        return {
            **{name: self[name] for name in FIGURES},
            "bracket_ids": [
                fields.Command.create(
                    {"start_amount": row.start_amount, "rate": row.rate}
                )
                for row in self.bracket_ids
            ],
        }

    def _in_words(self):
        """The figures in one line, as somebody would say them."""
        self.ensure_one()
        rows = self.bracket_ids.sorted("start_amount")
        rates = ", ".join(
            self.env._("%(rate)s from %(start)s", rate=rate, start=start)
            if row.start_amount
            else rate
            for row in rows
            for rate, start in [
                (_percent(row.rate), format_fr(to_cents(row.start_amount)))
            ]
        )
        bases = dict(self._fields["base"]._description_selection(self.env))
        counted = dict(self._fields["recognition"]._description_selection(self.env))
        told = [
            self.env._(
                "%(rates)s, %(base)s, %(counted)s",
                rates=rates,
                base=_small(bases[self.base]),
                counted=_small(counted[self.recognition]),
            )
        ]
        amounts = {
            name: format_fr(to_cents(self[name]))
            for name in ("fixed_part", "minimum", "maximum")
        }
        bounds = (
            (
                "fixed_part",
                self.env._(
                    "fixed part %(amount)s a month", amount=amounts["fixed_part"]
                ),
            ),
            (
                "minimum",
                self.env._("minimum %(amount)s a month", amount=amounts["minimum"]),
            ),
            (
                "maximum",
                self.env._("maximum %(amount)s a month", amount=amounts["maximum"]),
            ),
        )
        told += [sentence for name, sentence in bounds if self[name]]
        return " · ".join(told)


def _small(text):
    """A label inside a sentence: HT stays HT."""
    return text[:1].lower() + text[1:]


def _percent(value):
    return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",") + " %"


class Contract(models.Model):
    _inherit = "oe.cae.contract"

    @api.constrains("scheme_id")
    def _check_scheme_in_force(self):
        """Nothing is charged on the figures of a proposal."""
        if self.scheme_id.sudo().option_id:
            raise ValidationError(_no_proposal(self.env))


class Amendment(models.Model):
    _inherit = "oe.cae.contract.amendment"

    @api.constrains("scheme_id")
    def _check_scheme_in_force(self):
        """Nothing is charged on the figures of a proposal."""
        if self.scheme_id.sudo().option_id:
            raise ValidationError(_no_proposal(self.env))


def _no_proposal(env):
    return env._("These figures are a proposal: choose a scheme that was voted.")
