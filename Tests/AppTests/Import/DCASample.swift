import App
import Core
import Foundation
import Storage
import TestSupport

/// A book for a list of the Development Credit Authority, and what Python finds in the list.
final class DCASample {
    let folder: TestDirectory
    let database: TestDatabase

    init(_ engine: TestEngine) throws {
        folder = try TestDirectory()
        database = try engine.makeDatabase()
    }

    /// Beside the project unless `CASSIA_REAL_DATA` names the folder that holds `usaid-dca`.
    static let realList = (realFolder ?? siblingFolder) + "/usaid-dca/guarantees.jsonl"
    /// Whoever has the data, or says so, means them to be tested.
    static let isRealListExpected =
        realFolder != nil || FileManager.default.fileExists(atPath: siblingFolder + "/usaid-dca")

    private static let realFolder = ProcessInfo.processInfo.environment["CASSIA_REAL_DATA"]
    private static let siblingFolder = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/data").path

    func write(_ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: folder("list.jsonl")))
        return folder("list.jsonl")
    }

    func run(_ list: String) async throws -> DCAImport.Outcome {
        let rejects = folder("rejects")
        return try await withBook {
            try await DCAImport(path: list, rejectsFolder: rejects, language: .english).run(into: $0)
        }
    }

    func withBook<Result>(_ body: (Book) async throws -> Result) async throws -> Result {
        let book = try Book.open(database.url, now: { 1_500_000_000_000 })
        defer { book.close() }
        return try await body(book)
    }

    struct Size: Equatable, Sendable {
        let guarantees: Int
        let entries: Int
        let records: Int
    }

    func size() async throws -> Size {
        try await withBook { book in
            try await book.database.read { connection in
                func count(_ sql: SQL) throws -> Int { Int(try connection.first(sql) { $0.int(0) } ?? -1) }
                return Size(
                    guarantees: try count("SELECT COUNT(*) FROM guarantee"),
                    entries: try count("SELECT COUNT(*) FROM entry"),
                    records: try count("SELECT COUNT(*) FROM audit"))
            }
        }
    }

    func refusedLines() throws -> [String] {
        try String(contentsOfFile: folder("rejects/dca.jsonl"), encoding: .utf8)
            .split(separator: "\n").map(String.init)
    }

    static func lines(_ numbers: [Int], of list: String) throws -> [String] {
        let lines = try String(contentsOfFile: list, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false)
        return numbers.map { String(lines[$0 - 1]) }
    }

    /// Claims of guarantor, bank and all, the same of recoveries, and the surplus.
    static func texts(_ sums: DCASums) -> [String] {
        [
            sums.claims.guarantor, sums.claims.bank, sums.claims.whole, sums.recoveries.guarantor,
            sums.recoveries.bank, sums.recoveries.whole, sums.surplus,
        ].map(\.description)
    }

    struct Judgement: Decodable {
        let read: Int
        let refused: [Int]
        let sums: [String]
    }

    func judge(_ list: String) throws -> Judgement {
        let program = DCASample.program.replacingOccurrences(of: "LIST", with: list)
        return try JSONDecoder().decode(Judgement.self, from: Data(try folder.python(program).utf8))
    }

    /// Written for itself: fractions instead of shares, and no book. A line is refused when it is no JSON or
    /// when nothing was guaranteed.
    private static let program = """
        import json
        from decimal import Decimal
        from fractions import Fraction

        def dollars(text):
            text = text.strip().replace('$', '').replace(',', '')
            return Fraction(text or 0)

        def cents(amount):
            return Fraction(round(amount * 100), 100)

        read, refused, sums = 0, [], [Fraction(0)] * 7
        for number, line in enumerate(open('LIST', encoding='utf-8'), 1):
            if not line.strip():
                continue
            read += 1
            try:
                row = json.loads(line)
            except ValueError:
                refused.append(number)
                continue
            maximum = dollars(row['Effective Maximum Cumulative Disbursements'])
            used = dollars(row['Cumulative Utilization'])
            if maximum == 0 and used == 0:
                refused.append(number)
                continue
            share = Fraction(row['Guarantee Percentage'].strip().rstrip('%')) / 100
            claims, recoveries = dollars(row['Claims']), dollars(row['Recoveries'])
            loss = cents(claims / share)
            back = min(claims, recoveries)
            surplus = recoveries - back
            both = loss - cents((claims - back) / share)
            new = [claims, loss - claims, loss, back, both - back, both + surplus, surplus]
            sums = [a + b for a, b in zip(sums, new)]
        texts = [format(Decimal(s.numerator) / Decimal(s.denominator), '.2f') for s in sums]
        print(json.dumps({'read': read, 'refused': refused, 'sums': texts}))
        """
}
