from . import credit, portal
