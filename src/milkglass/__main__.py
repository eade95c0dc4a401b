"""``python -m milkglass``."""

from milkglass.cli import main

if __name__ == "__main__":
    main()
