{
    "name": "Oui Ensemble: cooperatives (CAE)",
    "summary": "Contracts, activity accounts, contributions, pay estimates and the month close",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Oui Ensemble",
    "author": "Oui Ensemble",
    "website": "https://oui-ensemble.example",
    "license": "LGPL-3",
    "depends": ["oe_base", "hr_expense"],
    "data": [],
}
