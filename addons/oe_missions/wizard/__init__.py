from . import invoice_wizard, replace_wizard
