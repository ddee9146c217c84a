{
    "name": "Oui Ensemble: cooperatives (CAE)",
    "summary": "Contracts, activity accounts, contributions, pay estimates and the "
    "month close",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Oui Ensemble",
    "author": "Oui Ensemble",
    "website": "https://oui-ensemble.example",
    "license": "LGPL-3",
    "depends": ["oe_base", "hr_expense", "sale"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/pay_parameters.xml",
        "views/scheme_views.xml",
        "views/pay_parameter_views.xml",
        "views/contract_views.xml",
        "views/statement_views.xml",
        "views/period_views.xml",
        "views/portal_templates.xml",
        "data/mail_templates.xml",
        "views/sell_views.xml",
        "views/portal_sell_templates.xml",
    ],
    "assets": {
        "web.assets_frontend": ["oe_cae/static/src/scss/sell.scss"],
    },
}
