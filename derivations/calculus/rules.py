"""The moves of a derivation, each with a name and a reason that a reader can check with a pencil.

A rule explains a step; it does not justify it. What justifies a step is that the machine shows both
lines equal (`yudo.derivations.calculus.normal_form.equal`).
"""

from __future__ import annotations

from dataclasses import dataclass

from yudo.derivations.calculus.text import Text


@dataclass(frozen=True)
class Rule:
    """A named move and why it is allowed."""

    key: str
    title: Text
    why: Text


DEFINITION = Rule(
    "definition",
    Text("정의를 대입한다", "Insert the definition"),
    Text(
        "이름을 그 이름이 가리키는 식으로 바꾸어 쓴다.",
        "Replace the name by the expression that it stands for.",
    ),
)

DIFFERENTIATE_UNDER_SUM = Rule(
    "differentiate_under_sum",
    Text("합 기호 안에서 미분한다", "Differentiate under the sum"),
    Text(
        "유한한 합의 미분은 항마다 미분한 것의 합이다. 미분하는 변수와 무관한 인수는 상수로 남는다.",
        "The derivative of a finite sum is the sum of the derivatives of its terms. "
        "Factors that do not depend on the variable stay as constants.",
    ),
)

ENTRIES_ARE_INDEPENDENT = Rule(
    "entries_are_independent",
    Text(
        "원소끼리의 미분은 크로네커 델타다",
        "Derivatives between entries are Kronecker deltas",
    ),
    Text(
        "서로 다른 원소는 서로 독립인 변수다. 원소를 자기 자신으로 미분하면 1이고 다른 원소로 미분하면 0이다.",
        "Different entries are independent variables: the derivative of an entry with respect to itself is "
        "1, with respect to any other entry 0.",
    ),
)

DELTA_PICKS = Rule(
    "delta_picks",
    Text("델타가 합에서 한 항을 골라낸다", "The delta picks one term of the sum"),
    Text(
        "$\\sum_k \\delta_{k,i}\\, f_k = f_i$다. $k=i$인 항만 남고 나머지 항은 모두 0이다.",
        "$\\sum_k \\delta_{k,i}\\, f_k = f_i$: only the term with $k=i$ is left, all others are 0.",
    ),
)

CHAIN_RULE = Rule(
    "chain_rule",
    Text("연쇄 법칙을 쓴다", "Apply the chain rule"),
    Text(
        "손실은 중간값의 모든 원소를 거쳐 변수에 의존한다. 거쳐 가는 경로마다 두 미분을 곱하고, 모든 경로에 "
        "대해 더한다.",
        "The loss depends on the variable through every entry of the array in between. "
        "Multiply the two derivatives along each path and add over all paths.",
    ),
)

PRODUCT_RULE = Rule(
    "product_rule",
    Text("곱과 몫의 미분법을 쓴다", "Apply the product and quotient rules"),
    Text(
        "$(u/v)' = (u'v - uv')/v^2$이다.",
        "$(u/v)' = (u'v - uv')/v^2$.",
    ),
)

POWER_RULE = Rule(
    "power_rule",
    Text("거듭제곱을 미분한다", "Differentiate the power"),
    Text(
        "$(u^a)' = a\\,u^{a-1}\\,u'$이다. $1/\\sqrt{u} = u^{-1/2}$의 미분은 $-\\frac12 u^{-3/2}\\,u'$이다.",
        "$(u^a)' = a\\,u^{a-1}\\,u'$. For $1/\\sqrt{u} = u^{-1/2}$ this gives $-\\frac12 u^{-3/2}\\,u'$.",
    ),
)

PULL_OUT = Rule(
    "pull_out",
    Text("합의 첨자와 무관한 인수를 꺼낸다", "Pull out what does not depend on the index"),
    Text(
        "합의 첨자가 들어 있지 않은 인수는 모든 항에 공통이므로 합 기호 앞으로 나온다.",
        "A factor without the index of the sum is common to all terms and moves in front of the sum.",
    ),
)

DISTRIBUTE = Rule(
    "distribute",
    Text("합을 나누어 쓴다", "Split the sum"),
    Text(
        "유한한 합에서는 더하는 순서를 바꾸어도 되므로 $\\sum (f+g) = \\sum f + \\sum g$이다.",
        "The terms of a finite sum may be added in any order, so $\\sum (f+g) = \\sum f + \\sum g$.",
    ),
)

SWAP_SUMS = Rule(
    "swap_sums",
    Text("합의 순서를 바꾼다", "Exchange the order of the sums"),
    Text(
        "유한한 두 합은 순서를 바꾸어 더해도 값이 같다.",
        "Two finite sums may be taken in either order.",
    ),
)

