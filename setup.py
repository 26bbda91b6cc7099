"""What `pre-commit` installs of this repository: nothing but the wheel of the same version, which has the program in
it, so that a hook needs no compiler. The wheel itself is made of `python/pyproject.toml`; this package is not published.
"""

import re
from pathlib import Path

from setuptools import setup

manifest = (Path(__file__).parent / "Cargo.toml").read_text(encoding="utf-8")
version = re.search(r'^version = "([^"]+)"$', manifest, re.MULTILINE).group(1)

setup(
    name="corplint-hooks",
    version=version,
    description="Installs the wheel of corplint, for pre-commit",
    python_requires=">=3.8",
    install_requires=[f"corplint=={version}"],
    # Nothing here is a Python package.
    packages=[],
    py_modules=[],
)
