-- Search in PostgreSQL 13 and later, for when one machine is outgrown. A passage is an alignment; it has a side a language.
-- Everything lies in the schema `visavis`; the configurations fr, en ... are made from languages/ by the loader.
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE SCHEMA IF NOT EXISTS visavis;
CREATE TABLE IF NOT EXISTS visavis.meta (name text PRIMARY KEY, value text NOT NULL);
CREATE TABLE IF NOT EXISTS visavis.releases (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE, digest text NOT NULL,
    languages text[] NOT NULL, date text NOT NULL,
    earliest text COLLATE "C" NOT NULL, latest text COLLATE "C" NOT NULL
);
CREATE TABLE IF NOT EXISTS visavis.passages (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    release bigint NOT NULL REFERENCES visavis.releases (id) ON DELETE CASCADE,
    alignment text NOT NULL, kinds text[] NOT NULL, finding integer NOT NULL, entities text[] NOT NULL,
    marks jsonb NOT NULL, UNIQUE (release, alignment)
);
CREATE TABLE IF NOT EXISTS visavis.sides (
    passage bigint NOT NULL REFERENCES visavis.passages (id) ON DELETE CASCADE,
    language text NOT NULL, text text NOT NULL, page integer, figures text[] NOT NULL, words tsvector NOT NULL,
    PRIMARY KEY (passage, language)
);
CREATE INDEX IF NOT EXISTS sides_words ON visavis.sides USING gin (words);
CREATE INDEX IF NOT EXISTS sides_figures ON visavis.sides USING gin (figures);
CREATE INDEX IF NOT EXISTS passages_entities ON visavis.passages USING gin (entities);
CREATE INDEX IF NOT EXISTS passages_release ON visavis.passages (release);
