"""The rules that write a review from the answers: what each slide says, and what is left out and why."""
