"""Ranking people for missions: one query for all, beside a plain ORM loop.

The whole network in one department, which is worse than the truth: 1,764 people who
all may take each of 500 missions. ``ours`` gathers the facts by one query, ranks with
``calc.score`` and tells the 20 best of each mission in words. The loop reads the same
facts record by record, on a sample of missions, as one would write it first; both
must rank the same people in the same order.

Run: bin/oe bench matching (OE_BENCH_PEOPLE=200 OE_BENCH_MISSIONS=20 for a glance)
"""

import os
import random

import common

PEOPLE = int(os.environ.get("OE_BENCH_PEOPLE", "1764"))
MISSIONS = int(os.environ.get("OE_BENCH_MISSIONS", "500"))
SAMPLE = 2
BEST = 20
ROUNDS = 3
DAYS = ("2030-01-07", "2030-06-30")


def _people(env, company, territory, dice):
    communes = env["oe.commune"].search([("department", "=", "44")], order="id")
    places = [dice.choice(communes) for _n in range(PEOPLE)]
    partners = env["res.partner"].create(
        [
            {"name": f"P{n:04d}", "zip": place.postal_code, "city": place.name}
            for n, place in enumerate(places)
        ]
    )
    people = env["oe.entrepreneur"].create(
        [
            {
                "partner_id": partner.id,
                "territory_id": territory.id,
                "max_distance_km": dice.choice((10, 20, 30)),
                "wanted_hours_week": dice.choice((10, 20, 30)),
            }
            for partner in partners
        ]
    )
    env.flush_all()
    # Past the ORM: an affiliation makes an employee file, which nobody ranks.
    env.cr.execute(
        "INSERT INTO oe_affiliation (entrepreneur_id, company_id, status, date_start) "
        "SELECT id, %s, 'salaried', '2026-01-01' FROM unnest(%s) id",
        [company.id, list(people.ids)],
    )
    skills = env["hr.skill"].search(
        [("skill_type_id", "=", env.ref("oe_base.skill_type_key").id)], limit=4
    )
    level = env["oe.competence.assessment"].create(
        [
            {
                "entrepreneur_id": person.id,
                "skill_id": skill.id,
                "situation": "mesure",
                "savoir": str(dice.randrange(1, 5)),
                "vouloir": "4",
                "pouvoir": "4",
            }
            for person in people
            for skill in dice.sample(list(skills), 2)
        ]
    )
    level._set_judged("valid", "2026-01-01", False)
    env["oe.availability"].create(
        [
            {"entrepreneur_id": person.id, "weekday": str(day), **_hours(dice)}
            for person in people
            for day in dice.sample(range(6), 4)
        ]
    )
    env.invalidate_all()
    return people, skills


def _hours(dice):
    start = dice.choice((480, 540, 720))
    return {"minute_start": start, "minute_end": start + dice.choice((240, 480))}


def _missions(env, company, territory, skills, dice):
    communes = env["oe.commune"].search([("department", "=", "44")], order="id")
    product = env["product.product"].search([("type", "=", "service")], limit=1)
    missions = env["oe.mission"]
    clients = env["res.partner"].create(
        [
            {"name": f"C{n:04d}", "zip": place.postal_code, "city": place.name}
            for n, place in enumerate(dice.choices(communes, k=MISSIONS))
        ]
    )
    order = env["sale.order"].create(
        {
            "partner_id": clients[0].id,
            "company_id": company.id,
            "order_line": [(0, 0, {"product_id": product.id})],
        }
    )
    for client in clients:
        slots = [
            {
                "weekday": str(day),
                "minute_start": dice.choice((540, 600, 840)),
                "part_ids": [
                    (0, 0, {"order_line_id": order.order_line.id, "minutes": 120})
                ],
            }
            for day in dice.sample(range(5), 3)
        ]
        hard, soft = dice.sample(list(skills), 2)
        missions |= missions.create(
            {
                "name": client.name,
                "company_id": company.id,
                "partner_id": client.id,
                "territory_id": territory.id,
                "date_start": DAYS[0],
                "date_end": DAYS[1],
                "pattern_ids": [(0, 0, slot) for slot in slots],
                "requirement_ids": [
                    (0, 0, {"skill_id": hard.id, "minimum": 2}),
                    (0, 0, {"skill_id": soft.id, "minimum": 3, "is_hard": False}),
                ],
            }
        )
    return missions


