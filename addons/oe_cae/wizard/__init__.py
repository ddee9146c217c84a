from . import month_wizard
