from . import advance, credit, portal
