from . import (
    res_company,
    program,
    slot,
    attendance,
    attendance_sign,
    event_event,
    event_registration,
    certificate,
    certificate_pdf,
    entrepreneur,
    portal,
)
