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
        /// What is to be told of rows that were accepted, the first of them.
        public let notes: [ImportNote]
    }

    /// Nothing is written before all files are known to be tables that can be read, and their refused rows to
    /// have a place.
    public func run(into book: Book) async throws -> [BookTable: Outcome] {
        let parts = try BookTable.allCases.compactMap { table in
            try files[table].map { path in
                try named(path) { try part(table, path, book) }
            }
        }
        var outcomes: [BookTable: Outcome] = [:]
        for part in parts {
            do {
                outcomes[part.table] = try await part.run()
            } catch let refusal as TableRefusal {
                throw named(part.path, refusal)
            }
        }
        return outcomes
    }

    // MARK: Refusals

    private func named<Output>(_ path: String, _ work: () throws -> Output) throws -> Output {
        do { return try work() } catch let refusal as TableRefusal { throw named(path, refusal) }
    }

    /// The refusal with the name of its file, where there are several.
    private func named(_ path: String, _ refusal: TableRefusal) -> any Error {
        if files.count > 1, let named = FileRefusal(path, refusal) { return named }
        return refusal
    }

    // MARK: Parts

    /// One table that is ready to be brought in.
    private struct Part {
        let table: BookTable
        let path: String
        let run: () async throws -> Outcome
    }

    private func part(_ table: BookTable, _ path: String, _ book: Book) throws -> Part {
        switch table {
        case .institutions: try part(InstitutionRow.self, path, book)
        case .agreements: try part(AgreementRow.self, path, book)
        case .guarantees: try part(GuaranteeRow.self, path, book)
        case .events: try part(EventRow.self, path, book)
        }
    }

    private func part<Record: ImportedRecord>(_: Record.Type, _ path: String, _ book: Book) throws -> Part {
        let table = try TableReader(path: path, mapping: mapping?[Record.table.rawValue])
        _ = try table.columns(required: Record.required, optional: Record.optional)
        let ending = table.format == .xlsx ? "xlsx" : "csv"
        let rejectsPath = "\(rejectsFolder)/\(Record.table.rawValue).\(ending)"
        guard try !exists(rejectsPath) || Rejects.isOne(rejectsPath) else {
            throw TableRefusal.notARejectsFile(rejectsPath)
        }
        return Part(table: Record.table, path: path) {
            let rejects = Rejects(path: rejectsPath, of: table, language: language)
            let order = Record.table == .events ? try EventOrder.offsets(of: table) : nil
            let found = try await TableImport<Record>(
                book: book, table: table, rejects: rejects, language: language, lastDay: lastDay
            )
            .run(order: order)
            // What an earlier run refused is in the book now, or is no longer what was asked for.
            if found.counts.refused == 0, exists(rejectsPath) { unlink(rejectsPath) }
            return Outcome(
                counts: found.counts, rejects: found.counts.refused > 0 ? rejectsPath : nil,
                notes: found.notes)
        }
    }

    private func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}

/// Something to be told of a row that was accepted.
public struct ImportNote: Sendable {
    public let line: Int
    public let sentence: Sentence

    /// So many are kept for one table.
    static let limit = 20
}
