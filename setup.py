"""What is installed: every package of the three folders, below the one name ``yudo``."""

from setuptools import find_packages, setup

FOLDERS = ["derivations*", "impl*", "verification*"]

setup(packages=["yudo", *map("yudo.{}".format, find_packages(include=FOLDERS))])
