from . import certificate_run
