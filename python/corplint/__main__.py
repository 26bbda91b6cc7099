"""`python -m corplint`: starts the program that was installed with this module."""

import os
import subprocess
import sys
import sysconfig


def program():
    """The path of the program: beside the scripts of this Python, of its user, or of the folder that pip wrote to."""
    name = "corplint" + (sysconfig.get_config_var("EXE") or "")
    user = sysconfig.get_preferred_scheme("user") if hasattr(sysconfig, "get_preferred_scheme") else None
    here = os.path.dirname(os.path.abspath(__file__))
    folders = [sysconfig.get_path("scripts")]
    if user:
        folders.append(sysconfig.get_path("scripts", scheme=user))
    # `pip install --target DIR` puts programs into DIR/bin.
    folders.append(os.path.join(os.path.dirname(here), "bin"))
    for folder in folders:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            return path
    sys.exit("error: the program corplint is not in " + ", ".join(folders))


def main():
    command = [program(), *sys.argv[1:]]
    if sys.platform == "win32":
        # Windows has no exec: the parent would be gone before the program ends.
        sys.exit(subprocess.run(command).returncode)
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
