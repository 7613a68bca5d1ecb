import Core
import Foundation
import Storage
import TestSupport
import Testing

@testable import App

/// What the register knows as the facts of policies: firm by firm and column by column the same.
@Suite struct FirmFactsTests {
    private let facts = FirmFacts(PolicyShelf.embedded.library.facts)

    @Test(arguments: TestEngine.allCases) func columnsAndFirmsAgree(engine: TestEngine) async throws {
        let sample = try FirmSample(engine)
        var random = SeededGenerator(seed: 11)
        for (place, source) in ["a", "b", "c"].enumerated() {
            try await sample.tellRandom(
                source, on: FirmImportTests.day + 200 * place, firms: 40, &random)
        }
        try sample.addRecords()
        let day = FirmImportTests.day + 300
        for id in ["hnte", "sme-size", "technology-sme", "awards", "cultivation-entry", "extra-deduction"] {
            let program = try PolicyShelf.embedded.library.program(id, on: day)
            var decisions: [String: PolicyDecision] = [:]
            try await PolicyRegister(program).forEach(in: sample.book) { code, _, decision in
                decisions[code] = decision
            }
            #expect(!decisions.isEmpty)
            for (code, decision) in decisions {
                let firm = try sample.read { connection in
                    let number = try #require(try EnterpriseFacts.number(of: code, connection))
                    return try EnterpriseFacts.read(number, on: day, connection)
                }
                #expect(program.decide(facts.values(of: firm)) == decision, "\(id) \(code)")
            }
        }
    }

    @Test(arguments: [
        ("I65", false, false), ("C3912", true, false), ("C16", true, true), ("F51", false, true),
        ("L", false, true), ("R90", false, true), ("R88", false, false), ("C", true, nil),
    ])
    func industriesAreDerived(industry: String, isManufacturer: Bool, isExcepted: Bool?) async throws {
        let sample = try FirmSample(.sqlite)
        _ = try await sample.tell("department", ["\(sample.code(1)),甲,450103,\(industry),,60,,-5.00,"])
        let values = facts.values(of: try sample.facts(1, on: FirmImportTests.day))
        #expect(self.value("manufacturer", values) == (isManufacturer ? 1 : 0))
        #expect(self.value("excepted_industry", values) == isExcepted.map { $0 ? 1 : 0 })
        #expect(self.value("in_region", values) == 1)
        #expect(self.value("hosted", values) == nil)
        #expect(self.value("net_assets_y0", values) == -500)
        let place = try #require(facts.table.places["manufacturer"])
        #expect(values.sources[place] == "industry \(industry) ← department \(FirmImportTests.day)")
    }

    private func value(_ name: String, _ values: FactValues) -> Int64? {
        facts.table.places[name].flatMap { values.values[$0] }
    }

    @Test func theRegisterIsATableOfDecisions() async throws {
        let sample = try FirmSample(.sqlite)
        _ = try await sample.tell(
            "department",
            [
                "\(sample.code(1)),南宁云例软件有限公司,450103,I65,2010-03-04,60,12000000.50,,",
                "\(sample.code(2)),柳州木样机械有限公司,450202,C35,2012-01-01,,,,",
            ])
        let program = try PolicyShelf.embedded.library.program("sme-size", on: FirmImportTests.day)
        let path = "\(sample.folder)/sizes.csv"
        #expect(try await PolicyRegister(program).write(sample.book, to: path) == 2)
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
        #expect(
            lines == [
                "credit_code,name,verdict,class,score_low,score_high,amount_yuan,failed,open",
                "\(sample.code(1)),南宁云例软件有限公司,,small,,,,,", "\(sample.code(2)),柳州木样机械有限公司,,,,,,,",
            ])
    }
}
