from . import plans, royalties, statements
