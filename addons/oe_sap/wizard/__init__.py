from . import (
    advance_run,
    certificate_run,
    cesu_paid,
    cesu_returned,
    payment_register,
    refusal,
    remittance_import,
)
