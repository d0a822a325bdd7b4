"""How long things take: measured, printed, judged by nobody."""
