"""Rights on members, shares and applications: rows of the table and its records."""

from .rights_table import ALL, NONE, READ, TABLE, WRITE

KEPT = {
    "entrepreneur": NONE,
    "client": NONE,
    "advisor": READ,
    "manager": ALL,
    "accountant": READ,
}
for _name in (
    "oe.cae.share.terms",
    "oe.cae.member",
    "oe.cae.share.move",
    "oe.cae.share.deduction",
):
    TABLE[_name] = KEPT
TABLE["oe.cae.candidature"] = {**KEPT, "advisor": WRITE, "accountant": NONE}
TABLE["oe.cae.membership.report"] = {**KEPT, "manager": READ, "accountant": NONE}

TABLE["oe.cae.exit"] = {**KEPT, "advisor": WRITE, "manager": WRITE}
TABLE["oe.cae.exit.part"] = TABLE["oe.cae.exit"]
TABLE["oe.cae.exit.item"] = {**KEPT, "advisor": WRITE}

for _name in ("oe.cae.volunteer.terms", "oe.cae.volunteer.cost"):
    TABLE[_name] = KEPT
TABLE["oe.cae.volunteer.hour"] = {**KEPT, "advisor": ALL}
TABLE["oe.cae.volunteer.fee"] = {**KEPT, "accountant": ALL}


def volunteer_records(env, person, company):
    """Hours, a cost, a fee and terms, of the person as a volunteer of the company."""
    terms = env["oe.cae.volunteer.terms"].search([("company_id", "=", company.id)])
    terms = terms or terms.create(
        {
            "company_id": company.id,
            "date_start": "2020-01-01",
            "hourly_value": 12,
            "km_rate": 0.5,
            "fee": 15,
        }
    )
    env["oe.affiliation"].create(
        {
            "entrepreneur_id": person.id,
            "company_id": company.id,
            "status": "volunteer",
            "date_start": "2025-01-01",
            "date_end": "2025-12-31",
        }
    )
    base = {"entrepreneur_id": person.id, "company_id": company.id}
    day = {**base, "date": "2025-06-01", "name": "Fête"}
    return {
        "oe.cae.volunteer.terms": terms,
        "oe.cae.volunteer.hour": env["oe.cae.volunteer.hour"].create(
            {**day, "hours": 2}
        ),
        "oe.cae.volunteer.cost": env["oe.cae.volunteer.cost"].create(
            {**day, "amount": 5}
        ),
        "oe.cae.volunteer.fee": env["oe.cae.volunteer.fee"].create(
            {
                "company_id": company.id,
                "partner_id": person.partner_id.id,
                "year": 2025,
                "amount": 15,
            }
        ),
    }


def member_records(env, person, company):
    """One record of each model, of a person in a company."""
    terms = env["oe.cae.share.terms"].search([("company_id", "=", company.id)])
    terms = terms or terms.create(
        {"company_id": company.id, "date_start": "2026-01-01", "nominal": 50}
    )
    candidature = env["oe.cae.candidature"].create(
        {"entrepreneur_id": person.id, "company_id": company.id, "shares": 1}
    )
    member = env["oe.cae.member"].create(
        {
            "company_id": company.id,
            "partner_id": person.partner_id.id,
            "date_start": "2026-02-01",
        }
    )
    contract = person.cae_contract_ids
    leaving = env["oe.cae.exit"]._open(contract)
    env.flush_all()
    return {
        **volunteer_records(env, person, company),
        "oe.cae.exit": leaving,
        "oe.cae.exit.item": leaving.item_ids[:1],
        "oe.cae.exit.part": leaving.part_ids[:1],
        "oe.cae.share.terms": terms,
        "oe.cae.candidature": candidature,
        "oe.cae.member": member,
        "oe.cae.share.move": env["oe.cae.share.move"].create(
            {"member_id": member.id, "shares": 1, "date": "2026-02-01"}
        ),
        "oe.cae.share.deduction": env["oe.cae.share.deduction"].create(
            {
                "entrepreneur_id": person.id,
                "company_id": company.id,
                "amount": 10,
                "date_start": "2026-06-01",
            }
        ),
        "oe.cae.membership.report": env["oe.cae.membership.report"].search(
            [("entrepreneur_id", "=", person.id)]
        ),
    }
