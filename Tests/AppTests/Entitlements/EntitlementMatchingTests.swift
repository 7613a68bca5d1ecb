/// Firms matched with all policies in force: as single decisions say, only what changes, once.
import Core
import Foundation
import Storage
import TestSupport
import Testing

@testable import App

@Suite struct EntitlementMatchingTests {
    private static let library = PolicyShelf.embedded.library
    private static let day = FirmImportTests.day + 300

    private struct Row: Equatable {
        let verdict: String
        let values: EntitlementValues
        let since: Day
    }

    private static func rows(_ sample: FirmSample) throws -> [String: Row] {
        let rows = try sample.read { connection in
            try connection.all(
                """
                SELECT enterprise_id, policy, verdict, class, score_low, score_high, amount_low, amount_high,
                    since_day
                FROM entitlement
                """
            ) { row in
                (
                    "\(row.int(0)) \(row.text(1))",
                    Row(
                        verdict: row.text(2),
                        values: EntitlementValues(
                            classWord: row.text(3), scoreLow: row.optionalInt(4),
                            scoreHigh: row.optionalInt(5),
                            amount: row.optionalInt(6).map { Fen($0)...Fen(row.int(7)) }), since: row.day(8))
                )
            }
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    private static func count(_ sql: StaticString, _ sample: FirmSample) throws -> Int64 {
        try sample.read { try $0.first(SQL(sql)) { $0.int(0) } ?? 0 }
    }

    private static func records(_ sample: FirmSample) throws -> Int64 {
        try count("SELECT COUNT(*) FROM audit", sample)
    }

    private static func certificate(_ firm: Int, from day: String, _ sample: FirmSample) async throws {
        _ = try await sample.enter(
            .qualifications,
            """
            credit_code,kind,number,granted_on,ends_on
            \(sample.code(firm)),hnte,GR\(firm)-\(day),\(day),2020-01-31

            """)
    }

    /// Several hundred firms with sources that differ and much that is unknown.
    @Test(arguments: TestEngine.allCases) func matchesAreSingleDecisions(engine: TestEngine) async throws {
        let sample = try FirmSample(engine)
        var random = SeededGenerator(seed: 5)
        for (place, source) in ["a", "b"].enumerated() {
            try await sample.tellRandom(source, on: FirmImportTests.day + 200 * place, firms: 300, &random)
        }
        try sample.addRecords()
        try await Self.certificate(7, from: "2017-02-01", sample)
        let matching = try EntitlementMatching(Self.library, on: Self.day)
        #expect(matching.programs.map(\.policy.id) == matching.programs.map(\.policy.id).sorted())
        #expect(!matching.programs.contains { $0.policy.id == "sme-size" })
        let counts = try await matching.run(in: sample.book)
        let rows = try Self.rows(sample)
        #expect(counts.gained == rows.count && counts.lost == 0 && counts.changed == 0)
        #expect(
            rows.contains {
                $0.key.hasSuffix(" awards") && $0.value.values.amount == Fen.yuan(100_000)...Fen.yuan(100_000)
            })
        #expect(rows.count > 30)
        let facts = FirmFacts(Self.library.facts)
        var expected = 0
        for number in 1...Int64(counts.firms) {
            let values = facts.values(of: try sample.facts(number, on: Self.day))
            for program in matching.programs {
                let outcome = PolicyBuffer(program).outcome(values)
                let isEntitled =
                    outcome.verdict.map { $0 == .yes } ?? (outcome.amount?.lowerBound.isPositive ?? false)
                let row = rows["\(number) \(program.policy.id)"]
                #expect(isEntitled == (row?.verdict == "yes"), "\(number) \(program.policy.id)")
                guard isEntitled else { continue }
                expected += 1
                #expect(row?.values.amount == outcome.amount)
                #expect(row?.values.classWord == outcome.classWord ?? "")
            }
        }
        #expect(rows.count == expected)
    }

    @Test(arguments: TestEngine.allCases) func onlyWhatChangesIsWritten(engine: TestEngine) async throws {
        let sample = try FirmSample(engine)
        _ = try await sample.tell(
            "department",
            (1...3).map { "\(sample.code($0)),企业\($0),450103,I65,2010-03-04,60,12000000.50,," })
        try await Self.certificate(2, from: "2017-02-01", sample)
        func run(_ day: Day) async throws -> EntitlementMatching.Counts {
            try await EntitlementMatching(Self.library, on: day).run(in: sample.book)
        }
        // What other policies say of these firms is beside the point here.
        func awards(_ firm: Int) throws -> Row? { try Self.rows(sample)["\(firm) awards"] }
        _ = try await run(Self.day)
        #expect(try awards(2) == Self.award(100_000, since: Self.day))
        #expect(try awards(1) == nil)
        var records = try Self.records(sample)
        #expect(try await run(Self.day).isNothing)
        #expect(try await run(Self.day + 1).isNothing)
        #expect(try Self.records(sample) == records, "a run that changes nothing writes nothing")
        // The next year nothing is due any more, and what was given stays to be seen.
        let next = Day(2019, 1, 1)!
        #expect(try await run(next).lost >= 1)
        #expect(try awards(2)?.verdict == "no")
        #expect(try awards(2)?.values.amount == Fen.yuan(100_000)...Fen.yuan(100_000))
        #expect(try awards(2)?.since == next)
        records = try Self.records(sample)
        #expect(try await run(Self.day) == EntitlementMatching.Counts(), "what was decided later stands")
        #expect(try Self.records(sample) == records)
        // Recognised again: it qualifies anew, with another amount.
        try await Self.certificate(2, from: "2018-05-01", sample)
        #expect(try await run(next + 1).gained == 1)
        #expect(try awards(2) == Self.award(50_000, since: next + 1))
    }

    private static func award(_ yuan: Int64, since day: Day) -> Row {
        let amount = Fen.yuan(yuan)
        return Row(
            verdict: "yes",
            values: EntitlementValues(
                classWord: "", scoreLow: nil, scoreHigh: nil, amount: amount...amount), since: day)
    }

    /// Two runs at once, and a run for a few firms, find the same.
    @Test(arguments: TestEngine.allCases) func whatIsToldIsMatched(engine: TestEngine) async throws {
        let sample = try FirmSample(engine)
        _ = try await sample.tell(
            "department",
            (1...200).map { "\(sample.code($0)),企业\($0),450103,I65,2010-03-04,60,12000000.50,," })
        let matching = try EntitlementMatching(Self.library, on: Self.day)
        async let one = matching.run(in: sample.book)
        async let other = matching.run(in: sample.book)
        let both = try await (one, other)
        let rows = try Self.rows(sample).count
        #expect(both.0.gained + both.1.gained == rows)
        let last = try await EntitlementMatching.lastRecord(in: sample.book)
        for firm in [3, 4, 190] { try await Self.certificate(firm, from: "2017-02-01", sample) }
        let counts = try await matching.run(.toldAfter(last), in: sample.book)
        #expect(counts.firms == 3 && counts.gained >= 3)
        #expect(try Self.rows(sample).count == rows + counts.gained)
        #expect(try await matching.run(in: sample.book).isNothing)
        #expect(
            EntitlementMatching.ranges(of: [1, 2, 40, 200, 17_000]) == [1...40, 200...200, 17_000...17_000])
    }

