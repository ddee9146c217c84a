from . import royalties, statements
