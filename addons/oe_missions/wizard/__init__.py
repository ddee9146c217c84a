from . import (
    invoice_wizard,
    network_wizard,
    visit_wizards,
    replace_wizard,
    works_link_shown,
)
