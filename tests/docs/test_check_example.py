"""The worked example of the page on `yudo check`: the report as it is, its formulas set as formulas."""

from docs.site_builder.check_example import typeset

REPORT = """layers.py
  ✗ affine_backward  wrong: db
      correct:    db[m] = Sum(dout[n, m], (n, 0, N - 1))
      your code:  db[m] = Sum(dout[n, m], (n, 0, N - 1))/N
      note: fails on read-only input: ValueError: no (line 3: dx[cache < 0] = 0)
      counterexample:
          x = np.array([[3], [2]], dtype=float)
"""


def test_equations_become_formulas_and_every_other_line_stays_as_it_is():
    page = typeset(REPORT)
    assert page.count("$$") == 4
    assert r"\mathrm{d}b_{m} = \sum_{n=0}^{N-1} \mathrm{dout}_{n,m}" in page
    assert r"\mathrm{d}b_{m} = \frac{1}{N} \, \sum_{n=0}^{N-1} \mathrm{dout}_{n,m}" in page
    kept = [line for line in REPORT.splitlines() if "Sum(" not in line]
    fenced = [line for line in page.splitlines() if line in kept]
    assert fenced == kept


def test_an_equation_that_is_no_formula_stays_text():
    assert "$$" not in typeset("      correct:  x[0] = )\n")
