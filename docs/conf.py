"""How Sphinx makes the site of the documents: ``sphinx-build -W -n docs OUT``. Nothing is fetched."""

from __future__ import annotations

from importlib.metadata import version as version_of
from typing import Any

from sphinx.application import Sphinx
from sphinx.ext.napoleon.docstring import GoogleDocstring

project = "storyver"
author = "the storyver contributors"
copyright = author  # noqa: A001  Sphinx asks for it by this name
version = release = version_of("storyver")

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx_copybutton"]
exclude_patterns = ["README.md"]  # what it says is the home page's, which includes it
html_theme = "furo"
html_title = "storyver"
html_static_path = ["site"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False

myst_heading_anchors = 4
suppress_warnings = ["misc.highlighting_failure"]  # outputs and pairs of versions are no programs

nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
nitpick_ignore_regex = [("py:.*", r"((collections|contextlib|pandas|pathlib|polars|pyarrow)\..*|Client|Executor|Path)")]
"""The types of other libraries: their documents are elsewhere, and nothing is fetched."""

copybutton_prompt_text = "$ "


def read_sections(_app: Sphinx, what: Any, name: str, value: object, _options: object, lines: list[str]) -> None:
    """Read "Raises:" and the like in docstrings; those of attributes have none, but colons."""
    if what not in {"attribute", "data", "property"}:
        lines[:] = GoogleDocstring(lines, what=what, name=name, obj=value).lines()


def setup(app: Sphinx) -> None:
    """Have every docstring read."""
    app.connect("autodoc-process-docstring", read_sections)
