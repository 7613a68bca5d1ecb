import Core

/// Brings one table into the book: rows are read while the batch before them is written; each row is in,
/// already there, or in the rejects file with all its reasons.
struct TableImport<Record: ImportedRecord> {
    let book: Book
    let table: TableReader
    let rejects: Rejects
    let language: Language
    /// The last day on which an event may have happened; any when nil.
    var lastDay: Day?

    /// Rows of one transaction.
    private let batchLimit = 5_000

    /// A row of a batch: a record to be entered, or reasons against it.
    private struct Item: Sendable {
        let offset: Int64
        let line: Int
        let record: Record?
        let reasons: [Sentence]
    }

    struct Found {
        var counts = ImportCounts()
        var notes: [ImportNote] = []
    }

    /// - Parameter order: offsets of the rows in the order in which they are to be entered; nil for that of
    /// the file.
    func run(order: [Int64]? = nil) async throws -> Found {
        var found = Found()
        var bar = ProgressBar(Record.table.rawValue, byteCount: table.byteCount, language: language)
        defer { bar.finish() }
        let columns = try table.columns(required: Record.required, optional: Record.optional)
        var rows = RowSequence(table: table, order: order)
        var pending: (batch: [Item], task: Task<[ImportFate], any Error>)?
        repeat {
            try Interruption.check()
            let batch = try read(&rows, columns)
            found.counts.read += batch.count
            if let (batch, task) = pending { try settle(batch, try await task.value, &found) }
            pending = batch.isEmpty ? nil : (batch, enter(batch))
            bar.update(rows: found.counts.read, bytes: rows.bytesRead)
        } while pending != nil || !rows.isAtEnd
        try rejects.finish()
        return found
    }

    private func read(_ rows: inout RowSequence, _ columns: TableColumns) throws -> [Item] {
        var batch: [Item] = []
        batch.reserveCapacity(batchLimit)
        while batch.count < batchLimit, let row = try rows.next() {
            var fields = FieldReader(row, columns, lastDay: lastDay, isCSV: table.format == .csv)
            let record = row.problems.isEmpty ? Record(&fields) : nil
            batch.append(
                Item(
                    offset: row.offset, line: row.line, record: fields.reasons.isEmpty ? record : nil,
                    reasons: fields.reasons))
        }
        return batch
    }

    private func enter(_ batch: [Item]) -> Task<[ImportFate], any Error> {
        let book = book
        return Task {
            try await book.write(as: .importer, "import.\(Record.table.rawValue)") { writing in
                try batch.map { try TableImport.enter($0, writing) }
            }
        }
    }

    private static func enter(_ item: Item, _ writing: Writing) throws -> ImportFate {
        guard let record = item.record else { return .refused(item.reasons) }
        let recorded = writing.scope.recorded
        do {
            return try record.enter(writing)
        } catch let refusal as any Refusal {
            // A refusal after something was recorded would leave it half done: then the batch is undone.
            guard writing.scope.recorded == recorded else { throw refusal }
            return .refused([refusal.sentence])
        }
    }

    private func settle(_ batch: [Item], _ fates: [ImportFate], _ found: inout Found) throws {
        for (item, fate) in zip(batch, fates) {
            switch fate {
            case .accepted: found.counts.accepted += 1
            case .noted(let sentences):
                found.counts.accepted += 1
                found.counts.noted += 1
                found.notes += sentences.prefix(ImportNote.limit - found.notes.count)
                    .map { ImportNote(line: item.line, sentence: $0) }
            case .alreadyThere: found.counts.alreadyThere += 1
            case .refused(let reasons):
                found.counts.refused += 1
                try rejects.add(try table.row(at: item.offset, line: item.line), reasons: reasons)
            }
        }
    }
}

/// The rows of a table in the order of the file, or in another.
struct RowSequence {
    private let table: TableReader
    private let order: [Int64]?
    private var position = 0
    private(set) var isAtEnd = false

    init(table: TableReader, order: [Int64]?) {
        self.table = table
        self.order = order
    }

    mutating func next() throws -> TableRow? {
        guard let order else {
            let row = try table.next()
            isAtEnd = row == nil
            return row
        }
        guard position < order.count else {
            isAtEnd = true
            return nil
        }
        position += 1
        return try table.row(at: order[position - 1])
    }

    var bytesRead: Int64 {
        guard let order else { return table.bytesRead }
        return table.byteCount * Int64(position) / Int64(max(order.count, 1))
    }
}
