/// The lists of the book that can be written as tables.
import Core
public import Storage

/// The lists that can be written as a table. The first four have the columns of the tables that come in.
public enum BookList: String, CaseIterable, Sendable {
    case institutions, agreements, guarantees, events, claims, entries, audit

    /// Writes the list, as it stands at one moment, to a file; `-` is the standard output, for CSV only.
    ///
    /// - Parameters:
    ///   - isFull: with the columns that the import can read but does not ask for.
    ///   - progress: rows written so far.
    /// - Returns: how many rows were written.
    @discardableResult
    public func write(
        _ book: Book, to path: String, format: TableFormat, isFull: Bool = false,
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> Int {
        try await book.database.read { connection in
            let writer = try TableWriter(
                path: path, format: format, columns: columns(isFull: isFull), sheet: rawValue)
            try connection.forEach(rows) { row in
                try Interruption.check()
                write(row, writer, isFull: isFull)
                try writer.endRow()
                progress(writer.rowsWritten)
            }
            try writer.finish()
            return writer.rowsWritten
        }
    }

    private func columns(isFull: Bool) -> [TableWriter.Column] {
        switch self {
        case .institutions: InstitutionList.columns
        case .agreements: AgreementList.columns
        case .guarantees: GuaranteeList.columns(isFull: isFull)
        case .events: EventList.columns
        case .claims: ClaimList.columns
        case .entries: EntryList.columns
        case .audit: AuditList.columns
        }
    }

    private var rows: SQL {
        switch self {
        case .institutions: InstitutionList.rows
        case .agreements: AgreementList.rows
        case .guarantees: GuaranteeList.rows
        case .events: EventList.rows
        case .claims: ClaimList.rows
        case .entries: EntryList.rows
        case .audit: AuditList.rows
        }
    }

    private func write(_ row: borrowing Storage.Row, _ writer: TableWriter, isFull: Bool) {
        switch self {
        case .institutions: InstitutionList.write(row, writer)
        case .agreements: AgreementList.write(row, writer)
        case .guarantees: GuaranteeList.write(row, writer, isFull: isFull)
        case .events: EventList.write(row, writer)
        case .claims: ClaimList.write(row, writer)
        case .entries: EntryList.write(row, writer)
        case .audit: AuditList.write(row, writer)
        }
    }
}

/// Writing the columns of a row of the database into a table.
extension TableWriter {
    func text(_ column: Int, of row: borrowing Storage.Row) { row.withBytes(column) { bytes($0) } }

    func money(_ column: Int, of row: borrowing Storage.Row) {
        if let fen = row.optionalInt(column) { money(Fen(fen)) } else { empty() }
    }

    func day(_ column: Int, of row: borrowing Storage.Row) {
        if row.isNull(column) { empty() } else { day(row.day(column)) }
    }

    func count(_ column: Int, of row: borrowing Storage.Row) {
        if let number = row.optionalInt(column) { count(number) } else { empty() }
    }

    func rate(_ column: Int, of row: borrowing Storage.Row) {
        if let millionths = row.optionalInt(column) { rate(Rate(millionths: millionths)) } else { empty() }
    }

    func party(_ column: Int, of row: borrowing Storage.Row) {
        text(Party(rawValue: Int(row.int(column)))?.kind.rawValue ?? "")
    }
}

extension BookList {
    /// How many events of guarantees the list of events has no place for.
    public static func eventsLeftOut(_ connection: Connection) throws -> Int64 {
        try EventList.leftOut(connection)
    }
}
