public import Core

/// Writes a table row by row, CSV or xlsx, in constant memory; the file appears when `finish()` succeeds.
///
/// A row is given as cells, or field by field: `text`, `money`, `day`, … and `endRow()`. In CSV the texts
/// that a spreadsheet would take for a formula (they begin with = + - @, a tab or a carriage return and are
/// no number) get an apostrophe in front, because texts of a book come from outside; `verbatim` leaves a text
/// as it is. In xlsx texts are stored as texts and need no such guard.
public final class TableWriter {
    /// A column: its name in the header and what its cells hold.
    public struct Column: Hashable, Sendable {
        public let name: String
        public let kind: Kind

        public init(_ name: String, _ kind: Kind = .text) {
            self.name = name
            self.kind = kind
        }
    }

    public enum Kind: Sendable {
        case text, money, day, count, rate
    }

    public enum Cell: Hashable, Sendable {
        case text(String)
        case money(Fen)
        case day(Day)
        case count(Int64)
        case rate(Rate)
        case empty
    }

    public let format: TableFormat
    public private(set) var rowsWritten = 0

    private let columns: [Column]
    private var sink: Sink
    private var cells = 0

    private enum Sink {
        case csv(CSVSink)
        case xlsx(WorkbookSink)
    }

    /// Creates the file and writes its header. The path `-` is the standard output, for CSV only.
    ///
    /// `byteOrderMark` lets Excel know that a CSV is UTF-8. An xlsx has one sheet of the given name.
    public convenience init(
        path: String, format: TableFormat, columns: [Column], byteOrderMark: Bool = false,
        sheet: String = "Sheet1"
    ) throws(TableRefusal) {
        try self.init(
            path: path, format: format, columns: columns, byteOrderMark: byteOrderMark, sheet: sheet,
            guardsHeader: true)
    }

    init(
        path: String, format: TableFormat, columns: [Column], byteOrderMark: Bool, sheet: String = "Sheet1",
        guardsHeader: Bool
    ) throws(TableRefusal) {
        precondition(!columns.isEmpty)
        self.format = format
        self.columns = columns
        switch format {
        case .csv:
            sink = .csv(
                try CSVSink(
                    path: path, columns: columns.map(\.name), byteOrderMark: byteOrderMark,
                    guardsHeader: guardsHeader))
        case .xlsx:
            sink = .xlsx(try WorkbookSink(path: path, columns: columns, sheet: sheet))
        }
    }

    /// The format that a file name asks for: xlsx by its ending, otherwise CSV.
    public static func format(of path: String) -> TableFormat {
        path.lowercased().hasSuffix(".xlsx") ? .xlsx : .csv
    }

    /// Writes one row.
    public func append(_ row: [Cell]) throws(TableRefusal) {
        for cell in row {
            switch cell {
            case .text(let text): self.text(text)
            case .money(let amount): money(amount)
            case .day(let day): self.day(day)
            case .count(let count): self.count(count)
            case .rate(let rate): self.rate(rate)
            case .empty: empty()
            }
        }
        try endRow()
    }

    /// A text from outside; in CSV guarded against formulas.
    public func text(_ text: String) {
        var text = text
        text.withUTF8 { bytes($0) }
    }

    /// The same for UTF-8 bytes.
    @inline(__always)
    public func bytes(_ bytes: UnsafeBufferPointer<UInt8>) {
        cells += 1
        switch sink {
        case .csv(let sink): sink.guarded(bytes)
        case .xlsx(let sink): sink.text(bytes)
        }
    }

    /// A text that is written exactly as it is.
    public func verbatim(_ bytes: UnsafeBufferPointer<UInt8>) {
        cells += 1
        switch sink {
        case .csv(let sink): sink.field(bytes)
        case .xlsx(let sink): sink.text(bytes)
        }
    }

    /// `1234.50`; in xlsx a number shown as `1,234.50`.
    @inline(__always)
    public func money(_ amount: Fen) {
        cells += 1
        switch sink {
        case .csv(let sink): sink.money(amount)
        case .xlsx(let sink): sink.number(Double(amount.fen) / 100, as: .money)
        }
    }

    /// `2017-07-19`; in xlsx a date.
    @inline(__always)
    public func day(_ day: Day) {
        cells += 1
        switch sink {
        case .csv(let sink): sink.day(day)
        case .xlsx(let sink): sink.day(day)
        }
    }

    @inline(__always)
    public func count(_ count: Int64) {
        cells += 1
        switch sink {
        case .csv(let sink): sink.count(count)
        case .xlsx(let sink): sink.number(Double(count), as: .count)
        }
    }

    /// `0.015`; in xlsx a number shown as `1.50%`.
    @inline(__always)
    public func rate(_ rate: Rate) {
        cells += 1
        switch sink {
        case .csv(let sink): sink.rate(rate)
        case .xlsx(let sink): sink.number(Double(rate.millionths) / 1_000_000, as: .rate)
        }
    }

    @inline(__always)
    public func empty() {
        cells += 1
        switch sink {
        case .csv(let sink): sink.empty()
        case .xlsx(let sink): sink.empty()
        }
    }

    /// Closes the row; a row with another number of cells than columns is refused, and so is what can't be
    /// written.
    @inline(__always)
    public func endRow() throws(TableRefusal) {
        guard cells == columns.count else {
            throw .wrongNumberOfCells(expected: columns.count, found: cells)
        }
        try endRaggedRow()
    }

    /// Closes a row with any number of cells.
    func endRaggedRow() throws(TableRefusal) {
        cells = 0
        rowsWritten += 1
        switch sink {
        case .csv(let sink): try sink.endRow()
        case .xlsx(let sink): try sink.endRow()
        }
    }

    /// Writes what is left and gives the file its name; without this call nothing remains of it.
    public func finish() throws(TableRefusal) {
        switch sink {
        case .csv(let sink): try sink.finish()
        case .xlsx(let sink): try sink.finish()
        }
    }
}
