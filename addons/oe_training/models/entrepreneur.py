from odoo import models

from odoo.addons.oe_base.calc.competence import Judgement

from ..calc import need as calc_need


class Entrepreneur(models.Model):
    _inherit = "oe.entrepreneur"

    def _open_requirements(self):
        """What open work asks of this person, for :meth:`_training_needs`.

        Missions write their requirements in a table of their own. They are read here
        when they are installed, without depending on them.

        :return: list of ``calc.need.OpenRequirement``
        """
        self.ensure_one()
        if "oe.mission.requirement" not in self.env:
            return []
        # Requirements of all open missions of one's companies: no client leaves here.
        rows_sudo = (
            self.env["oe.mission.requirement"]
            .sudo()
            .search(
                [
                    ("company_id", "in", self.company_ids.ids),
                    (
                        "mission_id.state",
                        "in",
                        ("draft", "proposed", "staffed", "running"),
                    ),
                ]
            )
        )
        return [
            calc_need.OpenRequirement(
                row_sudo.mission_id.id,
                row_sudo.skill_id.id,
                row_sudo.minimum,
                row_sudo.is_hard,
            )
            for row_sudo in rows_sudo
        ]

    def _latest_assessments(self):
        """The last assessment per competence that was not refused, newest first."""
        self.ensure_one()
        latest = {}
        for row in self.assessment_ids.sorted("id", reverse=True):
            if row.state != "refused":
                latest.setdefault(row.skill_id, row)
        return latest

    def _training_needs(self):
        """Training needs, highest priority first (only where knowing is the limit).

        :return: tuple of ``calc.need.Need`` whose competence is a skill's id
        """
        self.ensure_one()
        judgements = {
            skill.id: Judgement(int(row.savoir), int(row.vouloir), int(row.pouvoir))
            for skill, row in self._latest_assessments().items()
        }
        return calc_need.training_needs(self._open_requirements(), judgements, {})
