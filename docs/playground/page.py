"""The page of the prover: its form, the files beside it, and the policy that its code has to obey."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.utils import get_relative_url

from docs.playground.bundle import bundled
from docs.playground.examples import EXAMPLES
from docs.playground.layers import pasted
from docs.playground.words import SHAPES_HELP, TEXTS
from docs.site_builder.languages import PREFIX

PLACEHOLDER = "<!-- playground -->"
FOLDER = "assets/playground"
SECONDS = 60
"""How long an answer may take."""
_HERE = Path(__file__).resolve().parent
_OWN = {"mathml.js": ".js", "page.js": ".js", "page.css": ".css", "worker.js": ".js"}
_INLINE = re.compile(r"<script(?![^>]*\b(?:src|type)=)[^>]*>(.*?)</script>", re.DOTALL)


class Playground:
    """The page in one language.

    Parameters
    ----------
    root, cache
        The repository, and where what is made is kept.
    language
        Of the page.
    titles
        The layers whose code can be tried: their titles by stem.
    """

    def __init__(
        self, root: Path, cache: Path, language: str, titles: Mapping[str, str] = MappingProxyType({})
    ):
        self._bundle = bundled(root, cache)
        self._language = language
        self._titles = titles
        self._layers = {stem: pasted(stem, root / "impl") for stem in titles}

    def files(self, config: MkDocsConfig) -> list[File]:
        """The files that the page loads; both languages share those of the English site."""
        if not self._bundle or self._language != "en":
            return []
        own = [_generated(config, _named(name), _HERE / name) for name in _OWN]
        own += [
            File.generated(config, f"{FOLDER}/{_layer(stem, code)}", content=code)
            for stem, code in self._layers.items()
        ]
        return own + [_generated(config, one["file"], one["path"]) for one in self._packed().values()]

    def finish(self, output: str, url: str) -> str:
        """The HTML of a finished page with the form in its place, if it has one for it."""
        if PLACEHOLDER not in output:
            return output
        if not self._bundle:
            return output.replace(
                PLACEHOLDER, f'<div class="admonition note"><p>{self._word("not built")}</p></div>'
            )

        def address(name: str) -> str:
            return get_relative_url(f"{FOLDER}/{name}", PREFIX[self._language] + url)

        output = output.replace(PLACEHOLDER, self._form(address), 1)
        style = f'<link rel="stylesheet" href="{address(_named("page.css"))}">'
        output = output.replace("</head>", f"{style}</head>", 1)
        return re.sub(r'<meta charset="utf-8">', lambda found: found[0] + policy(output), output, count=1)

    def _packed(self) -> dict[str, dict[str, Any]]:
        return {name: one for name, one in self._bundle.items() if "file" in one}

    def _word(self, key: str) -> str:
        return html.escape(TEXTS[key][self._language])

    def _form(self, address: Any) -> str:
        word = self._word
        data = {
            "words": {key: text[self._language] for key, text in TEXTS.items()},
            "files": {
                name: {"url": address(one["file"]), "sha256": one["sha256"], "bytes": one["bytes"]}
                for name, one in self._packed().items()
            },
            "lock": self._bundle["lock"]["text"],
            "worker": {"url": address(_named("worker.js")), "sha256": _digest("worker.js")},
            "seconds": SECONDS,
            "layers": {
                stem: {"title": self._titles[stem], "url": address(_layer(stem, code))}
                for stem, code in self._layers.items()
            },
            "examples": [
                {
                    "key": one.key,
                    "act": one.act,
                    "title": one.title[self._language],
                    "source": one.source,
                    "forward": one.forward,
                    "backward": one.backward,
                    "shapes": one.shapes,
                    "given": one.given,
                }
                for one in EXAMPLES
            ],
        }
        written = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
        help_rows = "".join(
            f"<dt><code>{html.escape(form)}</code></dt><dd>{html.escape(text[self._language])}</dd>"
            for form, text in SHAPES_HELP
        )
        plain = 'autocomplete="off" autocapitalize="off" spellcheck="false"'
        return f"""<noscript><p>{word("no script")}</p></noscript>
<div class="yudo-playground" id="playground-room" data-search-exclude hidden>
<div role="tablist" aria-label="{word("tabs")}">
<button type="button" role="tab" id="tab-check" data-act="check"
aria-controls="playground-form">{word("check")}</button>
<button type="button" role="tab" id="tab-prove" data-act="prove"
aria-controls="playground-form">{word("prove")}</button>
<button type="button" role="tab" id="tab-derive" data-act="derive"
aria-controls="playground-form">{word("derive")}</button>
</div>
<div id="playground-form" role="tabpanel"><form>
<label>{word("example")} <select name="example"></select></label>
<label for="playground-source">{word("source")}</label>
<textarea id="playground-source" name="source" rows="16" {plain}
aria-describedby="playground-hint"></textarea>
<p id="playground-hint">{word("source hint")}</p>
<div class="yudo-playground__fields" data-only="prove derive">
<label>{word("forward")} <input name="forward" {plain}></label>
<label data-only="prove">{word("backward")} <input name="backward" {plain}></label>
<label>{word("shapes")} <input name="shapes" {plain} placeholder="x: N D, w: D M"></label>
<label>{word("given")} <input name="given" {plain} placeholder="eps=1e-5"></label>
</div>
<details data-only="prove derive"><summary>{word("shapes help")}</summary><dl>{help_rows}</dl></details>
<div class="yudo-playground__actions">
<button type="submit" data-part="run"></button>
<button type="button" data-part="stop" disabled>{word("stop")}</button>
<progress data-part="bar" max="3" value="0" aria-label="{word("progress")}" hidden></progress>
<span role="status" data-part="status"></span>
</div>
</form></div>
<section data-part="result" aria-labelledby="playground-result" tabindex="-1" hidden>
<h2 id="playground-result">{word("result")}</h2>
<div data-part="output"></div>
</section>
</div>
<script type="application/json" id="playground-data">{written}</script>
<script src="{address(_named("mathml.js"))}" defer></script>
<script src="{address(_named("page.js"))}" defer></script>"""


def policy(output: str) -> str:
    """The policy for a page: its own scripts, WebAssembly, this host; no eval.

    A worker that is made of a blob obeys it, too.
    """
    hashes = [
        "'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'"
        for script in dict.fromkeys(_INLINE.findall(output))
    ]
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", "'wasm-unsafe-eval'", "blob:", *hashes]),
        "worker-src": "'self' blob:",
        "connect-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    content = "; ".join(f"{name} {value}" for name, value in rules.items())
    return f'<meta http-equiv="Content-Security-Policy" content="{content}">'


def _generated(config: MkDocsConfig, name: str, source: Path) -> File:
    return File.generated(config, f"{FOLDER}/{name}", abs_src_path=str(source))


def _layer(stem: str, code: str) -> str:
    return f"{stem}-{hashlib.sha256(code.encode()).hexdigest()[:20]}.py.txt"


def _digest(name: str) -> str:
    return hashlib.sha256((_HERE / name).read_bytes()).hexdigest()


def _named(name: str) -> str:
    """A file of the page under a name that changes with its content."""
    return _digest(name)[:20] + _OWN[name]
