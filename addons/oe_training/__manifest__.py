{
    "name": "Oui Ensemble: training",
    "summary": "Savoir-agir, training sessions, signed half-days, practice exchange",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Oui Ensemble",
    "author": "Oui Ensemble",
    "website": "https://oui-ensemble.example",
    "license": "LGPL-3",
    "depends": ["oe_base", "event", "survey"],
    "data": [
        "security/groups.xml",
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/data.xml",
        "views/program_views.xml",
        "views/session_views.xml",
        "views/portal_templates.xml",
    ],
    "assets": {
        "web.assets_frontend": ["oe_training/static/src/scss/portal.scss"],
    },
    "application": True,
}
