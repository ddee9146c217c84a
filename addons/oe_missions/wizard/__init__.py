from . import invoice_wizard, quality_wizard, replace_wizard, works_link_shown