NAME = Rule(
    "name",
    Text("아는 식을 그 이름으로 바꾼다", "Recognise a known expression by its name"),
    Text(
        "앞에서 이름을 붙인 식이 나타났으므로 그 이름으로 줄여 쓴다.",
        "An expression that was named before has appeared; write its name instead.",
    ),
)

KNOWN_RESULT = Rule(
    "known_result",
    Text("이미 얻은 결과를 쓴다", "Use a result that is known"),
    Text(
        "같은 식을 다른 페이지에서 이미 미분했다. 문자만 바꾸어 그 결과를 쓴다.",
        "Another page has differentiated the same expression; use its result with the letters of this page.",
    ),
)

EXPONENTIAL_LAW = Rule(
    "exponential_law",
    Text("지수 법칙을 쓴다", "Apply the law of exponents"),
    Text("$e^{a+b} = e^a e^b$이다.", "$e^{a+b} = e^a e^b$."),
)

LOGARITHM_LAW = Rule(
    "logarithm_law",
    Text("로그의 성질을 쓴다", "Apply the laws of the logarithm"),
    Text(
        "$\\log(a/b) = \\log a - \\log b$이고 $\\log e^a = a$이다.",
        "$\\log(a/b) = \\log a - \\log b$ and $\\log e^a = a$.",
    ),
)

CANCEL = Rule(
    "cancel",
    Text("약분하여 정리한다", "Cancel and collect"),
    Text(
        "분자와 분모에 공통인 인수를 약분하고 같은 항끼리 모은다.",
        "Cancel the factors that numerator and denominator share and collect like terms.",
    ),
)

ERROR_FUNCTION = Rule(
    "error_function",
    Text("오차함수를 미분한다", "Differentiate the error function"),
    Text(
        "$\\operatorname{erf}(u) = \\frac{2}{\\sqrt{\\pi}} \\int_0^u e^{-t^2}\\,\\mathrm{d}t$는 적분이고, 적분을 끝점으로 미분하면 "
        "적분한 함수가 나온다. 따라서 $(\\operatorname{erf}(u))' = \\frac{2}{\\sqrt{\\pi}}\\,e^{-u^2}\\,u'$이다.",
        "$\\operatorname{erf}(u) = \\frac{2}{\\sqrt{\\pi}} \\int_0^u e^{-t^2}\\,\\mathrm{d}t$ is an integral, and the derivative of an "
        "integral with respect to its end is what was integrated: $(\\operatorname{erf}(u))' = \\frac{2}{\\sqrt{\\pi}}\\,e^{-u^2}\\,u'$.",
    ),
)

KINK = Rule(
    "kink",
    Text("꺾인 점에서는 관례를 따른다", "Use the convention at the kink"),
    Text(
        "0이 아닌 곳에서 $[a>0]$은 상수이므로 미분할 때 그대로 남는다. 따라서 $\\operatorname{ReLU}(a) = "
        "a\\,[a>0]$의 도함수는 $[a>0]$이다. 꺾인 점인 0에는 도함수가 없고, 거기에서는 관례에 따라 같은 식의 "
        "값을 쓴다.",
        "Away from 0, $[a>0]$ is constant and stays as it is when differentiating: the derivative of "
        "$\\operatorname{ReLU}(a) = a\\,[a>0]$ is $[a>0]$. At 0, the kink, there is no derivative; the same "
        "expression is used there by convention.",
    ),
)

LARGEST_MOVES = Rule(
    "largest_moves",
    Text("최댓값은 가장 큰 항을 따라 움직인다", "A maximum moves with its largest term"),
    Text(
        "가장 큰 항이 하나뿐이면 그 둘레에서 최댓값은 바로 그 항이고, 나머지 항을 조금 바꾸어도 그대로다. 가장 큰 항이 "
        "여럿이면 도함수가 없고, 거기에서는 관례에 따라 같은 식의 값을 쓴다.",
        "Where one term alone is the largest, the maximum is that term, and small changes of the others leave it "
        "as it is. Where several are, there is no derivative; the same expression is used there by convention.",
    ),
)

COMPLETE_THE_SQUARE = Rule(
    "complete_the_square",
    Text("완전제곱식으로 고친다", "Complete the square"),
    Text(
        "$s - s^2 = \\frac14 - (s - \\frac12)^2$이다. 제곱은 음수가 아니므로 값은 $\\frac14$을 넘지 못한다.",
        "$s - s^2 = \\frac14 - (s - \\frac12)^2$; a square is never negative, so the value is at most "
        "$\\frac14$.",
    ),
)
