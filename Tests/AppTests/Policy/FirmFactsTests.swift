import Core
import Foundation
import Storage
import TestSupport
import Testing

@testable import App

/// What the register knows as the facts of policies: firm by firm and column by column the same.
@Suite struct FirmFactsTests {
    private let facts = FirmFacts(PolicyShelf.embedded.library.facts)

    /// Three sources that differ, firms of whom much is unknown, records: the register in one pass, by all
    /// policies at once, and firm by firm.
    @Test(arguments: TestEngine.allCases) func columnsAndFirmsAgree(engine: TestEngine) async throws {
        let sample = try FirmSample(engine)
        var random = SeededGenerator(seed: 11)
        for (place, source) in ["a", "b", "c"].enumerated() {
            try await sample.tellRandom(
                source, on: FirmImportTests.day + 200 * place, firms: 400, &random)
        }
        try sample.addRecords()
        let day = FirmImportTests.day + 300
        let programs = try PolicyShelf.embedded.inForce(on: day).map {
            try PolicyShelf.embedded.program($0.id, on: day)
        }
        #expect(programs.count >= 6)
        var answers: [Int64: [Answer]] = [:]
        try await RegisterRun(programs).forEach(in: sample.book) { part in
            for (number, row) in part.rows.enumerated() {
                answers[part.columns.numbers[row]] = part.answers.map { Answer($0, number) }
            }
        }
        #expect(answers.count > 300)
        let numbers = answers.keys.sorted()
        let firms = try sample.read { connection in
            try numbers.map { ($0, try EnterpriseFacts.read($0, on: day, connection)) }
        }
        for (number, firm) in firms {
            let values = facts.values(of: firm)
            let single = programs.map { Answer($0.decide(values), $0, values) }
            #expect(answers[number] == single, "\(number)")
        }
    }

    /// All that a policy answers for one firm.
    private struct Answer: Equatable {
        let outcome: FirmOutcome
        let failed: [Int]
        let open: [Int]

        init(_ answers: FirmAnswers, _ row: Int) {
            let conditions = answers.program.policy.conditions.indices
            outcome = FirmOutcome(answers, row)
            failed = conditions.filter { answers.isFailed($0, row) }
            open = conditions.filter { answers.isOpen($0, row) }
        }

        init(_ decision: PolicyDecision, _ program: PolicyProgram, _ values: FactValues) {
            outcome = PolicyBuffer(program).outcome(values)
            (failed, open) = (decision.failed, decision.open)
        }
    }

    @Test(arguments: TestEngine.allCases) func otherParametersForTheRegister(engine: TestEngine) async throws
    {
        let sample = try FirmSample(engine)
        _ = try await sample.tell(
            "department",
            [
                "\(sample.code(1)),甲,450103,I65,2010-03-04,60,12000000.50,,",
                "\(sample.code(2)),乙,450202,C35,2012-01-01,,,,",
                "\(sample.code(3)),丙,,,,,,,",
            ])
        let run = try WhatIfRun(
            PolicyShelf.embedded.library, policy: "awards",
            [ParameterChange(parameter: "first_recognition", value: "200000")], on: FirmImportTests.day + 300)
        var changed: [String] = []
        var outcome = try await run.register(sample.book) { changed.append($0.texts["credit_code"] ?? "") }
        #expect(outcome.sums.all.firms == 3)
        #expect(Set(outcome.sums.cities.keys) == ["450100", "450200", ""])
        #expect(Set(outcome.sums.industries.keys) == ["I", "C", ""])
        // Nothing is known of recognitions, so the range of the award grows for all.
        #expect(outcome.sums.all.effects == [.gains: 3])
        #expect(changed == (1...3).map(sample.code))
        _ = try await sample.enter(
            .qualifications,
            "credit_code,kind,number,granted_on,ends_on\n\(sample.code(1)),hnte,1,2017-02-01,2020-01-31\n")
        outcome = try await run.register(sample.book) { _ in }
        #expect(outcome.sums.all.before.verdicts[.yes] == 1)
        #expect(outcome.sums.cities["450100"]?.before.costLow == 10_000_000)
        #expect(outcome.sums.cities["450100"]?.after.costLow == 20_000_000)
        // Nobody has said who hosts it.
        #expect(outcome.sums.cities["450100"]?.after.othersLow == 0)
        #expect(outcome.sums.cities["450100"]?.after.othersHigh == 5_000_000)
        _ = try await sample.enter(.platforms, "name,kind,division\n火炬,incubator,450100\n")
        _ = try await sample.enter(
            .hosting, "credit_code,platform,from,until\n\(sample.code(1)),火炬,2016-01-01,\n")
        outcome = try await run.register(sample.book) { _ in }
        #expect(outcome.sums.cities["450100"]?.after.othersLow == 5_000_000)
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
