from . import (
    account_sheet,
    end_wizard,
    meeting_wizard,
    month_wizard,
    pay_wizard,
    payslip_wizard,
    register_wizard,
    simulator_wizard,
    volunteer_wizard,
)
