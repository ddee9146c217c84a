{
    "name": "Oui Ensemble: home services (SAP)",
    "summary": "The 26 legal activities: VAT, rights to sell, documents, certificates",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Oui Ensemble",
    "author": "Oui Ensemble",
    "website": "https://oui-ensemble.example",
    "license": "LGPL-3",
    "depends": ["oe_missions"],
}
