"""Print the program's OpenAPI document; the web's client is generated from it.

Asks no running server and opens no database.
"""

import json
import sys
from typing import cast

from alwrity.app import create_app
from alwrity.providers.protocol import Provider
from alwrity.runtime import Runtime
from alwrity.settings import Settings


def main() -> None:
    """Print it, keys in order, so that equal interfaces give equal files."""
    runtime = Runtime(Settings.load(), cast("Provider", None))
    document = create_app(runtime).openapi()
    json.dump(document, sys.stdout, indent=1, sort_keys=True)


if __name__ == "__main__":
    main()
