import Core
import Foundation
import Storage
import TestSupport

@testable import App

/// An empty register in a folder of its own, and tables told to it.
final class FirmSample: Sendable {
    let folder: String
    let book: Book
    let database: TestDatabase

    init(_ engine: TestEngine) throws {
        folder = NSTemporaryDirectory() + "cassia-firms-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        database = try engine.makeDatabase()
        book = try Book.open(database.url, keyFile: database.keyFile, now: { 1_500_000_000_000 })
    }

    deinit {
        book.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    func code(_ number: Int) -> String {
        let digits = String(1_000_000 + number).dropFirst()
        let division = Division.Code("450100")!
        return try! CreditCode.make(division: division, organisation: "DM\(digits)").description
    }

    func tell(_ source: String, _ rows: [String], on day: Day = FirmImportTests.day) async throws
        -> FirmImport.Outcome
    {
        let path = "\(folder)/\(UUID().uuidString).csv"
        let text = ([FirmImportTests.header] + rows).joined(separator: "\n") + "\n"
        try Data(text.utf8).write(to: URL(filePath: path))
        return try await run(path, source, on: day)
    }

    func run(
        _ path: String, _ source: String, on day: Day = FirmImportTests.day, mapping: Mapping? = nil
    ) async throws -> FirmImport.Outcome {
        var bringing = FirmImport(
            path: path, mapping: mapping, source: source, kind: .agency, day: day, rejectsFolder: folder,
            language: .english)
        bringing.showsProgress = false
        return try await bringing.run(into: book)
    }

    func enter(_ table: FirmRecordImport.Table, _ text: String) async throws -> FirmImport.Outcome {
        let path = "\(folder)/\(UUID().uuidString).csv"
        try Data(text.utf8).write(to: URL(filePath: path))
        return try await FirmRecordImport(
            table, path: path, source: "department", rejectsFolder: folder, language: .english
        ).run(into: book)
    }

    func rejects() -> String { (try? String(contentsOfFile: "\(folder)/firms.csv", encoding: .utf8)) ?? "" }

    func read<Output: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Output) throws -> Output {
        try book.database.readSynchronously(body)
    }

    /// Runs SQL past all rules.
    func tamper(_ sql: String) throws {
        let plain = try database.open(PlainScope.self)
        defer { plain.close() }
        _ = try plain.writeSynchronously { try $0.connection.change(SQL(composing: sql)) }
    }

    func facts(_ number: Int64, on day: Day) throws -> EnterpriseFacts {
        try read { try EnterpriseFacts.read(number, on: day, $0) }
    }

    /// Some value of a fact as a table has it.
    static func some(_ fact: FirmFact) -> String {
        switch fact.kind {
        case .money: "\(fact.place + 1).25"
        case .count: "\(fact.place + 1)"
        case .points: "1.50"
        case .day: "2015-02-0\(fact.place % 8 + 1)"
        case .flag: "true"
        case .division: "450103"
        case .industry: "C3912"
        case .sizeIndustry: "leasing_business"
        case .text: "南宁示例高新区"
        }
    }

    /// A table that tells about a third of all facts of about half of the firms.
    func tellRandom(
        _ source: String, on day: Day, firms: Int, _ random: inout SeededGenerator
    ) async throws {
        var lines = [(["credit_code", "name"] + FirmFact.all.map(\.name)).joined(separator: ",")]
        for firm in 1...firms where random.chance(percent: 55) {
            var cells = [code(firm), "企业\(firm)"]
            for fact in FirmFact.all {
                cells.append(random.chance(percent: 35) ? Self.some(fact, &random) : "")
            }
            lines.append(cells.joined(separator: ","))
        }
        let path = "\(folder)/\(UUID().uuidString).csv"
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
        _ = try await run(path, source, on: day)
    }

    private static func some(_ fact: FirmFact, _ random: inout SeededGenerator) -> String {
        switch fact.kind {
        case .money, .count: String(random.number(0...3))
        case .points: String(random.number(0...2))
        case .day: "2015-02-0\(random.number(1...9))"
        case .flag: random.pick(["true", "false"])
        case .division: random.pick(["450103", "450202"])
        case .industry: random.pick(["I65", "C3912", "J66", "K"])
        case .sizeIndustry: random.pick(SizeIndustry.allCases).word
        case .text: random.pick(["甲", "乙"])
        }
    }

    /// Rights, certificates and a host for one of the firms.
    func addRecords() throws {
        var records = FirmRecords()
        let day = FirmImportTests.day
        records.rights = [
            IPRight(
                kind: .invention, number: "1", title: "t", obtained: .own, isCore: true, grantedOn: day,
                endsOn: day + 25)
        ]
        records.qualifications = [
            Qualification(kind: .hnte, number: "1", grantedOn: day, endsOn: day + 400)
        ]
        records.hostings = [Hosting(platform: "平台", from: day, until: nil)]
        let entered = records
        try book.writeSynchronously(as: Actor("test"), "test") { writing in
            try FirmRecordStore.addPlatform("平台", .incubator, division: "450100", writing)
            let source = try FactSourceStore.findOrAdd("a", .agency, writing)
            try FirmRecordStore.add(entered, to: 3, from: source, writing)
            try FirmRecordStore.add(entered, to: 3, from: source, writing)
        }
    }

    /// What a column and its texts hold for a value.
    static func columnValue(_ value: FirmFactValue?, _ fact: FirmFact) -> (Int64, String?) {
        switch (fact.kind, value) {
        case (_, nil): return (FactColumns.unknown, nil)
        case (_, .number(let number)?): return (number, nil)
        case (.division, .text(let code)?): return (Int64(code)!, nil)
        case (.sizeIndustry, .text(let word)?):
            let place = SizeIndustry.allCases.firstIndex { $0.word == word }
            return (place.map { Int64($0) } ?? FactColumns.unknown, nil)
        case (_, .text(let text)?): return (FactColumns.unknown, text)
        }
    }
}
