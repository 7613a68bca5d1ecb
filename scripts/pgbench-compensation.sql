-- One compensation as Cassia records it, one a transaction: the guarantee is read, and the entry, its postings, the
-- balances, the position, the claims and the audit record are written.
\set guarantee random(1, :guarantees)
\set base 1600000 + 16 * random(0, 990)
\set amount random(1, 1000000)
BEGIN;
SELECT nextval('bench_number') AS number \gset
SELECT g.id, g.agreement_id, g.principal, g.fee_rate, g.contract_on, g.starts_on, g.ends_on, p.* FROM guarantee g JOIN guarantee_position p ON p.guarantee_id = g.id WHERE g.number = 'G' || (:guarantee)::text;
SELECT id FROM entry WHERE reference = 'k' || (:number)::text;
INSERT INTO entry VALUES (:number, 17000, 'compensated', :guarantee, :amount, 0, -(:amount)::bigint, :amount, NULL, 'p' || (:number)::text, NULL);
INSERT INTO posting VALUES (:number, :base + 17, -(:amount)::bigint);
INSERT INTO posting VALUES (:number, :base + 22, :amount);
INSERT INTO posting VALUES (:number, :base + 38, :amount);
INSERT INTO posting VALUES (:number, :base + 49, :amount);
INSERT INTO posting VALUES (:number, :base + 51, -(:amount)::bigint);
INSERT INTO posting VALUES (:number, :base + 54, :amount);
INSERT INTO posting VALUES (:number, :base + 70, :amount);
UPDATE balance SET amount = amount + :amount WHERE account = :base + 1;
UPDATE balance SET amount = amount + :amount WHERE account = :base + 5;
UPDATE balance SET amount = amount + :amount WHERE account = :base + 6;
UPDATE balance SET amount = amount + :amount WHERE account = :base + 8;
UPDATE balance SET amount = amount + :amount WHERE account = :base + 10;
UPDATE balance SET amount = amount + :amount WHERE account = :base + 11;
UPDATE balance SET amount = amount + :amount WHERE account = :base + 12;
INSERT INTO audit VALUES (:number, 0, 'writer', 'guarantee.compensated', 'guarantee/' || (:guarantee)::text, '', '{"state":"claimed","outstanding":"1000000.00","loss":"0.00"}', '{"state":"in_force","outstanding":"899990.00","loss":"100010.00"}', '\x6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b');
UPDATE guarantee_position SET loss = loss, principal_compensated = principal_compensated, last_on = 17000, state = 'in_force', version = version + 1 WHERE guarantee_id = :guarantee;
INSERT INTO claim VALUES (:number * 16, :number, :guarantee, 1, 0, :amount, 0, 17010);
INSERT INTO claim VALUES (:number * 16 + 1, :number, :guarantee, 3, 0, :amount, 0, 17010);
COMMIT;
