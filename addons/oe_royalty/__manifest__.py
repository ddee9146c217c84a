{
    "name": "Oui Ensemble: royalty",
    "summary": "The brand royalty of the network, explained to the cent",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Oui Ensemble",
    "author": "Oui Ensemble",
    "website": "https://oui-ensemble.example",
    "license": "LGPL-3",
    "depends": ["oe_base"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "views/scheme_views.xml",
        "views/statement_views.xml",
        "views/period_views.xml",
    ],
}
