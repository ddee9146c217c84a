"""A vote under way: which contribution in 2027, Nadia and Paul see their own net."""

from datetime import timedelta

from odoo import Command, fields

BODY = """L'assemblée générale du 12 décembre fixera la contribution de 2027.
L'équipe d'appui passe de deux à trois personnes ; les locaux coûtent 4 % de plus.
Chacun voit ci-dessous ce que chaque taux lui laisse, sur ses mois clôturés."""
SAID = (
    ("Paul Martin", "Une part fixe pèse sur ceux qui débutent : je préfère le taux."),
    ("Nadia Benali", "Au-dessus de 35 000 € par an, un taux plus bas aiderait."),
)


class Vote:
    """Mixed into the month, once June is closed."""

    def vote(self):
        """Raised by the cooperative, discussed, put to a roll call of twenty days."""
        proposal = self.env["oe.cae.proposal"].create(
            {
                "name": "Quelle contribution en 2027 ?",
                "body": BODY,
                "company_id": self.samad.id,
                # Two people: a secret ballot would be no secret.
                "ballot": "open",
                "electorate": "hosted",
                "quorum": 50,
                "vote_end": fields.Datetime.now() + timedelta(days=20),
                "option_ids": [
                    Command.create({"name": name, "scheme_id": scheme})
                    for name, scheme in (
                        ("12 % du chiffre d'affaires", self._voted_scheme()),
                        ("8 % et 30 € par mois", self._voted_scheme()),
                        ("Garder 10 %", False),
                    )
                ],
            }
        )
        higher, mixed, _same = proposal.option_ids
        for option, rate, fixed in ((higher, 12, 0), (mixed, 8, 30)):
            option.action_figures()
            option.draft_id.fixed_part = fixed
            option.draft_id.bracket_ids.rate = rate
        proposal.action_discuss()
        named = {
            person.name: person for person in self.env["oe.entrepreneur"].search([])
        }
        for name, text in SAID:
            proposal._comment(named[name], text)
        proposal.action_open()
        proposal.action_effect()

    def _voted_scheme(self):
        schemes = self.env["oe.cae.scheme"]
        return schemes.search([("company_id", "=", self.samad.id)], limit=1).id
