"""corplint as a wheel: the program is installed beside Python's own scripts."""
