from . import advance_run, certificate_run
