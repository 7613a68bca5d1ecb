import App
import Core
import Foundation
import Storage
import TestSupport
import Testing

@Suite struct VerificationTests {
    @Test(arguments: TestEngine.allCases)
    func aBookInWhichEverythingHappenedIsSound(_ engine: TestEngine) async throws {
        let rich = try RichBook.filled(engine)
        let report = try await Verification.run(rich.book)
        #expect(report.findings == [])
        #expect(report.guarantees == 8)
        #expect(report.records == (try rich.one("SELECT COUNT(*) FROM audit")))
        #expect(report.entries == (try rich.one("SELECT COUNT(*) FROM entry")))
        #expect(report.postings == (try rich.one("SELECT COUNT(*) FROM posting")))
        #expect(report.headText.count == 64)
    }

    @Test(arguments: TestEngine.allCases)
    func anEmptyBookIsSound(_ engine: TestEngine) async throws {
        let database = try engine.makeDatabase()
        let book = try Book.open(database.url, now: { 0 })
        defer { book.close() }
        let report = try await Verification.run(book)
        #expect(report.isSound)
        #expect(report.records == 0)
    }

    /// One step in one column: where, and as what it is found.
    struct Tamper: Sendable, CustomStringConvertible {
        let column: String
        let row: String
        let code: String
        let place: String
        var isText = false
        /// Where a rule of the schema forbids one more.
        var isDown = false

        var description: String { "\(column) → \(code)" }
        var table: Substring { column.prefix { $0 != "." } }
        var name: Substring { column.drop { $0 != "." }.dropFirst() }
        var there: String {
            "UPDATE \(table) SET \(name) = \(name) \(isText ? "|| 'x'" : isDown ? "- 1" : "+ 1") WHERE \(row)"
        }
        var back: String {
            let old = isText ? "substr(\(name), 1, length(\(name)) - 1)" : "\(name) \(isDown ? "+" : "-") 1"
            return "UPDATE \(table) SET \(name) = \(old) WHERE \(row)"
        }
    }

    private static func texts(_ columns: [String], _ row: String, _ code: String, _ place: String) -> [Tamper]
    {
        columns.map { Tamper(column: $0, row: row, code: code, place: place, isText: true) }
    }

    private static func numbers(_ columns: [String], _ row: String, _ code: String, _ place: String)
        -> [Tamper]
    {
        columns.map { Tamper(column: $0, row: row, code: code, place: place) }
    }

