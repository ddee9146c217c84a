from . import invoice_wizard, replace_wizard, works_link_shown
