import datetime
from dataclasses import replace
from fractions import Fraction

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.oe_base.calc.money import split, to_cents
from odoo.addons.oe_base.tools import lock_rows

from ..calc import credit, forms

FORMS = [
    ("prestataire", "The cooperative (prestataire)"),
    ("mandataire", "You employ, an agent helps (mandataire)"),
    ("direct", "You employ directly (CESU)"),
    ("independent", "An independent worker"),
    ("partner", "A partner firm"),
]
CHOICE = frozenset({"oe_sap_form", "oe_sap_form_on", "oe_sap_form_by_id"})
# 52 weeks in 12 months.
WEEKS_A_MONTH = Fraction(52, 12)
MONTHS = 12
MINUTES = 60


class HomeAssessment(models.Model):
    """« Quelle forme me convient ? »: the forms side by side, the client's choice."""

    _inherit = "oe.home.assessment"

    oe_sap_first_year = fields.Boolean(
        "First year as an employer",
        help="Raises the ceiling of the tax credit for direct employment.",
    )
    oe_sap_form = fields.Selection(FORMS, "Form chosen", readonly=True, copy=False)
    oe_sap_form_on = fields.Datetime("Chosen on", readonly=True, copy=False)
    oe_sap_form_by_id = fields.Many2one(
        "res.partner",
        "Chosen by",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                # Forced, not left out: default_* of a context is a value too.
                vals.update(dict.fromkeys(CHOICE, False))
        return super().create(vals_list)

    def write(self, vals):
        if CHOICE & set(vals):
            if not self.env.su:
                raise UserError(self.env._("The client chooses, on the page."))
        return super().write(vals)

    def _oe_sap_columns(self):
        """The computed columns, or none without a home service."""
        self.ensure_one()
        row_sudo = self.sudo()
        today = fields.Date.context_today(self)
        usual = self.env["oe.sap.form.parameter"].sudo()._require_at(today)
        works = row_sudo._oe_sap_works(today)
        if not works:
            return ()
        opens = usual.advance_dependent_from
        return forms.compare(
            works,
            row_sudo._oe_sap_situation(today),
            self.env["oe.sap.parameter"]._by_day()(today)._credit_parameters(),
            usual._prepare_calc(),
            today,
            advance_for_dependent=bool(opens and opens <= today),
        )

    def _oe_sap_works(self, day):
        """Home services of the assessment: hours a month, prices of their seller."""
        found = []
        for line in self.line_ids:
            product = line.product_id
            activity = product.oe_sap_activity_id
            if not activity:
                continue
            seller = product.product_tmpl_id._oe_seller(
                self.lead_id.oe_territory_id or self.company_id.oe_territory_id,
                self.partner_id,
            )
            price = product.with_company(seller).lst_price
            taxes = product.taxes_id.filtered(
                lambda tax, seller=seller: tax.company_id == seller
            )
            total = taxes.compute_all(price, seller.currency_id, 1, product)
            hours = Fraction(line.minutes * line.per_week, 60) * WEEKS_A_MONTH
            found.append(
                forms.Work(
                    activity._facts(day),
                    hours,
                    to_cents(total["total_included"]),
                    to_cents(total["total_excluded"]),
                )
            )
        return found

    def _oe_sap_situation(self, day):
        """The household and its aids a month, as they are known."""
        taxpayer = self.partner_id.oe_taxpayer_id or self.partner_id
        last = datetime.date(day.year, 12, 31)
        facts = self.env["oe.sap.meter"]._facts(taxpayer, day.year, last)
        aids = tuple(
            replace(aid, amount_cents=split(aid.amount_cents, [1] * MONTHS)[-1])
            for aid in facts["aids"]
            if aid.kind is not credit.AidKind.CESU_EMPLOYER
        )
        return forms.Situation(facts["household"], aids, self.oe_sap_first_year)

    def _oe_sap_choose(self, form, partner):
        """Note what the client chose; it may change until the quotes are made.

        :raises UserError: for a form that does not exist, from whoever may only read,
            or once a quote went out
        """
        self.ensure_one()
        row_sudo = self.sudo()
        lock_rows(row_sudo)
        if form not in dict(FORMS):
            raise UserError(self.env._("Choose one of the forms."))
        row_sudo._oe_sap_assert_chooses(partner)
        row_sudo.write(
            {
                "oe_sap_form": form,
                "oe_sap_form_on": fields.Datetime.now(),
                "oe_sap_form_by_id": partner.id,
            }
        )

    def _oe_sap_assert_chooses(self, partner):
        """The household, or whoever is at the home as long as it has not chosen."""
        if not partner._oe_may_act_for(self.partner_id, "accept"):
            if partner != self.entrepreneur_id.partner_id:
                raise UserError(self.env._("The household decides, or by a mandate."))
            if self.oe_sap_form_by_id not in (partner, partner.browse()):
                raise UserError(self.env._("The household has chosen by itself."))
        if any(order.state in ("sent", "sale") for order in self.lead_id.order_ids):
            raise UserError(
                self.env._("A quote went out: call the cooperative to change.")
            )

    def action_oe_sap_go_on(self):
        """What the choice asks for: quotes, a folder of recruitment, a works order.

        :raises UserError: before the assessment is done, or a form chosen
        """
        self.ensure_one()
        if not self.env.user.has_group("oe_base.group_oe_manager"):
            raise AccessError(self.env._("A manager does this."))
        if self.state != "done":
            raise UserError(self.env._("Finish the home assessment first."))
        if not self.oe_sap_form:
            raise UserError(self.env._("The client has not chosen a form yet."))
        return getattr(self, f"_oe_sap_go_{self.oe_sap_form}")()

    def _oe_sap_go_prestataire(self):
        return self.lead_id.action_oe_quotes()

    def _oe_sap_go_mandataire(self):
        """Quotes in the mode in which the household is the employer."""
        action = self.lead_id.action_oe_quotes()
        drafts = self.env["sale.order"].search(action["domain"])
        drafts.filtered(lambda order: order.state == "draft").write(
            {"oe_sap_mode": "mandataire"}
        )
        return action

    def _oe_sap_go_direct(self):
        """The household employs: the folder of its recruitment, made once."""
        lock_rows(self)
        recruitments = self.env["oe.recruitment"]
        known = recruitments.search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("state", "not in", ("done", "cancelled")),
            ],
            limit=1,
        )
        folder = known or recruitments.create(self._oe_sap_prepare_recruitment())
        return {
            "type": "ir.actions.act_window",
            "res_model": "oe.recruitment",
            "res_id": folder.id,
            "views": [(False, "form")],
        }

    def _oe_sap_prepare_recruitment(self):
        minutes = sum(line.minutes * line.per_week for line in self.line_ids)
        return {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "title": ", ".join(self.line_ids.product_id.mapped("name"))[:120],
            "tasks": "\n".join(line._told() for line in self.line_ids),
            "hours_week": minutes / MINUTES,
            "place_id": self.partner_id.oe_commune_id.id,
        }

    def _oe_sap_go_independent(self):
        return self._oe_sap_open_need()

    def _oe_sap_go_partner(self):
        return self.lead_id.action_oe_works()

    def _oe_sap_open_need(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.lead",
            "res_id": self.lead_id.id,
            "views": [(False, "form")],
        }

    @api.model
    def _oe_sap_form_label(self, form):
        return dict(self._fields["oe_sap_form"]._description_selection(self.env))[form]
