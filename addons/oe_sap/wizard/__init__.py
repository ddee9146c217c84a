from . import (
    advance_run,
    certificate_run,
    cesu_paid,
    payment_register,
    refusal,
    remittance_import,
)
