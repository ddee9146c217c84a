import csv

from odoo import api, fields, models
from odoo.tools import SQL, file_open

COLUMNS = (
    "insee",
    "postal_code",
    "name",
    "department",
    "latitude",
    "longitude",
    "population",
    "precision",
)


class Commune(models.Model):
    """Every French commune with its coordinates: distances without calling outside.

    35,387 rows keyed by INSEE code and postal code. Sources: INSEE and La Poste
    (Licence Ouverte 2.0), GeoNames (CC BY 4.0); see the add-on's README.
    """

    _name = "oe.commune"
    _description = "French commune"
    _order = "name, postal_code"
    _rec_names_search = ["name", "postal_code"]
    _log_access = False
    _oe_shared = "public reference data"

    insee = fields.Char("INSEE code", required=True, index=True)
    postal_code = fields.Char(required=True, index=True)
    name = fields.Char(required=True, index="trigram")
    department = fields.Char(required=True, index=True)
    latitude = fields.Float(digits=(9, 5), required=True)
    longitude = fields.Float(digits=(9, 5), required=True)
    population = fields.Integer()
    precision = fields.Char(
        help="Commune, or the wider area the coordinates stand for."
    )

    _key_unique = models.UniqueIndex(
        "(insee, postal_code)", "This commune and postal code exist already."
    )

    @api.depends("name", "postal_code")
    def _compute_display_name(self):
        for commune in self:
            commune.display_name = f"{commune.postal_code} {commune.name}"

    @api.model
    def _load_file(self):
        """Bring the table to what the shipped file says; can be run again.

        One COPY into a temporary table and one upsert, several times faster than
        ``create`` (see benchmarks), and ids stay what they were.
        """
        cr = self.env.cr
        columns = SQL(", ").join(map(SQL.identifier, COLUMNS))
        cr.execute(
            SQL(
                "CREATE TEMPORARY TABLE oe_commune_file ON COMMIT DROP AS "
                "SELECT %s FROM oe_commune LIMIT 0",
                columns,
            )
        )
        with file_open("oe_base/data/communes_fr.csv") as source:
            rows = csv.reader(source)
            header = tuple(next(rows))
            if header != COLUMNS:
                raise ValueError(f"communes_fr.csv has columns {header}")
            source.seek(0)
            cr.copy_expert("COPY oe_commune_file FROM STDIN WITH CSV HEADER", source)
        updates = SQL(", ").join(
            SQL("%s = EXCLUDED.%s", SQL.identifier(name), SQL.identifier(name))
            for name in COLUMNS[2:]
        )
        cr.execute(
            SQL(
                "INSERT INTO oe_commune (%s) SELECT %s FROM oe_commune_file "
                "ON CONFLICT (insee, postal_code) DO UPDATE SET %s",
                columns,
                columns,
                updates,
            )
        )
        cr.execute("DROP TABLE oe_commune_file")
        self.invalidate_model()

    @api.model
    def _of(self, postal_code, city=None):
        """The commune of an address: by postal code, the name deciding among several.

        Without a name that matches, the most populated of the postal code.
        """
        if not postal_code:
            return self.browse()
        found = self.search(
            [("postal_code", "=", postal_code.strip())], order="population desc, id"
        )
        if city and len(found) > 1:
            wanted = _plain(city)
            for commune in found:
                if _plain(commune.name) == wanted:
                    return commune
        return found[:1]


def _plain(name):
    """A name without case, hyphens and apostrophes."""
    return name.casefold().replace("-", " ").replace("’", "'").strip()
