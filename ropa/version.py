"""The version of the product, and its only home."""

from typing import Final

VERSION: Final = "0.1.0"
