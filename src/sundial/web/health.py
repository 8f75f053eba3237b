"""Whether this server can work: what load balancers and `sundial doctor` ask."""

from sundial.core.errors import Unavailable
from sundial.db.engine import Database
from sundial.db.migrate import HEAD, recorded_revision
from sundial.http.metrics import Metrics


class Health:
    """The state of one process."""

    def __init__(self, database: Database, metrics: Metrics) -> None:
        self.metrics = metrics
        self._database = database

    def check(self) -> None:
        """Raise Unavailable unless the database answers and has the newest revision."""
        recorded = recorded_revision(self._database)
        if recorded != HEAD:
            raise Unavailable(f"The database is at revision {recorded or 'none'}, this program needs {HEAD}.")
