from . import relief_wizard, remark_wizard
