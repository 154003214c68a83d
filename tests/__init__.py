"""Tests; the folders mirror the packages.

This is imported before all else: workers and the processes that tests start share what one of
them has compiled, also where no bytecode is written otherwise. It takes seconds each.
"""

import os
import sys
from pathlib import Path

COMPILED = Path(__file__).parent.parent / ".pytest_cache" / "compiled"

os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(COMPILED)
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
