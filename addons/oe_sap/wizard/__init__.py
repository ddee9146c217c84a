from . import certificate_run, cesu_paid, refusal, remittance_import
