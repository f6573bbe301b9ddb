"""Lets reportlab be imported without Pillow, which is left out; the bundle runs this first.

reportlab draws pictures with it, but our pages have none. None is what reportlab and openpyxl themselves expect where
there is no Pillow.
"""

from __future__ import annotations

import sys
from types import ModuleType

_pillow = ModuleType("PIL")
vars(_pillow).update(Image=None, __path__=[])
sys.modules["PIL"] = _pillow
