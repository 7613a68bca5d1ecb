import Core
import Storage
import TestSupport
import Testing

@testable import App

/// People, what they entered and decided, who read what, and the records of firms are compared with the log.
@Suite struct SealVerificationTests {
    /// One row at least in every table that is covered.
    private static func filled(_ engine: TestEngine) async throws -> TestSite {
        let test = try TestSite(engine)
        _ = try test.token(of: "guarantor")
        let period = "from=\(RichBook.start)&until=\(RichBook.start + 300)"
        try await test.run { browser in
            _ = try await browser.enterAndApprove(
                "guarantor", "/guarantees/G1/do/pay_fee", ["on": "\(TestSite.today)", "amount": "1"])
            try await browser.signIn("treasury.clerk")
            let page = try await browser.get("/settlements?with=guarantor&\(period)")
            _ = try await browser.post(
                "/settlements/tick",
                [
                    "with": "guarantor", "from": "\(RichBook.start)", "until": "\(RichBook.start + 300)",
                    "seen": page.hidden("seen"),
                ])
        }
        let day = RichBook.start
        try test.rich.write { writing in
            let officer = try #require(try PersonStore.find(name: "supervisor.clerk", writing.connection))
            let visitor = Visitor(
                person: officer.id, name: officer.name, displayName: "", organisation: officer.organisation,
                roles: officer.roles, permissions: [], session: nil, formWord: "", mustChangePassword: false)
            let entry = PolicyDraftStore.Entry(
                policy: "awards", from: day, text: Array("policy: awards\n".utf8), cases: nil, note: "n")
            _ = try PolicyDraftStore.add(entry, by: visitor, at: 1, writing)
            var records = FirmRecords()
            records.rights = [
                IPRight(
                    kind: .invention, number: "1", title: "t", obtained: .own, isCore: true, grantedOn: day,
                    endsOn: day + 25)
            ]
            records.qualifications = [
                Qualification(kind: .hnte, number: "1", grantedOn: day, endsOn: day + 400)
            ]
            records.incidents = [Incident(kind: .safety, day: day, text: "i")]
            let source = try FactSourceStore.findOrAdd("bureau", .agency, writing)
            try FirmRecordStore.add(records, to: 1, from: source, writing)
            // Hosting that has ended since it was told.
            records = FirmRecords()
            records.hostings = [Hosting(platform: "platform", from: TestSite.today + -500, until: day)]
            try FirmRecordStore.add(records, to: 1, from: source, writing)
            let codes = try writing.connection.all("SELECT credit_code FROM enterprise ORDER BY id LIMIT 2") {
                try CreditCode($0.text(0))
            }
            _ = try FirmRecordEntry.related(codes[1]).enter(
                of: 1, from: FirmRecordEntry.Origin(source: source, day: day), writing)
        }
        let firm = "SELECT credit_code FROM enterprise WHERE id = 1"
        let code = try await test.read { try $0.first(SQL(composing: firm)) { $0.text(0) } ?? "" }
        try await test.run { browser in
            try await browser.signIn("bank.clerk")
            _ = try await browser.get("/enterprises/\(code)")
        }
        return test
    }

    private func expect(
        _ code: String, _ place: String, after sql: String, _ test: TestSite
    ) async throws {
        let report = try await Verification.run(test.rich.book)
        let isFound = report.findings.contains { $0.code == code && $0.place.hasPrefix(place) }
        #expect(isFound, "\(sql): \(report.findings.map { "\($0.code) \($0.place)" })")
    }

