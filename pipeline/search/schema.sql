-- The search index. A passage (an alignment) has one number: the row of `words` and, from 0, of the vectors.
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE releases (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, digest TEXT NOT NULL, languages TEXT NOT NULL, date TEXT NOT NULL,
    earliest TEXT NOT NULL, latest TEXT NOT NULL           -- of the date: 2021 is 2021-01-01 to 2021-12-31
);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY, release INTEGER NOT NULL REFERENCES releases (id), alignment TEXT NOT NULL,
    kinds TEXT NOT NULL,                                   -- kind of the alignment and of its paragraphs, ' 1-1 title '
    finding INTEGER NOT NULL                               -- open findings
);
-- What is read of a passage only when it is shown, apart, so that filters go through few pages.
CREATE TABLE texts (
    id INTEGER PRIMARY KEY REFERENCES passages (id),
    sides TEXT NOT NULL,                                   -- JSON [text in each language]
    pages TEXT NOT NULL,                                   -- JSON [first page in each language, or null]
    marks TEXT NOT NULL                                    -- JSON: what corresponds to what (marks.py)
);
CREATE INDEX passages_of_release ON passages (release);
CREATE TABLE entities (key TEXT NOT NULL, passage INTEGER NOT NULL, PRIMARY KEY (key, passage)) WITHOUT ROWID;
CREATE INDEX entities_of_passage ON entities (passage);
-- Every folded form of a word and the stems it stands for: for prefixes and for words typed without accents.
CREATE TABLE forms (language INTEGER NOT NULL, folded TEXT NOT NULL, stem TEXT NOT NULL,
    PRIMARY KEY (language, folded, stem)) WITHOUT ROWID;
-- In how many passages a stem is; those in a few are not written down (build.py, COUNTED).
CREATE TABLE stems (language INTEGER NOT NULL, stem TEXT NOT NULL, passages INTEGER NOT NULL,
    PRIMARY KEY (language, stem)) WITHOUT ROWID;
