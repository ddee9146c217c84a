from . import plans, royalties
