"""What gongkai says of itself: `help(gongkai)`, `gongkai --help` and both READMEs name the same things."""

import inspect
import re
from pathlib import Path

import pytest
import typer

import gongkai
from gongkai import cli

ROOT = Path(__file__).parents[1]
COMMANDS = typer.main.get_command(cli.app).commands


@pytest.mark.parametrize("name", sorted(set(gongkai.__all__) - {"__version__"}))
def test_help_names_everything_public(name):
    assert re.search(rf"`{name}\b", gongkai.__doc__)


@pytest.mark.parametrize("name", sorted(set(gongkai.__all__) - {"__version__"}))
def test_everything_public_is_explained(name):
    assert inspect.getdoc(getattr(gongkai, name))


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_help_names_every_command(command):
    assert f"`gongkai {command}`" in gongkai.__doc__
    assert COMMANDS[command].help


def test_help_names_no_command_that_is_none():
    assert set(re.findall(r"`gongkai (\w+)`", gongkai.__doc__)) == set(COMMANDS)


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_names_every_command(readme):
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert set(re.findall(r"^gongkai (\w+)", text, re.MULTILINE)) == set(COMMANDS)


def test_every_name_is_what_it_says():
    assert sorted(gongkai.__all__) == dir(gongkai)
    assert {name for name in gongkai.__all__ if not hasattr(gongkai, name)} == set()
