import Core
import Storage
import TestSupport
import Testing

@testable import App

@Suite struct RegisterVerificationTests {
    /// Two registered firms, the second the owner of the guarantor and related to the first.
    private func book(_ engine: TestEngine) throws -> RichBook {
        let rich = try RichBook.filled(engine)
        let firms = try ["00000901", "00000902"].map {
            try CreditCode.make(division: Division.Code("450100")!, organisation: $0)
        }
        let guarantor = rich.sample.agreement.guarantor
        try rich.write { writing in
            let owned = try #require(
                try InstitutionStore.all(writing.connection).first { $0.id == guarantor })
            for firm in firms { try EnterpriseStore.register(firm, name: "own name", writing) }
            try EnterpriseStore.setController(firms[1], of: owned, writing)
            try EnterpriseStore.relate(firms[0], firms[1], writing)
        }
        return rich
    }

    @Test(arguments: TestEngine.allCases)
    func relationsAndFirmsAreComparedWithTheirRecords(_ engine: TestEngine) async throws {
        let rich = try book(engine)
        #expect(try await Verification.run(rich.book).findings == [])
        let changes = [
            ("UPDATE enterprise SET name = 'x' WHERE name = 'own name'", "row_differs", "enterprise/"),
            ("DELETE FROM controller", "row_missing", "controller/"),
            ("DELETE FROM related_party", "row_missing", "related_party/"),
            ("INSERT INTO controller VALUES (1, 1)", "row_without_record", "controller/1-1"),
            ("INSERT INTO related_party VALUES (1, 2)", "row_without_record", "related_party/1-2"),
            ("DELETE FROM enterprise WHERE name = 'x'", "row_missing", "enterprise/"),
        ]
        #expect(try rich.tamper("DELETE FROM enterprise_profile") > 0)
        for (sql, code, place) in changes {
            #expect(try rich.tamper(sql) > 0, "\(sql)")
            let report = try await Verification.run(rich.book)
            let isFound = report.findings.contains { $0.code == code && $0.place.hasPrefix(place) }
            #expect(isFound, "\(sql): \(report.findings.map(\.sentence.en))")
        }
    }
}
