import pytest

from yudo.verification.rocq import kernel


@pytest.fixture(scope="session")
def theory(made_once):
    """The folder that the theory was compiled into."""

    def compile_into(folder):
        compiled = kernel.compile_theory(folder)
        assert compiled.accepted, compiled.message

    return made_once("theory", compile_into)
