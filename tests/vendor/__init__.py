"""A local server that speaks two wire formats of language models, and fails on demand.

Deterministic text at a chosen pace, JSON filled from the schema that was asked for, and one fault a
request, planned from Python, over HTTP (`/admin/plan`) or in the model's name (`fake!cut@50`).
"""

from tests.vendor.faults import Fault, Turn
from tests.vendor.server import Recorded, Vendor, running_vendor, vendor_process

__all__ = ["Fault", "Recorded", "Turn", "Vendor", "running_vendor", "vendor_process"]
