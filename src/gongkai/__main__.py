"""`python -m gongkai`: the command line, also where its script is not on the path."""

from gongkai.cli import main

main()
