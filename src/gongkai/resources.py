"""The one loader of what lies beside our modules: YAML files, and templates of pages."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from gongkai.printable import printable

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["data", "templates", "text"]

# The parser in C takes a tenth of the time; not every build of the library has it.
_SAFE_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def data(package: str, name: str) -> Any:
    """Give what a YAML file of ours says. It is read once, so whoever asks must leave it as it is.

    Args:
        package: the package in which the file lies.
        name: the name of the file.

    Raises:
        FileNotFoundError: there is no such file.

    >>> data("gongkai.forms", "form-2014.yaml")["authority"]
    '国办发〔2014〕32号'
    """
    return yaml.load(text(package, name), Loader=_SAFE_LOADER)  # noqa: S506 - both loaders are safe


def text(package: str, name: str) -> str:
    """Give the text of a file of ours.

    Args:
        package: the package in which the file lies.
        name: the name of the file, or its path below the package.

    Raises:
        FileNotFoundError: there is no such file.
    """
    return resources.files(package).joinpath(name).read_text(encoding="utf-8")


@cache
def templates(package: str) -> Environment:
    """Give the templates in the folder `templates` of a package.

    What is put into one is escaped, and shown rather than obeyed (`printable`), unless it is markup of ours. A name
    that is not given is an error.

    >>> templates("gongkai.marked").from_string("<b>{{ said }}</b>").render(said="<i>\\x1b")
    '<b>&lt;i&gt;\\\\x1b</b>'
    """
    # Whoever only reads files need not wait for it.
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    def shown(value: Any) -> Any:
        return value if isinstance(value, Markup) else printable(str(value))

    environment = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"sort_keys": False}
    return environment
