"""What is left of ``six`` on Python 3; iterators over dictionaries and moved builtins are rewritten."""

PY2, PY3 = False, True
string_types, integer_types, text_type, binary_type = (str,), (int,), str, bytes


def iteritems(d):
    """The items of a dictionary."""
    return iter(d.items())


def itervalues(d):
    """The values of a dictionary."""
    return iter(d.values())


def iterkeys(d):
    """The keys of a dictionary."""
    return iter(d.keys())