    /// A policy that is taken out of force is told of as such.
    @Test func aPolicyEnds() async throws {
        let sample = try FirmSample(.sqlite)
        _ = try await sample.tell(
            "department", ["\(sample.code(1)),企业,450103,I65,2010-03-04,60,12000000.50,,"])
        try await Self.certificate(1, from: "2017-02-01", sample)
        _ = try await EntitlementMatching(Self.library, on: Self.day).run(in: sample.book)
        let ended = EmbeddedPolicies.files.map { file in
            guard file.name == "awards.yaml" else { return file }
            let text = String(decoding: file.bytes, as: UTF8.self)
                .replacing(
                    "in_force: {from: 2016-01-01}", with: "in_force: {from: 2016-01-01, until: 2018-03-28}")
            return PolicyLibrary.File(name: file.name, bytes: Array(text.utf8))
        }
        let library = try PolicyLibrary(files: ended)
        let counts = try await EntitlementMatching(library, on: Self.day + 1).run(in: sample.book)
        #expect(counts.lost == 1)
        #expect(try Self.rows(sample)["1 awards"]?.verdict == "ended")
        #expect(
            try Self.count("SELECT COUNT(*) FROM entitlement WHERE version_id IS NOT NULL", sample)
                == Int64(try Self.rows(sample).count))
    }
}
