"""Functions that tests have a worker call."""

import time


def double(number):
    return 2 * number


def wait(seconds):
    time.sleep(seconds)


def talk():
    print("a library may print")
    return "heard"


def need_what_is_missing():
    import a_library_that_nobody_has  # noqa: F401
