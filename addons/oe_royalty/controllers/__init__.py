from . import royalties
