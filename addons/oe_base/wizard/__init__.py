from . import foreign_wizard, territory_wizard
