import App
import Core
import Foundation
import Storage
import TestSupport
import Testing

/// What a guarantee may say beyond the columns that are asked for, and what is refused of it.
@Suite struct OptionalColumnTests {
    private static let header = ImportSample.guarantees.split(separator: "\n")[0]

    private func row(_ number: String, _ rest: String) -> String {
        "\(number),A1,\(ImportSample.code),某软件公司,450100,A01,20,3000000,5000000,1000000,1.5%,2016-03-01,"
            + "2016-03-01,2017-03-01,\(rest)"
    }

    @Test(arguments: TestEngine.allCases)
    func kindsOfCustomersHousingAndRatingsComeIn(_ engine: TestEngine) async throws {
        let sample = try ImportSample(engine)
        let rows = [
            "\(Self.header),customer_kind,housing,guarantee_kind,bond_rating", row("K1", ",,,"),
            row("K2", "farmer,,,"), row("K3", "individual,yes,loan,"), row("K4", "enterprise,no,bond,AA+"),
            row("K5", "ghost,,,"), row("K6", ",yes,bond,"), row("K7", ",,loan,AA"), row("K8", ",,bond,AAAA"),
        ]
        try sample.write(.guarantees, rows.joined(separator: "\n") + "\n")
        for count in [4, 0] {
            let counts = try #require(
                try await sample.run([.institutions, .agreements, .guarantees])[.guarantees]?.counts)
            #expect(counts.accepted == count && counts.alreadyThere == 4 - count && counts.refused == 4)
        }
        let reasons = sample.rejects(.guarantees)
        for reason in [
            "customer_kind 'ghost'", "is for loans only", "is for bonds only", "bond_rating 'AAAA'",
        ] {
            #expect(reasons.contains(reason), "\(reasons)")
        }
        try await sample.withBook { book in
            let found = try await book.database.read { connection in
                try connection.all(
                    "SELECT customer_kind, housing, bond_rating FROM guarantee ORDER BY number"
                ) {
                    "\($0.text(0)) \($0.int(1)) \($0.text(2))"
                }
            }
            #expect(found == ["enterprise 0 ", "farmer 0 ", "individual 1 ", "enterprise 0 AA+"])
            #expect(try await Verification.run(book).findings == [])
        }
    }

    @Test func otherContentOfTheNewColumnsIsRefused() async throws {
        let sample = try ImportSample(.sqlite)
        _ = try await sample.run()
        try sample.write(
            .guarantees,
            ImportSample.guarantees.replacing("ends_on\n", with: "ends_on,customer_kind\n")
                .replacing("2017-03-01\n", with: "2017-03-01,farmer\n")
                .replacing("2016-06-01\n", with: "2016-06-01,enterprise\n"))
        let counts = try await sample.run([.guarantees])[.guarantees]?.counts
        #expect(counts?.refused == 1 && counts?.alreadyThere == 1)
        #expect(sample.rejects(.guarantees).contains("customer_kind 'enterprise', here 'farmer'"))
    }

    @Test func anEventFarAheadIsRefusedByItsDay() async throws {
        let sample = try ImportSample(.sqlite)
        let counts = try await sample.run(lastDay: Day(2017, 5, 31)!)[.events]?.counts
        #expect(counts?.refused == 1 && counts?.accepted == 11)
        #expect(
            sample.rejects(.events).contains(
                "2017-06-01 lies too far ahead: the last that is taken is 2017-05-31"))
        #expect(throws: DayAhead.self) { try DayAhead.check(Day(2107, 1, 1)!, Day(2017, 1, 1)!) }
        try DayAhead.check(Day(2017, 1, 1)!, Day(2017, 1, 1)!)
        try DayAhead.check(Day(2107, 1, 1)!, nil)
    }

    @Test func ofSeveralTablesTheOneThatIsWrongIsNamed() async throws {
        let sample = try ImportSample(.sqlite)
        try sample.write(.agreements, "agreement_no,guarantor\nA1,G1\n")
        let path = try #require(sample.files[.agreements])
        let refusal = await #expect(throws: FileRefusal.self) { _ = try await sample.run() }
        #expect(refusal?.path == path && refusal?.code == "table_missing_columns")
        #expect(refusal?.sentence.en.hasPrefix("\(path): Missing columns") == true)
        #expect(refusal?.sentence.zh.hasPrefix("\(path)：缺少列") == true)
        await #expect(throws: TableRefusal.self) { _ = try await sample.run([.agreements]) }
    }

    @Test func aFormulaWithoutAValueRefusesItsRowAlone() async throws {
        let sample = try ImportSample(.sqlite)
        let script = """
            import openpyxl, sys
            b = openpyxl.Workbook(); s = b.active
            s.append(['code', 'name', 'kind', 'level', 'division', 'net_assets_yuan'])
            s.append(['G1', 'a', 'guarantor', 'city', '450100', 100])
            s.append(['G2', 'b', 'guarantor', 'city', '450100', '=F2*2'])
            s.append(['G3', 'c', 'guarantor', 'city', '450100', 300])
            b.save(sys.argv[1])
            """
        let path = sample.folder + "/institutions.xlsx"
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script, path]
        try process.runWithSignals()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        sample.files[.institutions] = path
        let outcome = try #require(try await sample.run([.institutions])[.institutions])
        #expect(outcome.counts.accepted == 2 && outcome.counts.refused == 1)
        let rejects = try TableReader(path: try #require(outcome.rejects))
        let row = try #require(try rejects.next())
        #expect(row.original[0].text == "G2")
        #expect(row.original[6].text.contains("Cell F3 is a formula"))
    }
}
