import re
import unicodedata

from odoo import api, models

PLACE = re.compile(r"^(\d{5})?\s*(.*)$")
# What people leave out or write otherwise: accents, hyphens, apostrophes.
LOOSE = re.compile(r"[^bdfghjklmpqrtvwxz0-9%]")


def _folded(text):
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    letters = letters.replace("œ", "oe").replace("æ", "ae")
    return re.sub(r"^st(e?) ", r"saint\1 ", re.sub(r"[^a-z0-9]+", " ", letters).strip())


class Commune(models.Model):
    _inherit = "oe.commune"

    @api.model
    def _typed(self, text):
        """The commune that somebody typed: a postal code, a name, or both.

        Accents and hyphens do not matter; of several communes of one name the most
        populated is meant.

        :return: one commune, or none
        """
        text = " ".join((text or "").split())[:80]
        communes_sudo = self.sudo()
        code, name = PLACE.match(text).groups()
        if code:
            return communes_sudo._of(code, name)
        wanted = _folded(text)
        if not wanted:
            return communes_sudo.browse()
        # One sign stands for any: what fits is compared without accents below.
        near = communes_sudo.search(
            [("name", "=ilike", LOOSE.sub("_", re.sub("oe|ae", "%", wanted)))],
            order="population desc, id",
            limit=500,
        )
        return near.filtered(lambda row: _folded(row.name) == wanted)[:1]
