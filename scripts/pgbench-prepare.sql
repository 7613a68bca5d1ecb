-- The rows that a compensation touches, in tables of Cassia's shape, spread so that clients seldom meet.
CREATE SEQUENCE bench_number START 10000000;
ANALYZE;
INSERT INTO balance SELECT 1600000 + n, 0 FROM generate_series(0, 15999) n ON CONFLICT DO NOTHING;
