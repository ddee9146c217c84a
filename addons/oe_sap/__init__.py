from . import controllers, models, wizard


def _post_init(env):
    """Load the 26 activities of the law and make a product for each."""
    env["oe.sap.activity"]._load_file()
