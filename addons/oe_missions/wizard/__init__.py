from . import (
    death_wizard,
    account_move_reversal,
    invoice_wizard,
    network_wizard,
    quality_wizard,
    replace_wizard,
    sheet_wizard,
    suspend_wizard,
    visit_wizards,
    works_link_shown,
    pool_link_shown,
)
