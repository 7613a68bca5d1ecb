import Core
import Storage
import TestSupport
import Testing

@testable import App

/// Rows that no program has written: they are told of, and nothing crashes.
@Suite struct TamperedBookTests {
    @Test(arguments: TestEngine.allCases)
    func numbersOutOfAllBoundsAreReported(_ engine: TestEngine) async throws {
        let copy =
            "SELECT 1000000000000000, at, actor, action, subject, reason, before, after, hash "
            + "FROM audit"
        let changes = [
            ("UPDATE agreement SET from_day = -2147483648", "row_differs", "agreement/1"),
            ("UPDATE agreement SET from_day = -9000000000000000000", "row_differs", "agreement/1"),
            ("UPDATE agreement SET until_day = 9000000000000000000", "row_differs", "agreement/1"),
            ("UPDATE guarantee SET contract_on = -2147483648 WHERE id = 2", "row_differs", "guarantee/2"),
            ("UPDATE institution_worth SET on_day = -900000000000", "row_missing", "institution/1"),
            (
                "UPDATE claim SET due_on = -9000000000000000000 WHERE guarantee_id = 2",
                "claim_due_wrong", "claim/"
            ),
            ("INSERT INTO audit \(copy) WHERE id = 9", "audit_records_missing", "audit/"),
            (
                "UPDATE audit SET id = 9223372036854775807 WHERE id = 1000000000000000",
                "audit_record_out_of_order", "audit/9223372036854775807"
            ),
            (
                "INSERT INTO guarantee SELECT 9223372036854775807, 'x', agreement_id, 1, division, industry, "
                    + "1, 1, 1, size, 1, 1, 1, 1, 2, kind, policy_kind, way_of_issue, 0, 0, 0, NULL, "
                    + "customer_kind, housing, bond_rating "
                    + "FROM guarantee WHERE id = 1",
                "row_without_record", "guarantee/9223372036854775807"
            ),
        ]
        for (sql, code, place) in changes {
            let rich = try RichBook.filled(engine)
            if sql.contains("id = 1000000000000000") {
                _ = try rich.tamper("INSERT INTO audit \(copy) WHERE id = 9")
            }
            #expect(try rich.tamper(sql) > 0, "\(sql)")
            let report = try await Verification.run(rich.book)
            let isFound = report.findings.contains { $0.code == code && $0.place.hasPrefix(place) }
            #expect(isFound, "\(sql): \(report.findings.map(\.sentence.en))")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func eachClaimIsCompared(_ engine: TestEngine) async throws {
        let changes = [
            ("INSERT INTO claim VALUES (900, 1, 2, 3, 2, 5, 0, NULL)", "claim_differs", "claim/900"),
            ("INSERT INTO claim VALUES (901, 1, 77, 1, 0, 5, 0, NULL)", "claim_of_nothing", "claim/901"),
            ("UPDATE claim SET due_on = NULL WHERE guarantee_id = 2", "claim_due_wrong", "claim/"),
            // One fen of what was paid moves to the next claim of the same parties.
            (
                "UPDATE claim SET paid = paid + CASE id WHEN (SELECT MIN(id) FROM claim WHERE "
                    + "guarantee_id = 2 AND debtor = 1) THEN -1 ELSE 1 END WHERE id IN (SELECT id FROM "
                    + "claim WHERE guarantee_id = 2 AND debtor = 1 ORDER BY id LIMIT 2)",
                "claim_differs", "claim/"
            ),
        ]
        for (sql, code, place) in changes {
            let rich = try RichBook.filled(engine)
            #expect(try rich.tamper(sql) > 0, "\(sql)")
            let report = try await Verification.run(rich.book)
            let isFound = report.findings.contains { $0.code == code && $0.place.hasPrefix(place) }
            #expect(isFound, "\(sql): \(report.findings.map(\.sentence.en))")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func figuresOfABookWithoutOneGuaranteeAreRefused(_ engine: TestEngine) async throws {
        let rich = try RichBook.filled(engine)
        try rich.bringIn("G9")
        try rich.bringIn("G10")
        _ = try rich.tamper("DELETE FROM guarantee_position WHERE guarantee_id = 9")
        _ = try rich.tamper("DELETE FROM guarantee WHERE id = 9")
        await #expect(throws: BookDamage.guarantee(9)) {
            try await FiguresStore.figures(asOf: RichBook.start + 30, in: rich.book)
        }
    }

    @Test func ledgerNamesNeverMeet() async throws {
        let rich = try RichBook.filled(.sqlite)
        try rich.write { writing in
            let next = try writing.scope.nextNumber(of: .institution)
            // The second would be called as the first is.
            for code in ["A-b-\(next + 1)", "A b"] {
                let bank = try InstitutionStore.register(
                    code: code, name: code, kind: .bank, level: .city, division: "450100", writing)
                try LedgerStore.contributeCapital(
                    .yuan(1), to: bank.id, on: RichBook.start, reference: nil, writing)
            }
        }
        let names = try await rich.book.database.read { try LedgerNames($0).accounts.map(\.name) }
        #expect(Set(names).count == names.count)
    }
}
