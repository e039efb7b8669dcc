"""How often Python looks for garbage in circles, in processes that serve."""

from __future__ import annotations

import gc

# Drawing and validating make many objects and few circles: looking as often as Python does by
# default costs a tenth of a drawing and a third of a signature.
RARELY = (50_000, 20, 20)


def settle() -> None:
    """Leave out what is there for good, and look seldom from now on; after everything is loaded."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)
