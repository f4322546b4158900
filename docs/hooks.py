"""MkDocs hooks: everything they do is in `docs/site_builder/site.py`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from docs.site_builder.site import (
    on_config,
    on_files,
    on_page_context,
    on_page_markdown,
    on_post_build,
    on_post_page,
    on_pre_template,
    on_serve,
    on_template_context,
)

__all__ = [
    "on_config",
    "on_files",
    "on_page_context",
    "on_page_markdown",
    "on_post_build",
    "on_post_page",
    "on_pre_template",
    "on_serve",
    "on_template_context",
]
