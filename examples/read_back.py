"""Aligned pairs, as typed objects: python examples/read_back.py [outputs]"""

import sys

import pipeline

for release in pipeline.load(sys.argv[1] if len(sys.argv) > 1 else "outputs"):
    for french, english, alignment in release.pairs():
        print(f"{release.id}#{alignment.id} {alignment.confidence:.2f}\t{french[:60]}\t{english[:60]}")
