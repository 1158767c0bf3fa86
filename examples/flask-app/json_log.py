"""Log lines as JSON objects, one a line."""

import json
import logging
from datetime import datetime, timezone

# Python's CRITICAL is nothing that anyone would treat differently.
LEVELS = {'DEBUG': 'debug', 'INFO': 'info', 'WARNING': 'warning', 'ERROR': 'error', 'CRITICAL': 'error'}


class JsonFormatter(logging.Formatter):
    """Writes `time`, `level`, `message`, the record's `fields` if it has any, and `traceback` for an exception."""

    def format(self, record):
        line = {
            'time': datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec='milliseconds'),
            'level': LEVELS.get(record.levelname, 'info'),
            'message': record.getMessage(),
            **getattr(record, 'fields', {}),
        }
        if record.exc_info:
            line['traceback'] = self.formatException(record.exc_info)
        return json.dumps(line)
