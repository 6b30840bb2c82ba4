"""The stages of the river: each is one function from one frozen type to the next; `flow` knows their order."""
