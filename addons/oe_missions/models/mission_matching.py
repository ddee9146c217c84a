from fractions import Fraction

from odoo import models
from odoo.tools import format_date

from odoo.addons.oe_base.calc import money
from odoo.addons.oe_base.calc.competence import refusal

from ..calc import score


class Mission(models.Model):
    """Ranking: facts by one query, judged by ``calc.score``, told in words."""

    _inherit = "oe.mission"

    def action_find_candidates(self):
        """Rank everybody of the territory; run again, the list is made anew."""
        self.check_access("write")
        for mission in self:
            mission._lock()
        self._write_candidates(self._prepare_candidates())

    def _write_candidates(self, rows):
        self.candidate_ids.unlink()
        self.env["oe.mission.candidate"].create(rows)

    def _prepare_candidates(self, best=None):
        """Values of the candidates of these missions, all with one query.

        :param int best: so many at most for each mission, and nobody refused
        """
        facts = self._match_facts(only_kept=best is not None)
        by_mission = {mission.id: [] for mission in self}
        for row in facts:
            by_mission[row["mission_id"]].append(row)
        rows = []
        for mission in self:
            rows += mission._rank(by_mission[mission.id], best)
        return rows

    def _rank(self, facts, best=None, wanted=None):
        """Values of the candidates of one mission.

        :param list facts: rows of :meth:`_match_facts`
        :param int best: so many at most
        :param int wanted: how many visits the facts were asked for
        """
        self.ensure_one()
        company = self.company_id
        mission_facts = score.MissionFacts(
            company=company.id,
            today=self.date_start,
            own_contract_needed=company.oe_kind == "cae_sap",
            languages=frozenset(self.lang_ids.ids),
            client_choice=bool(self.chosen_ids),
        )
        gates = self._refusing_gates(facts)
        if wanted is None:
            wanted = len(self._occurrences(self._match_today()))
        candidates = [self._candidate(row, wanted, gates) for row in facts]
        ranking = score.rank(mission_facts, candidates, company._oe_weights())
        metres = {row["person_id"]: row["distance_m"] or 0 for row in facts}
        rows = [
            self._ranked_values(rank, scored, metres[scored.ref])
            for rank, scored in enumerate(ranking.ranked[:best], start=1)
        ]
        return rows + [
            {
                **self._candidate_values(refused.ref, metres[refused.ref]),
                "reasons": "\n".join(map(self._explain_refusal, refused.refusals)),
                "refused": True,
            }
            for refused in ranking.refused
        ]

    def _candidate_values(self, person_id, metres):
        return {
            "mission_id": self.id,
            "entrepreneur_id": person_id,
            "distance_km": metres / 1000,
        }

    def _ranked_values(self, rank, scored, metres):
        weights = money.running_traces(
            Fraction(part.weight * 100, sum(p.weight for p in scored.parts))
            for part in scored.parts
        )
        reasons = [
            self._explain_part(part, weight)
            for part, weight in zip(scored.parts, weights, strict=True)
            if part.applies
        ]
        return {
            **self._candidate_values(scored.ref, metres),
            "rank": rank,
            "score": money.round_half_up(scored.score * 100),
            "reasons": "\n".join(reasons),
            "refused": False,
        }

    def _refusing_gates(self, facts):
        """The gate of whom a hard competence refuses: the query counts, it tells."""
        people = self.env["oe.entrepreneur"].browse(
            [row["person_id"] for row in facts if row["hard_unmet"]]
        )
        if not people:
            return {}
        gates = self.env["oe.competence.assessment"]._gate(
            people, self.requirement_ids._prepare_calc(), self._period()
        )
        return {person: gate.refusals for person, gate in gates.items()}

    def _candidate(self, row, wanted, gates):
        here = frozenset([self.company_id.id]) if row["hosted_here"] else frozenset()
        return score.Candidate(
            ref=row["person_id"],
            soft_met=row["soft_met"],
            soft_total=row["soft_total"],
            distance_m=row["distance_m"],
            limit_m=row["limit_m"],
            slots_free=wanted - row["slots_missed"],
            slots_wanted=wanted,
            minutes_held=row["minutes_held"],
            minutes_wanted=row["wanted_minutes"],
            knows_client=row["knows_client"],
            languages=frozenset(row["langs"] or ()),
            chosen=row["is_chosen"],
            companies=here,
            gate=gates.get(row["person_id"], ()),
            other=tuple(self._row_refusals(row)),
            last_proposed=row["last"],
        )

    def _row_refusals(self, row):
        if not row["hosted_any"]:
            yield refusal("mission.not_hosted")
        for code, detail in row["blocks"] or ():
            yield refusal(code, detail=detail)

    def _refusals_of(self, entrepreneur, ignore=("score.too_far",)):
        """The sentences of every rule that refuses one person for this mission.

        The limit in km is the person's own wish: it ranks, and refuses nobody who
        wants to come.
        """
        self.ensure_one()
        facts = self._match_facts(people=entrepreneur, slots={self.id: []})
        return self._refusals_in(facts, ignore)

    def _refusals_in(self, facts, ignore=("score.too_far",)):
        gates = self._refusing_gates(facts)
        mission_facts = score.MissionFacts(
            company=self.company_id.id,
            today=self.date_start,
            own_contract_needed=self.company_id.oe_kind == "cae_sap",
        )
        return [
            self._explain_refusal(item)
            for row in facts
            for item in score.hard_refusals(
                mission_facts, self._candidate(row, 0, gates)
            )
            if item.code not in ignore
        ]

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
            "score.language": lambda: self.env._(
                "speaks %(spoken)s of %(asked)s languages asked",
                spoken=len(data["spoken"]),
                asked=len(data["asked"]),
            ),
            "score.choice": lambda: (
                self.env._("chosen by the client")
                if data["yes"]
                else self.env._("the client asked for somebody else")
            ),
        }
        return self.env._(
            "%(sentence)s: %(share)s %%, weighs %(weight)s %%",
            sentence=sentences[part.code](),
            share=money.round_half_up(part.value * 100),
            weight=weight,
        )

    def _explain_refusal(self, item):
        """A hard rule that refuses, as a sentence."""
        if item.code.startswith("competence."):
            return self.env["oe.competence.assessment"]._explain_refusal(item)
        sentences = self._refusal_sentences(item)
        return sentences[item.code]()

    def _refusal_sentences(self, item):
        """Code → function that makes its sentence; extended with ``_match_blocks``."""
        return {
            "score.too_far": lambda: self.env._(
                "%(km)s km away, beyond the limit of %(limit)s km",
                km=_km(item.get("distance_m")),
                limit=_km(item.get("limit_m")),
            ),
            "score.no_contract": lambda: self.env._(
                "no contract in %(company)s on %(day)s",
                company=self.company_id.sudo().name,
                day=format_date(self.env, self.date_start),
            ),
            "mission.not_hosted": lambda: self.env._(
                "hosted by no cooperative on %(day)s",
                day=format_date(self.env, self.date_start),
            ),
            "mission.member": lambda: self.env._("on this mission already"),
        }


def _km(metres):
    return "?" if metres is None else f"{metres / 1000:.0f}"
