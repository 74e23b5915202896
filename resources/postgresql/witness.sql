-- Version 2026-11-22. A witness of the journal on the server: a table of another role.
--
-- Once, in the store's own database:
--   1. as an administrator:   CREATE ROLE workbench_witness LOGIN PASSWORD '…';
--                             GRANT CREATE ON DATABASE <the store's> TO workbench_witness;
--   2. as the program's role: GRANT TRIGGER ON journal TO workbench_witness;
--   3. as workbench_witness:  run this file, then REVOKE what step 2 gave.
--
-- From then on each journal entry's number and hash are copied here in the same transaction. The
-- program's role can neither change nor delete them; `workbench verify` compares them.

CREATE SCHEMA workbench_witness;
CREATE TABLE workbench_witness.heads (
    seq bigint PRIMARY KEY,
    hash text NOT NULL,
    noted_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE FUNCTION workbench_witness.note() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO workbench_witness.heads (seq, hash) VALUES (NEW.seq, NEW.hash);
    RETURN NEW;
END $$;
CREATE TRIGGER journal_witnessed AFTER INSERT ON journal
    FOR EACH ROW EXECUTE FUNCTION workbench_witness.note();
GRANT USAGE ON SCHEMA workbench_witness TO PUBLIC;
GRANT SELECT ON workbench_witness.heads TO PUBLIC;
