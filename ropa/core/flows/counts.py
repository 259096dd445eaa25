"""Numbers with their noun: "1 activity", "3 activities"."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Say how many there are of something."""
    if number == 1:
        return f"1 {noun}"
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {plural}"


def they_do(number: int, noun: str) -> str:
    """Say how many do what is said next: "1 activity does", "3 activities do"."""
    return f"{counted(number, noun)} {'does' if number == 1 else 'do'}"