    static let tampers: [Tamper] =
        numbers(["audit.at"], "id = 12", "audit_hash_wrong", "audit/12")
        + texts(
            ["audit.actor", "audit.action", "audit.subject", "audit.reason", "audit.before", "audit.after"],
            "id = 12", "audit_hash_wrong", "audit/12")
        + numbers(
            ["entry.on_day", "entry.amount", "entry.interest", "entry.principal", "entry.loss"],
            "reference = 'G2-1'", "audit_hash_wrong", "audit/")
        + texts(["entry.reference"], "reference LIKE 'G2-2%'", "audit_hash_wrong", "audit/")
        + texts(["entry.kind"], "reference = 'G2-2'", "audit_hash_wrong", "audit/")
        + texts(["entry.kind"], "reference = 'G2-2'", "entries_unusable", "guarantee/2")
        + numbers(["entry.until_day"], "reference = 'G1-2'", "audit_hash_wrong", "audit/")
        + numbers(["entry.reverses"], "reference = 'G3-r'", "audit_hash_wrong", "audit/")
        + numbers(["entry.guarantee_id"], "reference = 'G2-2'", "audit_hash_wrong", "audit/")
        + numbers(["posting.amount"], "account = 51 AND amount > 0", "entry_unbalanced", "entry/")
        + numbers(["posting.amount"], "account = 51 AND amount > 0", "balance_wrong", "balance/51")
        + numbers(["balance.amount"], "account = 66", "balance_wrong", "balance/66")
        + numbers(
            [
                "last_on", "disbursed", "repaid", "principal_claimed", "interest_claimed", "fee_paid",
                "recovered", "recovery_costs", "written_off", "paid_reguarantor", "paid_bank",
                "paid_treasury",
                "credited_reguarantor", "credited_bank", "credited_treasury", "passed_reguarantor",
                "passed_bank",
                "passed_treasury",
            ].map { "guarantee_position.\($0)" }, "guarantee_id = 7", "position_wrong", "guarantee/7")
        + ["loss", "principal_compensated"].map {
            Tamper(
                column: "guarantee_position.\($0)", row: "guarantee_id = 7", code: "position_wrong",
                place: "guarantee/7", isDown: true)
        }
        + numbers(["guarantee_position.fee_refunded"], "guarantee_id = 1", "position_wrong", "guarantee/1")
        + numbers(["guarantee_position.extended_until"], "guarantee_id = 1", "position_wrong", "guarantee/1")
        + texts(["guarantee_position.state"], "guarantee_id IN (1, 2, 3)", "state_wrong", "guarantee/2")
        + texts(["guarantee_position.state"], "guarantee_id = 4", "state_wrong", "guarantee/4")
        + texts(["guarantee_position.state"], "guarantee_id = 6", "state_wrong", "guarantee/6")
        + numbers(["claim.amount"], "guarantee_id = 2 AND debtor = 1", "claims_wrong", "guarantee/2")
        + numbers(["claim.due_on"], "guarantee_id = 2 AND debtor = 1", "claim_due_wrong", "claim/")
        + texts(
            ["number", "division", "industry", "policy_kind", "bond_rating"].map { "guarantee.\($0)" },
            "id = 2",
            "row_differs",
            "guarantee/2")
        + numbers(
            [
                "employees", "revenue", "total_assets", "principal", "fee_rate", "contract_on", "starts_on",
                "ends_on", "green_credit", "related_party", "enterprise_id", "housing",
            ].map { "guarantee.\($0)" }, "id = 2", "row_differs", "guarantee/2")
        + texts(["enterprise.name"], "id = 3", "enterprise_name_differs", "enterprise/3")
        + texts(["enterprise.credit_code"], "id = 3", "row_differs", "guarantee/3")
        + texts(["agreement.number"], "id = 1", "row_differs", "agreement/1")
        + texts(["agreement.shares"], "id = 1", "row_differs", "agreement/1")
        + texts(["agreement.shares"], "id = 1", "shares_unusable", "agreement/1")
        + numbers(
            ["from_day", "claim_due_working_days"].map { "agreement.\($0)" }, "id = 1",
            "row_differs", "agreement/1")
        + texts(
            ["institution.code", "institution.name", "institution.division"], "id = 1", "row_differs",
            "institution/1")
        + numbers(["institution_worth.net_assets"], "institution_id = 1", "row_differs", "institution/1")
        + numbers(["institution_worth.on_day"], "institution_id = 1", "row_missing", "institution/1")

