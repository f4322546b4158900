"""AdamW, as the paper has it: the weights shrink by a factor, then Adam moves them."""

from yudo.verification.witnesses import adam


def witness(lambda_, **state):
    stepped = adam.witness(**state)
    del stepped["corrected"]
    stepped["next_w"] -= state["eta"] * lambda_ * state["w"]
    return stepped
