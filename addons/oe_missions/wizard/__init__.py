from . import (
    death_wizard,
    invoice_wizard,
    quality_wizard,
    replace_wizard,
    sheet_wizard,
    works_link_shown,
)