def _loop(mission, people):
    """One mission as one would first write it: each person, each fact, by the ORM."""
    from odoo.addons.oe_missions.calc import score

    env = mission.env
    facts, slots = [], mission._occurrences(mission._match_today())
    for person in people:
        gate = env["oe.competence.assessment"]._gate(
            person, mission.requirement_ids._prepare_calc(), mission._period()
        )[person.id]
        hosted = person._affiliation(mission.company_id, mission.date_start)
        facts.append(
            score.Candidate(
                ref=person.id,
                soft_met=gate.soft_met,
                soft_total=gate.soft_total,
                distance_m=person.partner_id._oe_distance_m(mission.partner_id),
                limit_m=person.max_distance_km * 1000,
                slots_free=sum(_is_free(person, slot, mission) for slot in slots),
                slots_wanted=len(slots),
                minutes_wanted=round(person.wanted_hours_week * 60),
                knows_client=bool(
                    env["oe.intervention"].search_count(
                        [
                            ("entrepreneur_id", "=", person.id),
                            ("partner_id", "=", mission.partner_id.id),
                            ("state", "=", "done"),
                        ]
                    )
                ),
                companies=frozenset(hosted.company_id.ids),
                gate=gate.refusals,
            )
        )
    company = mission.company_id
    facts = [fact for fact in facts if fact.companies or not fact.gate]
    asked = score.MissionFacts(company.id, mission.date_start, True)
    return [item.ref for item in score.rank(asked, facts, company._oe_weights()).ranked]


def _is_free(person, slot, mission):
    first = slot.start.hour * 60 + slot.start.minute
    last = first + slot.minutes
    inside = person.availability_ids.filtered(
        lambda line: (
            line.weekday == str(slot.start.weekday())
            and line.minute_start <= first
            and last <= line.minute_end
        )
    )
    busy = person.env["oe.intervention"].search_count(
        [
            ("entrepreneur_id", "=", person.id),
            ("state", "=", "planned"),
            ("planned_start", "<", mission.company_id._oe_utc(slot.end)),
            ("planned_end", ">", mission.company_id._oe_utc(slot.start)),
        ]
    )
    return bool(inside) and not busy


def _ours(missions):
    """Values of the 20 best of each, as the weekly dispatch makes them."""
    found = {}
    for row in missions._prepare_candidates(BEST):
        found.setdefault(row["mission_id"], []).append(row["entrepreneur_id"])
    return found


def measure(env):
    """The tables: one mission, growth, and beside the loop."""
    env = env(context={**env.context, "tracking_disable": True})
    dice = random.Random(2026)
    territory = env["oe.territory"].search([("code", "=", "44")])
    company = territory._company_of("cae_sap")
    env["oe.entrepreneur"].search([]).active = False
    people, skills = _people(env, company, territory, dice)
    missions = _missions(env, company, territory, skills, dice)
    env.flush_all()
    env.cr.execute("ANALYZE")
    rows, ours_each = _growth(env, people, missions)
    watches, same = _beside(env, people, missions)
    each = watches["loop"].typical / SAMPLE
    rows.append(
        [
            "ORM loop, a sample",
            len(people),
            SAMPLE,
            f"{watches['loop'].typical:.2f}",
            f"{each * 1000:.0f}",
            f"{each / ours_each:.0f} ×",
            watches["loop"].queries[-1],
        ]
    )
    return common.table(
        f"Matching, {len(people)} people and {len(missions)} missions",
        ["Way", "people", "missions", "median s", "ms a mission", "ratio", "queries"],
        rows,
        f"Same order of the {BEST} best as the loop on the sample: "
        f"{'yes' if same else 'NO'}. The facts of one mission are one query; the "
        "others read its records, and do not grow with the number of people.",
    )


def _growth(env, people, missions):
    rows, base = [], None
    cases = [("ours, one mission", people, missions[:1])]
    cases += [
        (
            f"ours, dispatch ×{4 // part}",
            people[: len(people) // part],
            missions[: len(missions) // part],
        )
        for part in (4, 2, 1)
    ]
    for label, some, work in cases:
        (people - some).active = False
        env.flush_all()
        ways = {"ours": lambda work=work: _ours(work)}
        watch = common.side_by_side(env, ways, ROUNDS)["ours"]
        (people - some).active = True
        each = watch.typical / len(work)
        base = each if len(some) == len(people) and len(work) > 1 else base
        rows.append(
            [
                label,
                len(some),
                len(work),
                f"{watch.typical:.2f}",
                f"{each * 1000:.1f}",
                "",
                watch.queries[-1],
            ]
        )
    rows[-1][5] = "1 ×"
    return rows, base


def _beside(env, people, missions):
    sample = missions[:SAMPLE]
    ours = _ours(sample)
    told = {mission.id: _loop(mission, people)[:BEST] for mission in sample}
    ways = {"loop": lambda: [_loop(mission, people) for mission in sample]}
    return common.side_by_side(env, ways, 1), ours == told


if __name__ == "__main__":
    common.in_odoo(__file__)
