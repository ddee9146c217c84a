from . import advance, credit, forms_page, perimeter, portal, price_page
