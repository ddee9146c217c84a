{
    "name": "Oui Ensemble: missions",
    "summary": "From a need to paid hours: missions, matching, proposals, visits, invoicing",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Oui Ensemble",
    "author": "Oui Ensemble",
    "website": "https://oui-ensemble.example",
    "license": "LGPL-3",
    "depends": ["oe_base", "sale_crm", "sale_timesheet"],
    "data": [],
}
