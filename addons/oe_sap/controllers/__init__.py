from . import credit, forms_page, portal