    @Test(arguments: TestEngine.allCases)
    func everyColumnIsWatched(_ engine: TestEngine) async throws {
        let rich = try RichBook.filled(engine)
        for tamper in Self.tampers {
            try #require(try rich.tamper(tamper.there) > 0, "\(tamper)")
            let report = try await Verification.run(rich.book)
            #expect(
                report.findings.contains { $0.code == tamper.code && $0.place.hasPrefix(tamper.place) },
                "\(tamper): \(report.findings.map(\.sentence.en))")
            _ = try rich.tamper(tamper.back)
        }
        #expect(try await Verification.run(rich.book).findings == [])
    }

    @Test(arguments: TestEngine.allCases)
    func whatIsAddedOrTakenAwayIsFound(_ engine: TestEngine) async throws {
        let changes: [(String, String, String)] = [
            ("DELETE FROM audit WHERE id = 14", "audit_records_missing", "audit/14"),
            (
                "UPDATE audit SET hash = (SELECT hash FROM audit WHERE id = 3) WHERE id = 13",
                "audit_hash_wrong", "audit/13"
            ),
            ("UPDATE audit SET id = 0 WHERE id = 15", "audit_record_out_of_order", "audit/0"),
            (
                "INSERT INTO entry VALUES (9000, 1, 'repaid', 1, 1, 0, 0, 0, NULL, NULL, NULL)",
                "entry_without_record", "entry/9000"
            ),
            ("INSERT INTO posting VALUES (9000, 51, 1)", "posting_without_entry", "entry/9000"),
            ("INSERT INTO enterprise VALUES (900, 'x', 'x')", "row_without_record", "enterprise/900"),
            (
                "INSERT INTO guarantee SELECT 900, 'x', agreement_id, 900, division, industry, 1, 1, 1, "
                    + "size, 1, 1, 1, 1, 2, kind, policy_kind, way_of_issue, 0, 0, 0, NULL, "
                    + "customer_kind, housing, bond_rating FROM guarantee "
                    + "WHERE id = 1",
                "row_without_record", "guarantee/900"
            ),
            ("DELETE FROM guarantee_position WHERE guarantee_id = 8", "position_missing", "guarantee/8"),
            ("DELETE FROM claim WHERE id = (SELECT MIN(id) FROM claim)", "claims_wrong", "guarantee/2"),
            ("DELETE FROM balance WHERE account = 51", "balance_wrong", "balance/51"),
            (
                "INSERT INTO institution VALUES (900, 'x', 'x', 'bank', 'city', '450100')",
                "row_without_record",
                "institution/900"
            ),
            ("DELETE FROM institution_worth", "row_missing", "institution/1"),
        ]
        let rich = try RichBook.filled(engine)
        for (sql, code, place) in changes {
            #expect(try rich.tamper(sql) > 0, "\(sql)")
            let report = try await Verification.run(rich.book)
            let isFound = report.findings.contains { $0.code == code && $0.place.hasPrefix(place) }
            #expect(code.isEmpty || isFound, "\(sql): \(report.findings.map(\.sentence.en))")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func whatIsDerivedCanBeRebuilt(_ engine: TestEngine) async throws {
        let rich = try RichBook.filled(engine)
        _ = try rich.tamper("UPDATE balance SET amount = amount + 1000")
        _ = try rich.tamper("UPDATE guarantee_position SET recovered = recovered + 1, state = 'closed'")
        _ = try rich.tamper("DELETE FROM guarantee_position WHERE guarantee_id = 3")
        #expect(try await !Verification.run(rich.book).isSound)
        let outcome = try await Rebuild.run(rich.book, as: Actor("test"), because: "a test")
        #expect(outcome.positions == 8)
        #expect(Int64(outcome.balances) == (try rich.one("SELECT COUNT(*) FROM balance")))
        #expect(try await Verification.run(rich.book).findings == [])
        try rich.record("G8", [.disbursed(.yuan(10))])
        #expect(try await Verification.run(rich.book).findings == [])
        let again = try await Rebuild.run(rich.book, as: Actor("test"), because: "nothing to do")
        #expect(again.positions == 0)
        #expect(again.balances == 0)
    }

    @Test(arguments: TestEngine.allCases)
    func claimsAreRebuilt(_ engine: TestEngine) async throws {
        let changes = [
            // As they stand when the calendar of their year was not known yet.
            "UPDATE claim SET due_on = NULL", "UPDATE claim SET amount = amount + 7 WHERE guarantee_id = 2",
            "UPDATE claim SET paid = 0, debtor = 0",
            "DELETE FROM claim WHERE id IN (SELECT MIN(id) FROM claim GROUP BY guarantee_id)",
            "INSERT INTO claim VALUES (900, 1, 2, 3, 2, 5, 0, NULL)",
            "UPDATE claim SET entry_id = entry_id + 1 WHERE guarantee_id = 7",
        ]
        let rich = try RichBook.filled(engine)
        let claims: @Sendable (Connection) throws -> [[Int64?]] = { connection in
            let sql: SQL = """
                SELECT entry_id, guarantee_id, debtor, creditor, amount, paid, due_on FROM claim
                ORDER BY guarantee_id, id
                """
            return try connection.all(sql) { row in
                [row.int(0), row.int(1), row.int(2), row.int(3), row.int(4), row.int(5), row.optionalInt(6)]
            }
        }
        let right = try await rich.book.database.read(claims)
        #expect(right.count > 4)
        for change in changes {
            #expect(try rich.tamper(change) > 0, "\(change)")
            #expect(try await !Verification.run(rich.book).isSound, "\(change)")
            let outcome = try await Rebuild.run(rich.book, as: Actor("test"), because: "a test")
            #expect(outcome.claims > 0 && outcome.positions == 0, "\(change)")
            #expect(try await rich.book.database.read(claims) == right, "\(change)")
            #expect(try await Verification.run(rich.book).findings == [], "\(change)")
        }
        // What comes later goes to the claims that were written anew.
        try rich.record("G2", [.paid(by: .treasury, .yuan(1_000))], from: 40)
        #expect(try await Verification.run(rich.book).findings == [])
    }

    @Test(arguments: TestEngine.allCases)
    func nothingIsDerivedFromALedgerThatWasChanged(_ engine: TestEngine) async throws {
        let rich = try RichBook.filled(engine)
        _ = try rich.tamper("UPDATE entry SET amount = amount + 1 WHERE id = 10")
        await #expect(throws: RebuildRefusal.self) {
            try await Rebuild.run(rich.book, as: Actor("test"), because: "a test")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func writersMeanwhileDisturbNothing(_ engine: TestEngine) async throws {
        let rich = try RichBook.filled(engine)
        try rich.sample.addClaimed(first: 100, count: 300)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for number in Int64(100)..<400 { try await rich.sample.compensate(number) } }
            for _ in 0..<5 { #expect(try await Verification.run(rich.book).findings == []) }
            try await group.waitForAll()
        }
        #expect(try await Verification.run(rich.book).findings == [])
    }
}
