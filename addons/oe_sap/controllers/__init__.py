from . import advance, portal
