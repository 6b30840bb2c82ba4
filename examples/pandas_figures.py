"""Figures that differ between the languages, or stand on one side only: python examples/pandas_figures.py [outputs]"""

import sys

import pandas as pd

folder = sys.argv[1] if len(sys.argv) > 1 else "outputs"
rows = pd.read_json(f"{folder}/corpus.jsonl", lines=True)
links = rows[["release", "alignment", "figures"]].explode("figures").dropna()
links["status"] = [link["status"] for link in links["figures"]]
for language in rows["translation"].iloc[0]:
    links[language] = [(link["sides"][language] or {}).get("text", "") for link in links["figures"]]
print(links["status"].value_counts().to_string())
print(links[links["status"] != "same"].drop(columns="figures").to_string(index=False))
