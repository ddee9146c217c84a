from . import bill_wizard, list_wizard, payout_wizard, relief_wizard, remark_wizard
