"""One thread for the matrix library. Our products are small: two BLAS threads that wait for each other by spinning cost
more than they bring (on a loaded machine twenty times more); whole batches go to threads of our own instead."""

from __future__ import annotations

import ctypes
from pathlib import Path

_NAMES = ("scipy_openblas_set_num_threads64_", "scipy_openblas_set_num_threads", "openblas_set_num_threads")


def single_thread() -> bool:
    """Tells the OpenBLAS inside numpy's wheel to use one thread; False when numpy was built with another library."""
    import numpy

    for library in sorted(Path(numpy.__file__).parent.parent.glob("numpy.libs/*openblas*")):
        try:
            loaded = ctypes.CDLL(str(library))
        except OSError:
            continue
        for name in _NAMES:
            function = getattr(loaded, name, None)
            if function is not None:
                function(1)
                return True
    return False
