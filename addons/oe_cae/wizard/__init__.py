from . import account_sheet, end_wizard, month_wizard
