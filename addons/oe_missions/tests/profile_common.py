"""Nadia, who publishes herself; Paul, who does not; a coordinator."""

import base64
import io

from PIL import Image

from odoo import fields

from .home_common import HomeCase

EXIF_MODEL = 0x0110


def photo_bytes(side=900):
    """A JPEG whose camera told its name."""
    picture = Image.new("RGB", (side, side // 2), "teal")
    exif = picture.getexif()
    exif[EXIF_MODEL] = "appareil de Nadia"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


class ProfileCase(HomeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker.partner_id.write(
            {
                "street": "8 rue Jean Fraix",
                "zip": "44400",
                "city": "Rezé",
                "phone": "06 11 22 33 44",
                "country_id": cls.env.ref("base.fr").id,
            }
        )
        cls.cae_sap.write(
            {
                "oe_legal_form": "SCOP SARL à capital variable",
                "company_registry": "900 000 002 00016",
            }
        )
        cls._assess(cls.worker, cls.tutor, 3, start=fields.Date.today())
        cls.profile = cls.env["oe.public.profile"]._of(cls.worker)

    @classmethod
    def _values(cls, **given):
        return {
            "name_kind": "initial",
            "job": "Aide au repas et au ménage",
            "text": "Douze ans de métier, patiente et ponctuelle.",
            "place": "44400 Rezé",
            "skills": {cls.tutor.id},
            "services": {cls.care.id, cls.cleaning.id},
            "shows_languages": True,
            "shows_opinions": True,
            "photo": None,
            **given,
        }

    @classmethod
    def _published(cls, person=None, **given):
        person = person or cls.worker
        profile = cls.env["oe.public.profile"]._of(person)
        profile._save(person.user_id, cls._values(**given))
        profile._publish(person.user_id, True)
        return profile

    @classmethod
    def _opinions(cls, *rows, person=None):
        """Answers of a mission's client: ``(rating, comment, consent)``."""
        person = person or cls.worker
        mission = cls._mission(person)
        answers = cls.env["oe.satisfaction"]
        for rank, (rating, comment, consent) in enumerate(rows):
            row = answers.create(
                {
                    "mission_id": mission.id,
                    "quarter": f"202{rank}-Q1",
                    "entrepreneur_ids": [(4, person.id)],
                }
            )
            row._answer(cls.client, rating, comment, consent)
            answers |= row
        return answers

    @classmethod
    def _photo(cls):
        return base64.b64decode(cls.profile.photo)
