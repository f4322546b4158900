"""Small pages that stand alone, without the theme: permalinks, and what leads to the versions."""

from __future__ import annotations

import html

_STYLE = (
    ":root{color-scheme:light dark}"
    "body{max-width:40rem;margin:3rem auto;padding:0 1rem;background:Canvas;color:CanvasText;"
    "font:1.05rem/1.6 system-ui,sans-serif;word-break:keep-all;overflow-wrap:anywhere}"
    "a{color:LinkText}"
)


def page(title: str, language: str, body: str, head: str = "") -> str:
    """Return a whole page: its title as heading, `body` below it, and `head` at the end of its head."""
    shown = html.escape(title)
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{shown}</title>\n{head}<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{shown}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def refresh(address: str) -> str:
    """Return the tag that takes a browser on to `address` at once."""
    return f'<meta http-equiv="refresh" content="0; url={html.escape(address)}">\n'


def canonical(address: str) -> str:
    """Return the tag that names `address` as the page to be found instead."""
    return f'<link rel="canonical" href="{html.escape(address)}">\n'
