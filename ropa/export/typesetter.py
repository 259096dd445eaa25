"""Typeset one document: an order as JSON on standard input, the PDF on standard output.

Run by its path in a process of its own (`ropa.export.typeset`), because the compiler is a
program that may crash, and its time grows with what it is given. Imports nothing of the product.
"""

from __future__ import annotations

import json
import resource
import sys


def main(seconds: int, memory: int) -> None:
    """Typeset under limits of processor time, in seconds, and of memory, in bytes."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    import typst

    order = json.load(sys.stdin)
    pdf = typst.compile(
        order["template"],
        root=order["root"],
        font_paths=[order["fonts"]],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(order["data"])},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=order["timestamp"],
    )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
