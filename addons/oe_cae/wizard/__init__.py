from . import end_wizard, month_wizard
