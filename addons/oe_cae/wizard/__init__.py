from . import (
    account_sheet,
    end_wizard,
    meeting_wizard,
    month_wizard,
    pay_wizard,
    payslip_wizard,
    simulator_wizard,
)
