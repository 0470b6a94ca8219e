"""The guide's examples run against a vendor's protocol."""

from tests.features.generation.conftest import provider, settings, vendor

__all__ = ["provider", "settings", "vendor"]