    @Test(arguments: TestEngine.allCases) func aRowThatWasChangedTakenOutOrPutInIsFound(engine: TestEngine)
        async throws
    {
        let test = try await Self.filled(engine)
        #expect(try await Verification.run(test.rich.book).findings == [])
        let changes = [
            ("UPDATE person SET roles = 'administrator' WHERE id = 3", "row_differs", "person/3"),
            ("UPDATE person SET password = 'x' WHERE id = 4", "row_differs", "person/4"),
            ("UPDATE organisation SET name = 'x' WHERE id = 2", "row_differs", "organisation/2"),
            ("UPDATE api_token SET permissions = 'everything'", "row_differs", "api_token/1"),
            ("UPDATE proposal SET comment = 'x'", "row_differs", "proposal/1"),
            ("UPDATE policy_draft SET state = 'waiting', note = 'x'", "row_differs", "policy_draft/1"),
            ("UPDATE settlement_tick SET at = 1", "row_differs", "settlement_tick/"),
            ("UPDATE access_record SET at = 1", "row_differs", "access_record/1"),
            ("UPDATE fact_source SET kind = 'firm' WHERE name = 'bureau'", "row_differs", "fact_source/"),
            ("UPDATE support_platform SET division = '450200' WHERE id = 1", "row_differs", "support_pl"),
            ("UPDATE ip_right SET core = 0", "row_differs", "audit/"),
            ("DELETE FROM incident", "row_differs", "audit/"),
            ("UPDATE hosting SET until_day = NULL WHERE enterprise_id = 1", "row_differs", "hosting/1-"),
            ("DELETE FROM hosting WHERE enterprise_id <> 1", "row_missing", "hosting/"),
            ("UPDATE related_party_source SET on_day = 1", "row_differs", "related_party_source/"),
            ("DELETE FROM related_party_source", "row_missing", "related_party_source/"),
            ("DELETE FROM access_record", "row_missing", "access_record/1"),
            (
                """
                INSERT INTO person SELECT 9999, 'intruder', display_name, organisation_id, roles, password,
                    0, 0, 0, 0, NULL, 0, created_at FROM person WHERE id = 1
                """, "row_without_record", "person/9999"
            ),
            (
                """
                INSERT INTO ip_right SELECT 99, enterprise_id, kind, 'other', title, obtained, core,
                    granted_on, ends_on, source_id, 1 FROM ip_right WHERE id = 1
                """, "row_without_record", "ip_right/99"
            ),
            ("UPDATE enterprise_profile SET initials = 'zz' WHERE enterprise_id = 2", "profile_wrong", "ent"),
        ]
        for (sql, code, place) in changes {
            #expect(try test.rich.tamper(sql) > 0, "\(sql)")
            try await expect(code, place, after: sql, test)
        }
    }

    /// Whatever column of a covered table is changed, the log tells; but for what the schema forbids.
    @Test func everyColumnIsCovered() async throws {
        let test = try await Self.filled(.sqlite)
        var changed = 0
        for table in SealedTable.all + [.ipRight, .qualification, .incident] {
            for column in table.columns {
                let name = column.name
                let change = self.change(column)
                let row = "rowid = (SELECT MAX(rowid) FROM \(table.name))"
                let before = try await test.read { connection in
                    try connection.first(
                        SQL(composing: "SELECT quote(\(name)) FROM \(table.name) WHERE \(row)")
                    ) {
                        $0.text(0)
                    }
                }
                let sql = "UPDATE \(table.name) SET \(name) = \(change) WHERE \(row)"
                guard let count = try? test.rich.tamper(sql) else { continue }
                #expect(count == 1, "\(sql)")
                #expect(try await !Verification.run(test.rich.book).isSound, "\(sql)")
                _ = try test.rich.tamper(
                    "UPDATE \(table.name) SET \(name) = \(before ?? "NULL") WHERE \(row)")
                #expect(try await Verification.run(test.rich.book).findings == [], "\(sql) undone")
                changed += 1
            }
        }
        #expect(changed > 45)
    }

    private func change(_ column: SealedTable.Column) -> String {
        switch column {
        case .number: "COALESCE(\(column.name) + 1, 4000000000)"
        case .text: "COALESCE(\(column.name) || 'x', 'x')"
        case .bytes: "x'00'"
        }
    }

    @Test(arguments: TestEngine.allCases) func whatFirmsAreFoundByIsWrittenAnew(engine: TestEngine)
        async throws
    {
        let rich = try RichBook.filled(engine)
        #expect(try rich.tamper("UPDATE enterprise_profile SET city = 'x' WHERE enterprise_id < 3") == 2)
        #expect(try await Verification.run(rich.book).findings == [.profileWrong(1), .profileWrong(2)])
        #expect(try await Rebuild.run(rich.book, as: Actor("test"), because: "test").profiles == 2)
        #expect(try await Verification.run(rich.book).findings == [])
    }
}
