from . import certificate_run, refusal, remittance_import
