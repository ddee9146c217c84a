from . import (
    advance_run,
    certificate_run,
    cesu_paid,
    refusal,
    remittance_import,
)
