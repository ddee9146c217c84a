{
    "name": "Oui Ensemble: cooperatives (CAE)",
    "summary": "Contracts, activity accounts, contributions, pay estimates and the "
    "month close",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Oui Ensemble",
    "author": "Oui Ensemble",
    "website": "https://oui-ensemble.example",
    "license": "LGPL-3",
    "depends": ["oe_base", "hr_expense"],
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
    ],
}
