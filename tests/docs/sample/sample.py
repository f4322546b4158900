# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown] lang="ko"
# # 제곱 {#square}
#
# 미분하면 $2x$가 된다.

# %% [markdown] lang="en"
# # Square {#square}
#
# Its derivative is $2x$.

# %% tags=["setup"]
from pathlib import Path

SECRET_OF_THE_SETUP = Path.cwd().name


# %%
class Derived:
    def _repr_mimebundle_(self, include=None, exclude=None):
        bilingual = {"ko": "결과: $$f'(x) = 2x$$", "en": "Result: $$f'(x) = 2x$$"}
        return {
            "text/plain": "2*x",
            "text/markdown": "\n\n".join(bilingual.values()),
            "application/vnd.yudo.bilingual+json": bilingual,
        }


Derived()

# %%
print("printed by the cell")

# %% [markdown] slot="implementation"
# 구현 / Implementation

# %% [markdown] slot="evidence"
# 증거 / Evidence
