from . import bill_wizard, list_wizard, payout_wizard
