{
    "name": "Oui Ensemble: royalty, voted by the cooperatives",
    "summary": "Each entrepreneur sees the own net under each rate, then votes",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Oui Ensemble",
    "author": "Oui Ensemble",
    "website": "https://oui-ensemble.example",
    "license": "LGPL-3",
    "depends": ["oe_cae", "oe_royalty"],
    "data": [
        "views/revision_views.xml",
        "views/portal_revision.xml",
    ],
    "auto_install": True,
}
