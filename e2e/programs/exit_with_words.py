"""What is no status is printed, and the status is 1."""

raise SystemExit(("no", "status"))
