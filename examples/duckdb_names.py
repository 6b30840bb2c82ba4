"""Who is named in how many releases: python examples/duckdb_names.py [outputs]   (after `visavis export parquet`)"""

import sys

import duckdb

folder = sys.argv[1] if len(sys.argv) > 1 else "outputs"
question = """
    WITH named AS (
        SELECT release, unnest([sides.fr, sides.en], max_depth := 1) AS mention
        FROM (SELECT release, unnest(entities).sides AS sides FROM read_parquet($file))
    )
    SELECT mention.key AS key, any_value(mention.text) AS "as", count(DISTINCT release) AS releases, count(*) AS times
    FROM named WHERE mention IS NOT NULL GROUP BY 1 ORDER BY releases DESC, times DESC LIMIT 20
"""
for row in duckdb.execute(question, {"file": f"{folder}/corpus.parquet"}).fetchall():
    print("{:40} {:35} {:3} releases {:4} times".format(*row))
