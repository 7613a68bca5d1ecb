import App
import Core
import Foundation
import Storage
import TestSupport
import Testing

/// Lists as tables: what is exported comes in again as the same book.
@Suite struct BookListTests {
    private static func folder() throws -> String {
        let folder = NSTemporaryDirectory() + "lists-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    private static func bringIn(_ files: [BookTable: String], into book: Book, _ folder: String) async throws
    {
        let outcomes = try await BookImport(
            files: files, mapping: nil, rejectsFolder: folder + "/rejects", language: .english
        ).run(into: book)
        for (table, outcome) in outcomes { #expect(outcome.counts.refused == 0, "\(table)") }
    }

    /// Exports the four lists of a book into a folder.
    private static func export(_ book: Book, _ folder: String, isFull: Bool) async throws -> [BookTable:
        String]
    {
        var files: [BookTable: String] = [:]
        for table in BookTable.allCases {
            let list = try #require(BookList(rawValue: table.rawValue))
            files[table] = "\(folder)/\(table.rawValue)-\(isFull).csv"
            try await list.write(book, to: files[table]!, format: .csv, isFull: isFull)
        }
        return files
    }

    @Test(arguments: [false, true])
    func anExportedBookComesInTheSame(_ isFull: Bool) async throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let generated = GeneratedBook(folder: folder, guarantees: 300)
        _ = try generated.write()
        let first = try RichBook(.sqlite, isEmpty: true)
        let files = Dictionary(uniqueKeysWithValues: BookTable.allCases.map { ($0, generated.path($0)) })
        try await Self.bringIn(files, into: first.book, folder)
        try first.reverseSomething()

        let exported = try await Self.export(first.book, folder, isFull: isFull)
        let second = try RichBook(.sqlite, isEmpty: true)
        try await Self.bringIn(exported, into: second.book, folder)
        try FileManager.default.createDirectory(atPath: folder + "/again", withIntermediateDirectories: true)
        let again = try await Self.export(second.book, folder + "/again", isFull: isFull)
        for table in BookTable.allCases {
            let (left, right) = (
                try Data(contentsOf: URL(fileURLWithPath: exported[table]!)),
                try Data(contentsOf: URL(fileURLWithPath: again[table]!))
            )
            #expect(left == right, "\(table)")
            #expect(!left.isEmpty)
        }
        let balances = (try await TrialBalance.read(first.book), try await TrialBalance.read(second.book))
        #expect(balances.0.lines == balances.1.lines)
        #expect(try await Verification.run(second.book).findings == [])
    }

    /// Net assets are exported as they stood from day to day, so that every day has the same leverage again.
    @Test(arguments: TestEngine.allCases)
    func theLeverageOfEveryDaySurvivesTheRoundTrip(_ engine: TestEngine) async throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let first = try RichBook(engine)
        let (guarantor, start) = (first.sample.agreement.guarantor, RichBook.start)
        try first.bringIn("G1")
        try first.record("G1", [.disbursed(.yuan(1_000_000))])
        try first.write { writing in
            for (day, yuan) in [(100, Int64(20_000_000)), (200, 10_000_000), (300, 40_000_000)] {
                try InstitutionStore.setNetAssets(.yuan(yuan), of: guarantor, from: start + day, writing)
            }
        }
        let exported = try await Self.export(first.book, folder, isFull: false)
        let second = try RichBook(engine, isEmpty: true)
        try await Self.bringIn(exported, into: second.book, folder)
        var multiples: Set<Rate?> = []
        for day in stride(from: 0, to: 400, by: 50) {
            let left = try await FiguresStore.figures(asOf: start + day, in: first.book).total
            let right = try await FiguresStore.figures(asOf: start + day, in: second.book).total
            #expect(left == right, "day \(day)")
            multiples.insert(left.leverage)
        }
        #expect(multiples.count == 4)
    }

    @Test(arguments: TestEngine.allCases)
    func everyListHasItsRows(_ engine: TestEngine) async throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let rich = try RichBook.filled(engine)
        let tables = [
            "institutions": "institution i LEFT JOIN institution_worth w ON w.institution_id = i.id",
            "agreements": "agreement", "guarantees": "guarantee",
            "claims": "claim", "entries": "entry", "audit": "audit",
        ]
        for list in BookList.allCases {
            for format in [TableFormat.csv, .xlsx] {
                let path = "\(folder)/\(list.rawValue).\(format == .csv ? "csv" : "xlsx")"
                let rows = try await list.write(rich.book, to: path, format: format)
                #expect(FileManager.default.fileExists(atPath: path))
                guard let table = tables[list.rawValue] else { continue }
                let count = try rich.one("SELECT COUNT(*) FROM \(table)")
                #expect(Int64(rows) == count, "\(list)")
            }
        }
        let events = try String(contentsOfFile: "\(folder)/events.csv", encoding: .utf8)
        #expect(events.hasPrefix("on,guarantee_no,event,amount_yuan,reference,interest_yuan\n"))
        #expect(events.contains(",G2,claimed,1012345.67,G2-1,12345.67\n"))
        #expect(events.contains(",G1,released,,G1-4,\n"))
        #expect(!events.contains(",G3-1,"))
        #expect(!events.contains(",G3-r,"))
    }
}

extension RichBook {
    /// A reversal, which an export leaves out together with what it reverses.
    func reverseSomething() throws {
        let wrong = try book.database.readSynchronously { connection in
            try connection.first(
                """
                SELECT e.id, g.number, (SELECT MAX(on_day) FROM entry x WHERE x.guarantee_id = g.id)
                FROM entry e JOIN guarantee g ON g.id = e.guarantee_id
                WHERE e.kind = 'released' ORDER BY e.id LIMIT 1
                """
            ) { (entry: $0.int(0), number: $0.text(1), day: Day(number: Int32($0.int(2)))) }
        }
        try write { writing in
            try GuaranteeStore.reverse(
                entry: wrong!.entry, guarantee: wrong!.number, on: wrong!.day, reference: "wrong", writing)
        }
    }
}
