from collections import defaultdict
from fractions import Fraction

from odoo import models
from odoo.tools import format_date

from odoo.addons.oe_base.calc import geo, money

from ..calc import score
from ..calc.slots import WeeklyHours

WEIGHTS = score.Weights(
    competences=30, distance=20, availability=20, load=15, continuity=15
)


class Mission(models.Model):
    """Ranking: facts loaded set-based, judged by ``calc.score``, told in words."""

    _inherit = "oe.mission"

    def action_find_candidates(self):
        """Rank everybody of the territory; run again, the list is made anew."""
        for mission in self:
            mission._lock()
            mission.candidate_ids.unlink()
            self.env["oe.mission.candidate"].create(mission._prepare_candidates())

    def _prepare_candidates(self):
        self.ensure_one()
        people = self._possible_people()
        facts = self._candidate_facts(people)
        mission_facts = score.MissionFacts(
            company=self.company_id.id,
            today=self.date_start,
            own_contract_needed=self.company_id.oe_kind == "cae_sap",
        )
        ranking = score.rank(mission_facts, facts, WEIGHTS)
        metres = {fact.ref: fact.distance_m or 0 for fact in facts}
        rows = []
        for rank, scored in enumerate(ranking.ranked, start=1):
            weights = money.running_traces(
                Fraction(part.weight * 100, sum(p.weight for p in scored.parts))
                for part in scored.parts
            )
            reasons = [
                self._explain_part(part, weight)
                for part, weight in zip(scored.parts, weights, strict=True)
                if part.applies
            ]
            points = money.round_half_up(scored.score * 100)
            rows.append((scored.ref, rank, points, reasons, False))
        for refused in ranking.refused:
            reasons = [self._explain_refusal(item) for item in refused.refusals]
            rows.append((refused.ref, 0, 0, reasons, True))
        return [
            {
                "mission_id": self.id,
                "entrepreneur_id": ref,
                "rank": rank,
                "score": points,
                "distance_km": metres[ref] / 1000,
                "reasons": "\n".join(reasons),
                "refused": refused,
            }
            for ref, rank, points, reasons, refused in rows
        ]

    def _possible_people(self):
        """Operational people of the territory, hosted by a company of the network."""
        return self.env["oe.entrepreneur"].search(
            [
                ("territory_id", "=", self.territory_id.id),
                ("is_operational", "=", True),
                ("affiliation_ids", "!=", False),
            ]
        )

    def _candidate_facts(self, people):
        requirements = self.requirement_ids._prepare_calc()
        gates = self.env["oe.competence.assessment"]._gate(
            people, requirements, self._period()
        )
        held = self._minutes_held(people)
        knows = self._who_knows_the_client(people)
        proposed = self._last_proposed(people)
        place = self.partner_id._oe_coordinates()
        hosted = self._hosted_on(people, self.date_start)
        return [
            score.Candidate(
                ref=person.id,
                soft_met=gates[person.id].soft_met,
                soft_total=gates[person.id].soft_total,
                distance_m=_distance(place, person.partner_id._oe_coordinates()),
                limit_m=person.max_distance_km * 1000,
                slots_free=self._slots_free(person),
                slots_wanted=len(self.pattern_ids),
                minutes_held=held.get(person.id, 0),
                minutes_wanted=round(person.wanted_hours_week * 60),
                knows_client=person.id in knows,
                companies=hosted.get(person.id, frozenset()),
                gate=gates[person.id].refusals,
                last_proposed=proposed.get(person.id),
            )
            for person in people
        ]

    def _slots_free(self, person):
        """How many visits of the rhythm fall inside the person's weekly pattern."""
        weekly = [
            WeeklyHours(int(line.weekday), line.minute_start, line.minute_end)
            for line in person.availability_ids
            if line.weekday and line.is_available
        ]
        wanted = [
            line._prepare_calc().hours for line in self.pattern_ids.filtered("part_ids")
        ]
        return sum(
            any(
                hours.weekday == want.weekday
                and hours.start_minute <= want.start_minute
                and want.end_minute <= hours.end_minute
                for hours in weekly
            )
            for want in wanted
        )

    def _minutes_held(self, people):
        """Minutes a week that running missions already ask of people."""
        rows = (
            self.env["oe.mission.pattern.part"]
            .sudo()
            ._read_group(
                [
                    ("pattern_id.mission_id.state", "in", ("staffed", "running")),
                    (
                        "pattern_id.mission_id.member_ids.entrepreneur_id",
                        "in",
                        people.ids,
                    ),
                ],
                ["pattern_id"],
                ["minutes:sum"],
            )
        )
        held = defaultdict(int)
        for pattern, minutes in rows:
            for member in pattern.mission_id.member_ids:
                share = member.share / 100 / pattern.every_weeks
                held[member.entrepreneur_id.id] += round(minutes * share)
        return held

    def _who_knows_the_client(self, people):
        rows = (
            self.env["oe.intervention"]
            .sudo()
            ._read_group(
                [
                    ("entrepreneur_id", "in", people.ids),
                    ("mission_id.partner_id", "=", self.partner_id.id),
                    ("state", "=", "done"),
                ],
                ["entrepreneur_id"],
            )
        )
        return {person.id for (person,) in rows}

    def _last_proposed(self, people):
        rows = (
            self.env["oe.mission.proposal"]
            .sudo()
            ._read_group(
                [("entrepreneur_id", "in", people.ids)],
                ["entrepreneur_id"],
                ["create_date:max"],
            )
        )
        return {person.id: moment.date() for person, moment in rows}

    def _hosted_on(self, people, day):
        hosted = defaultdict(frozenset)
        for line in people.sudo().affiliation_ids:
            if line._holds(day):
                hosted[line.entrepreneur_id.id] |= {line.company_id.id}
        return hosted

    def _explain_part(self, part, weight):
        """One part of a score as a sentence a manager can read aloud."""
        data = dict(part.params)
        sentences = {
            "score.competences": lambda: self.env._(
                "%(met)s of %(total)s wished competences", **data
            ),
            "score.distance": lambda: self.env._(
                "%(km)s km away, limit %(limit)s km",
                km=_km(data["distance_m"]),
                limit=_km(data["limit_m"]),
            ),
            "score.availability": lambda: self.env._(
                "free on %(free)s of %(wanted)s visits", **data
            ),
            "score.load": lambda: self.env._(
                "%(held)s h of %(wanted)s wanted hours",
                held=data["held_minutes"] // 60,
                wanted=data["wanted_minutes"] // 60,
            ),
            "score.continuity": lambda: (
                self.env._("knows the client")
                if data["yes"]
                else self.env._("does not know the client yet")
            ),
            "score.language": lambda: self.env._("speaks the language asked"),
            "score.choice": lambda: self.env._("chosen by the client"),
        }
        return self.env._(
            "%(sentence)s: %(share)s %%, weighs %(weight)s %%",
            sentence=sentences[part.code](),
            share=money.round_half_up(part.value * 100),
            weight=weight,
        )

    def _explain_refusal(self, refusal):
        """A hard rule that refuses, as a sentence."""
        if refusal.code.startswith("competence."):
            return self.env["oe.competence.assessment"]._explain_refusal(refusal)
        if refusal.code == "score.too_far":
            return self.env._(
                "%(km)s km away, beyond the limit of %(limit)s km",
                km=_km(refusal.get("distance_m")),
                limit=_km(refusal.get("limit_m")),
            )
        if refusal.code == "score.no_contract":
            return self.env._(
                "no contract in %(company)s on %(day)s",
                company=self.company_id.sudo().name,
                day=format_date(self.env, self.date_start),
            )
        return refusal.code


def _distance(here, there):
    return geo.distance_m(*here, *there) if here and there else None


def _km(metres):
    return "?" if metres is None else f"{metres / 1000:.0f}"
