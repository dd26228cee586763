-- What stood under a decision, so that it can be read when the text is no longer read so.
ALTER TABLE decisions ADD COLUMN about TEXT;
