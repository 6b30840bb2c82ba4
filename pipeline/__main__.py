"""`python -m pipeline` is `visavis`."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
