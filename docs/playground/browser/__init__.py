"""What answers in the browser: Python without NumPy, which reads code instead of running it.

Importing this package takes NumPy's place in the whole process.
"""

from browser.numpy_names import take_the_place_of_numpy

take_the_place_of_numpy()
