/// Tables of firms in, results out: one row for one row, in order, bad rows with all their reasons apart.
import Core
import Foundation
import Testing

@testable import App

@Suite struct FirmDecisionsTests {
    private let folder = URL(fileURLWithPath: NSTemporaryDirectory())
        .appendingPathComponent("firms-\(UUID().uuidString)").path

    private func decide(
        _ table: String, _ policy: String, out: String = "out.csv", carry: [String] = [],
        encoded: Bool = false
    ) throws -> (FirmDecisions.Outcome, String) {
        try FileManager.default.createDirectory(
            atPath: folder + "/rejects", withIntermediateDirectories: true)
        let program = try PolicyLibrary(folder: nil).program(policy, on: try #require(Day(2017, 6, 30)))
        try Data(table.utf8).write(to: URL(fileURLWithPath: folder + "/firms.csv"))
        let outcome = try FirmDecisions(
            program,
            FirmDecisions.Options(
                table: folder + "/firms.csv", out: "\(folder)/\(out)", rejectsFolder: folder + "/rejects",
                mapping: nil,
                carry: carry, language: .english)
        ).run()
        return (outcome, "\(folder)/\(out)")
    }

    private func rows(_ path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    @Test func oneRowForOneRowInOrder() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let table = """
            credit_code,name,size_industry,employees,revenue_y0,total_assets_y0
            A,甲,software,100,10000000.00,1
            B,乙,software,99,10000000.00,1
            C,丙,industry,,,
            """
        let (outcome, path) = try decide(table, "sme-size")
        #expect(outcome.counts.decided == 3)
        #expect(
            try rows(path) == [
                "credit_code,name,verdict,class,score_low,score_high,amount_yuan,failed,open",
                "A,甲,,medium,,,,,", "B,乙,,small,,,,,", "C,丙,,,,,,,",
            ])
    }

    @Test func verdictsNameWhatFailsAndWhatIsOpen() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let table = """
            credit_code,hnte_times,hnte_recognised_on,hosted
            A,1,2016-05-01,true
            B,2,2016-05-01,
            C,0,,
            D,1,,
            """
        let (outcome, path) = try decide(table, "awards")
        #expect(
            try rows(path).dropFirst() == [
                "A,,yes,,,,100000.00,,", "B,,yes,,,,50000.00,,", "C,,no,,,,0.00,recognised_last_year,",
                "D,,open,,,,,,recognised_last_year",
            ])
        #expect(outcome.counts == FirmDecisions.Counts(decided: 4, refused: 0, yes: 2, no: 1, open: 1))
        #expect(outcome.rejects == nil)
    }

    @Test func badRowsGoApartWithAllReasons() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let table = """
            credit_code,hnte_times,hnte_recognised_on,employees
            A,-1,2016-13-01,many
            B,1,2016-05-01,5
            """
        let (outcome, path) = try decide(table, "awards")
        #expect(try rows(path).dropFirst() == ["B,,yes,,,,100000.00,,"])
        let rejects = try rows(try #require(outcome.rejects))
        #expect(rejects.count == 2)
        for name in ["hnte_times", "hnte_recognised_on", "employees"] {
            #expect(rejects[1].contains("'\(name)'"))
        }
    }

    @Test func unknownColumnsAreRefusedUnlessCarried() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let table = "credit_code,hnte_times,remark\nA,0,good\n"
        #expect(throws: TableRefusal.self) { try decide(table, "awards") }
        let (_, path) = try decide(table, "awards", carry: ["remark"])
        let lines = try rows(path)
        #expect(lines[0].hasSuffix(",open,remark"))
        #expect(lines[1] == "A,,no,,,,0.00,recognised_last_year,,good")
    }

    @Test func theIndustryTellsTheKindOfBusiness() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let table = """
            credit_code,industry,size_industry,employees,revenue_y0,total_assets_y0
            A,I6510,,300,100000000,1
            B,I6510,industry,300,100000000,1
            C,J6610,,300,100000000,1
            D,X9999,,300,100000000,1
            """
        let (outcome, path) = try decide(table, "sme-size")
        #expect(try rows(path).dropFirst() == ["A,,,large,,,,,", "B,,,medium,,,,,", "C,,,,,,,,"])
        #expect(outcome.counts.refused == 1)
    }

    /// What the register works out itself follows in a table and in JSON too.
    @Test func whatFollowsFromTextsIsTheSameInEveryWay() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let table = """
            credit_code,division,industry,in_region
            A,450103,C3912,
            B,440100,I6510,
            C,440100,F5100,true
            D,,,
            """
        let (_, path) = try decide(table, "cultivation-entry")
        let failed = try rows(path).dropFirst().map { row in
            row.split(separator: ",", omittingEmptySubsequences: false)[7]
        }
        let isFailed = failed.map { $0.contains("registered_in_region") }
        #expect(isFailed == [false, true, false, false])
        let library = try PolicyLibrary(folder: nil)
        let texts = [
            #"{"division": "450103", "industry": "C1610", "hosted_by": "X"}"#, #"{"industry": "F51"}"#,
        ]
        let values = try texts.map { try FactJSON.read(Array($0.utf8), library.facts) }
        func value(_ name: String, _ number: Int) -> Int64? {
            values[number].values[library.facts.places[name] ?? 0]
        }
        #expect(value("in_region", 0) == 1 && value("manufacturer", 0) == 1 && value("hosted", 0) == 1)
        #expect(value("excepted_industry", 0) == 1 && value("excepted_industry", 1) == 1)
        #expect(value("size_industry", 0) != nil && value("in_region", 1) == nil)
        let given = #"{"industry": "I65", "size_industry": "industry", "manufacturer": true}"#
        let both = try FactJSON.read(Array(given.utf8), library.facts)
        #expect(both.values[library.facts.places["manufacturer"] ?? 0] == 1)
        #expect(throws: FactRefusals.self) {
            try FactJSON.read(Array(#"{"industry": "X9"}"#.utf8), library.facts)
        }
    }

    @Test func aWorkbookComesOutWhereItIsAskedFor() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let table = "credit_code,hnte_times\n" + (0..<5_000).map { "F\($0),0\n" }.joined()
        let (outcome, path) = try decide(table, "awards", out: "out.xlsx")
        #expect(outcome.counts.decided == 5_000)
        let results = try TableReader(path: path)
        #expect(results.header == FirmResults.columns)
        var number = 0
        while let row = try results.next() {
            #expect(row[0].text == "F\(number)")
            number += 1
        }
        #expect(number == 5_000)
    }

    @Test func aTableWithoutRowsHasResultsWithoutRows() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (outcome, path) = try decide("credit_code,hnte_times\n", "awards")
        #expect(try rows(path).count == 1)
        #expect(outcome.counts == FirmDecisions.Counts())
    }
}
