{
    "name": "Oui Ensemble: home services (SAP)",
    "summary": "The 26 legal activities: VAT, rights to sell, documents, certificates",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Oui Ensemble",
    "author": "Oui Ensemble",
    "website": "https://oui-ensemble.example",
    "license": "LGPL-3",
    "depends": ["oe_missions"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/data.xml",
        "views/activity_views.xml",
        "views/certificate_views.xml",
        "views/core_views.xml",
        "views/document_templates.xml",
    ],
    "assets": {
        "web.assets_frontend": ["oe_sap/static/src/scss/portal.scss"],
    },
    "post_init_hook": "_post_init",
    "application": True,
}
