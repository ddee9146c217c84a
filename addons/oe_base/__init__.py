from . import controllers, models, wizard


def _post_init(env):
    """Load the communes and open the books of the first company."""
    env["oe.commune"]._load_file()
    env["account.analytic.plan"]._oe_activities_plan()
