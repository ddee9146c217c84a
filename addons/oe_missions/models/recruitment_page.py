from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date

LIMITS = {"title": 80, "tasks": 1000, "rhythm": 120, "needs": 500}


class Portal(models.AbstractModel):
    """Cards: a recruitment for its household, and for who delivers the service."""

    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        user = self.env.user
        hosted = user.has_group("oe_base.group_oe_entrepreneur")
        if tab == "today":
            rows = self.env["oe.recruitment"]._readable(user.partner_id)
            cards += [self._recruitment_card(row, "recruitments") for row in rows]
        if tab == "missions" and hosted:
            person_sudo = user._oe_entrepreneur()
            rows = self.env["oe.recruitment"]._recruited_by(person_sudo)
            cards += [self._recruitment_card(row, "recruitings") for row in rows]
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    def _recruitment_card(self, row, place):
        states = dict(row._fields["state"]._description_selection(self.env))
        waits = place == "recruitments" and row.state in ("presented", "chosen")
        return {
            "title": self.env._("Recruitment: %(job)s", job=row.title or row.name),
            "text": f"{row.partner_id.name}, {states[row.state]}",
            "url": f"/my/oe/{place}/{row.id}",
            "button": self.env._("See the recruitment"),
            "icon": "fa-handshake-o",
            "tone": "warning" if waits else None,
            "sequence": 6 if waits else 25,
        }


class Recruitment(models.Model):
    _inherit = "oe.recruitment"

    def _page(self):
        """Plain values of the household's page; past the rules."""
        self.ensure_one()
        row = self.sudo()
        marks = self.env["oe.recruitment.mark"]._fields["mark"]
        states = dict(row._fields["state"]._description_selection(self.env))
        return {
            "id": row.id,
            "number": row.name,
            "household": row.partner_id.name,
            "company": row.company_id.name,
            "phone": row.company_id.phone or "",
            "recruiter": (row.recruiter_id.name or "").split(" ")[0],
            "state": row.state,
            "state_label": states[row.state],
            "sheet": {
                **row._offer_values(),
                "minimum": row._money(row.wage_minimum),
                "source": row.wage_source or "",
            },
            "candidates": [candidate._page_values() for candidate in row._read_now()],
            "marks": marks._description_selection(self.env),
            "chosen": row.chosen_id
            and (row.chosen_id.employee_id.name or "").split(" ")[0],
            "chosen_on": row.chosen_on and format_date(self.env, row.chosen_on),
            "hired_on": row.hired_on and format_date(self.env, row.hired_on),
            "duties": [
                {
                    "id": line.id,
                    "name": line.name,
                    "explanation": line.explanation or "",
                    "law": line.legal_reference or "",
                    "deadline": format_date(self.env, line.deadline),
                    "late": not line.done_on and line.deadline < row._today(),
                    "done": line.done_on and format_date(self.env, line.done_on),
                }
                for line in row.duty_ids
            ],
            "replacement": row.replacement_plan or "",
            "today": row._today().isoformat(),
        }

    def _today(self):
        return self.company_id._oe_today()

    # -- the recruiter's own page -----------------------------------------------------

    def _recruiter_page(self):
        """Plain values of the page of who delivers the service."""
        self.ensure_one()
        row = self.sudo()
        states = dict(
            row.candidate_ids._fields["state"]._description_selection(self.env)
        )
        taken = row.candidate_ids.employee_id
        gone = self.env._("A person who left the pool")
        return {
            **row._page(),
            "client_phone": row.partner_id.phone or "",
            "form": {
                "title": row.title or "",
                "tasks": row.tasks or "",
                "hours": f"{row.hours_week:g}".replace(".", ",")
                if row.hours_week
                else "",
                "rhythm": row.rhythm or "",
                "place": row.place_id.display_name if row.place_id else "",
                "from": row.date_wanted and row.date_wanted.isoformat() or "",
                "level": str(row.level),
                "wage": f"{row.wage:.2f}".replace(".", ",") if row.wage else "",
                "needs": row.needs or "",
                "replacement": row.replacement_plan or "",
            },
            "people": [
                {
                    "id": candidate.id,
                    "name": candidate.display_name
                    if candidate.employee_id.in_pool
                    else gone,
                    "state": candidate.state,
                    "state_label": states[candidate.state],
                    "phone": candidate.employee_id.in_pool
                    and candidate.employee_id.phone
                    or "",
                    "presented": candidate.is_presented,
                    "introduction": candidate.introduction or "",
                }
                for candidate in row.candidate_ids
            ],
            "pool": [
                (
                    person.id,
                    ", ".join(filter(None, (person.name, person.partner_id.city))),
                )
                for person in row._pool() - taken
            ],
        }

    def _pool(self):
        """Employees of households of this cooperative, by name."""
        return (
            self.env["oe.pool.employee"]
            .sudo()
            .search(
                [("in_pool", "=", True), ("company_id", "=", self.company_id.id)],
                limit=200,
            )
        )

    def _save_sheet(self, values):
        """Keep the job sheet as the recruiter typed it.

        :param dict values: ``title``, ``tasks``, ``rhythm``, ``needs``,
            ``replacement``, ``place`` (typed), ``level``, ``hours`` and ``wage``
            (exact numbers or None), ``from`` (a day or False)
        :raises UserError: naming what cannot be kept
        """
        self._lock()
        self._assert_in("draft", "presented", "chosen", "hired")
        row = self.sudo()
        if row.state != "draft":
            # What candidates agreed to stands; who replaces may still be written.
            row.replacement_plan = values["replacement"][:1000]
            return
        commune = self.env["oe.commune"]._typed(values["place"])
        if values["place"].strip() and not commune:
            raise UserError(
                self.env._("This commune is not known: write its postal code too.")
            )
        if values["hours"] and values["hours"] > 48:
            raise UserError(self.env._("A week has between 0 and 48 hours of work."))
        row.write(
            {
                **{name: values[name][:limit] for name, limit in LIMITS.items()},
                "replacement_plan": values["replacement"][:1000],
                "place_id": commune.id,
                "level": values["level"],
                "hours_week": float(values["hours"] or 0),
                "wage": float(values["wage"] or 0),
                "date_wanted": values["from"],
            }
        )

    def _add_candidate(self, employee):
        """The recruiter thinks of somebody; again, nothing changes."""
        self._lock()
        self._assert_in("draft", "presented")
        known = self.sudo().candidate_ids.filtered(
            lambda row: row.employee_id == employee
        )
        return known or self.env["oe.recruitment.candidate"].sudo().create(
            {"recruitment_id": self.id, "employee_id": employee.id}
        )

    def _introduce(self, candidate, words):
        self._lock()
        self._assert_in("draft", "presented")
        candidate.sudo().introduction = (words or "").strip()[:500]
