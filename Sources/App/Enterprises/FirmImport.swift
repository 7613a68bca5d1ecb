public import Core
import Glibc
import Storage

/// Brings a table of firms into the register, one row a firm; rows are read while the batch before them is
/// written. Good rows stay; refused ones go to a file that can be mended and given again.
public struct FirmImport: Sendable {
    public var path: String
    public var mapping: Mapping?
    /// Who tells it, such as the name of a department.
    public var source: String
    public var kind: FirmFactSource.Kind
    /// The day for which it is told: the last full year before it is that of `…_y0`.
    public var day: Day
    /// Where refused rows go; nowhere when nil.
    public var rejectsFolder: String?
    public var language: Language
    public var actor = Actor.importer
    /// The credit code of the only firm that may be told of; any when nil.
    public var onlyFirm: String?
    /// Whether a bar shows how far it is.
    public var showsProgress = true

    public init(
        path: String, mapping: Mapping? = nil, source: String, kind: FirmFactSource.Kind, day: Day,
        rejectsFolder: String? = nil, language: Language
    ) {
        self.path = path
        self.mapping = mapping
        self.source = source
        self.kind = kind
        self.day = day
        self.rejectsFolder = rejectsFolder
        self.language = language
    }

    /// What became of the rows.
    public struct Outcome: Sendable {
        public var counts = ImportCounts()
        /// The first of the refused rows, with the line of each.
        public var refusals: [(line: Int, reasons: [Sentence])] = []
        /// Where the refused rows are, if there are any.
        public var rejects: String?
    }

    /// Who tells what no sender is named for.
    public static let namelessSource = "名录导入"
    /// The longest name of a source, in bytes.
    public static let longestSource = 150

    /// Rows of one transaction.
    private static let batchLimit = 5_000

    public func run(into book: Book) async throws -> Outcome {
        let table = try TableReader(path: path, mapping: mapping?["firms"])
        let rejectsPath = rejectsFolder.map { "\($0)/firms.\(table.format.ending)" }
        if let rejectsPath, try exists(rejectsPath), try !Rejects.isOne(rejectsPath) {
            throw TableRefusal.notARejectsFile(rejectsPath)
        }
        let rejects = rejectsPath.map { Rejects(path: $0, of: table, language: language) }
        var outcome = try await bringIn(table, rejects, book)
        try rejects?.finish()
        if let rejectsPath {
            if outcome.counts.refused > 0 {
                outcome.rejects = rejectsPath
            } else if try exists(rejectsPath) {
                unlink(rejectsPath)
            }
        }
        return outcome
    }

    private func bringIn(_ table: TableReader, _ rejects: Rejects?, _ book: Book) async throws -> Outcome {
        let reader = FirmRowReader(
            try table.columns(required: FirmRowReader.required, optional: FirmRowReader.optional))
        var outcome = Outcome()
        var bar = showsProgress ? ProgressBar("firms", byteCount: table.byteCount, language: language) : nil
        defer { bar?.finish() }
        var pending: (items: [FirmBatch.Item], task: Task<[ImportFate], any Error>)?
        repeat {
            try Interruption.check()
            let items = try FirmImport.items(table, reader)
            outcome.counts.read += items.count
            if let (items, task) = pending {
                for (item, fate) in zip(items, try await task.value) {
                    try outcome.take(fate, offset: item.offset, line: item.line, table, rejects)
                }
            }
            pending = items.isEmpty ? nil : (items, enter(items, book))
            bar?.update(rows: outcome.counts.read, bytes: table.bytesRead)
        } while pending != nil
        return outcome
    }

    private static func items(_ table: TableReader, _ reader: FirmRowReader) throws -> [FirmBatch.Item] {
        var items: [FirmBatch.Item] = []
        items.reserveCapacity(batchLimit)
        while items.count < batchLimit, let row = try table.next() {
            let (read, reasons) = reader.read(row)
            items.append(
                FirmBatch.Item(offset: row.offset, line: row.line, row: read, reasons: reasons))
        }
        return items
    }

    private func enter(_ items: [FirmBatch.Item], _ book: Book) -> Task<[ImportFate], any Error> {
        let origin = FirmBatch.Origin(source: source, kind: kind, day: day, onlyFirm: onlyFirm)
        let actor = actor
        return Task {
            try await book.write(as: actor, "enterprise.tell") { writing in
                try FirmBatch.enter(items, from: origin, writing)
            }
        }
    }

    private func exists(_ path: String) throws -> Bool { access(path, F_OK) == 0 }
}

extension FirmImport.Outcome {
    private static let shownRefusals = 50

    /// Counts what became of a row, and writes a refused one to the rejects with its reasons.
    mutating func take(
        _ fate: ImportFate, offset: Int64, line: Int, _ table: TableReader, _ rejects: Rejects?
    ) throws {
        switch fate {
        case .accepted, .noted: counts.accepted += 1
        case .alreadyThere: counts.alreadyThere += 1
        case .refused(let reasons):
            counts.refused += 1
            let row = try table.row(at: offset, line: line)
            if refusals.count < Self.shownRefusals {
                refusals.append((line, row.problems.map(\.sentence) + reasons))
            }
            try rejects?.add(row, reasons: reasons)
        }
    }
}
