"""Results that are not plain calls of ``impl``: one module for a layer that has some, by its stem.

``results(given)``
    takes what the layer's records take, by name, as arrays of floats, intervals or symbols, and returns each
    result's value by its name. On symbols each index of a result is given, too: a result for one sample or
    one layer is then wanted for that one, and on numbers for all.
``APART``
    functions of ``given`` by the name of their result, run only where it is wanted and has a meaning;
``without_meaning(given)``
    the names of results that have no meaning at these numbers.
"""
