from . import territory_wizard
