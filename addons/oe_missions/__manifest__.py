{
    "name": "Oui Ensemble: missions",
    "summary": "From a need to paid hours: missions, matching, visits, invoicing",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Oui Ensemble",
    "author": "Oui Ensemble",
    "website": "https://oui-ensemble.example",
    "license": "LGPL-3",
    "depends": ["oe_base", "sale_crm", "sale_timesheet"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/data.xml",
        "views/wizard_views.xml",
        "views/mission_views.xml",
        "views/core_views.xml",
        "views/portal_templates.xml",
    ],
    "assets": {
        "web.assets_frontend": ["oe_missions/static/src/scss/portal.scss"],
    },
    "application": True,
}
