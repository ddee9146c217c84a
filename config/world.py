# Fed to the Odoo shell: the pilot network without people, as a manager opens it.
# Tests and the demo both start from here; it can be run again.
company = env.ref("base.main_company")
company.write({"oe_kind": "sas", "name": "Oui Ensemble SAS"})
company._oe_open_books()
env["oe.territory.wizard"].create(
    {
        "code": "44",
        "name": "Loire-Atlantique",
        "date_opening": "2026-01-01",
        "with_association": True,
    }
).action_open()
env.cr.commit()
