# Fed to the Odoo shell before any chart of accounts is loaded: a French company.
# A database without country hides half of the failures (l10n_fr, Peppol).
company = env.ref("base.main_company")
company.write(
    {
        "name": "Oui Ensemble",
        "country_id": env.ref("base.fr").id,
        "currency_id": env.ref("base.EUR").id,
    }
)
company.partner_id.write({"lang": "fr_FR", "tz": "Europe/Paris"})
users = env["res.users"].with_context(active_test=False).search([])
users.partner_id.write({"lang": "fr_FR", "tz": "Europe/Paris"})
env["ir.default"].set("res.partner", "lang", "fr_FR")
env["ir.default"].set("res.partner", "tz", "Europe/Paris")
env.ref("base.EUR").active = True
env.cr.commit()
