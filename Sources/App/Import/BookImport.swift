public import Core
import Glibc

/// Brings a book of four tables in: institutions, agreements, guarantees, and the events that happened to
/// them.
///
/// Events are replayed by day through the same domain methods as everything else. Good rows stay; refused
/// ones go to files that can be mended and given again; a second run changes nothing.
public struct BookImport: Sendable {
    public var files: [BookTable: String]
    public var mapping: Mapping?
    /// The folder of the rejects files, made when it is needed.
    public var rejectsFolder: String
    public var language: Language
    /// The last day on which an event may have happened; any when nil.
    public var lastDay: Day?

    public init(
        files: [BookTable: String], mapping: Mapping? = nil, rejectsFolder: String, language: Language,
        lastDay: Day? = nil
    ) {
        self.files = files
        self.mapping = mapping
        self.rejectsFolder = rejectsFolder
        self.language = language
        self.lastDay = lastDay
    }

    /// What became of the rows of one table, and where the refused ones are.
    public struct Outcome: Sendable {
        public let counts: ImportCounts
        public let rejects: String?
    }

    public func run(into book: Book) async throws -> [BookTable: Outcome] {
        var outcomes: [BookTable: Outcome] = [:]
        for table in BookTable.allCases {
            guard let path = files[table] else { continue }
            do {
                outcomes[table] = try await run(table, path, book)
            } catch let refusal as TableRefusal {
                if files.count > 1, let named = FileRefusal(path, refusal) { throw named }
                throw refusal
            }
        }
        return outcomes
    }

    private func run(_ table: BookTable, _ path: String, _ book: Book) async throws -> Outcome {
        switch table {
        case .institutions: try await run(InstitutionRow.self, path, book)
        case .agreements: try await run(AgreementRow.self, path, book)
        case .guarantees: try await run(GuaranteeRow.self, path, book)
        case .events: try await run(EventRow.self, path, book)
        }
    }

    private func run<Record: ImportedRecord>(_: Record.Type, _ path: String, _ book: Book) async throws
        -> Outcome
    {
        let table = try TableReader(path: path, mapping: mapping?[Record.table.rawValue])
        let ending = table.format == .xlsx ? "xlsx" : "csv"
        let rejectsPath = "\(rejectsFolder)/\(Record.table.rawValue).\(ending)"
        guard try !exists(rejectsPath) || Rejects.isOne(rejectsPath) else {
            throw TableRefusal.notARejectsFile(rejectsPath)
        }
        let rejects = Rejects(path: rejectsPath, of: table, language: language)
        let order = Record.table == .events ? try EventOrder.offsets(of: table) : nil
        let counts = try await TableImport<Record>(
            book: book, table: table, rejects: rejects, language: language, lastDay: lastDay
        )
        .run(order: order)
        // What an earlier run refused is in the book now, or is no longer what was asked for.
        if counts.refused == 0, exists(rejectsPath) { unlink(rejectsPath) }
        return Outcome(counts: counts, rejects: counts.refused > 0 ? rejectsPath : nil)
    }

    private func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
