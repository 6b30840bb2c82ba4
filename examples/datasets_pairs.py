"""A translation data set of the sure pairs: python examples/datasets_pairs.py [outputs]"""

import sys

from datasets import load_dataset

folder = sys.argv[1] if len(sys.argv) > 1 else "outputs"
pairs = load_dataset("json", data_files=f"{folder}/corpus.jsonl", split="train")
pairs = pairs.filter(lambda row: row["confidence"] >= 0.9 and all(row["translation"].values()))
print(pairs)
print(pairs[0]["translation"])
