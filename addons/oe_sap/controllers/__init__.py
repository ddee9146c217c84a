from . import advance, credit, forms_page, portal
