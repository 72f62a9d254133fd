"""The full names of bodies, by their short ones."""

from __future__ import annotations

from functools import cache

from gongkai import resources

__all__ = ["full_body_name", "full_body_names"]


def full_body_name(body: str) -> str:
    """Write out a short name.

    >>> full_body_name("发改局"), full_body_name("经济开发区管委会")
    ('发展和改革局', '经济开发区管理委员会')
    """
    names = full_body_names()
    if body in names:
        return names[body]
    # What stands before 管委会 or 街道办 is the name of a place; before other short names it would be another body.
    ending = next((short for short in ("管委会", "街道办") if body.endswith(short)), None)
    return body.removesuffix(ending) + names[ending] if ending else body


@cache
def full_body_names() -> dict[str, str]:
    """Give every short name that is known, with the full one."""
    names: dict[str, str] = resources.data("gongkai.recognise.who", "bodies.yaml")
    return names
