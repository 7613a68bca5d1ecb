import Core
import Glibc

/// Reads a table, CSV or xlsx, row by row in constant memory; what the file is, is found by its content.
///
/// CSV may be in UTF-8, GB18030 or (with its byte order mark) UTF-16, separated by commas, tabs or
/// semicolons. UTF-8 is read in place; all else is first turned into UTF-8 in a nameless temporary file. With
/// a mapping the rows come in our columns and spelling. A `TableRow` holds until the next call of `next()` or
/// `row(at:line:)`.
public final class TableReader {
    /// The names of the columns of the rows: the file's own or, with a mapping, ours.
    public let header: [String]
    /// The names as the file has them.
    public let originalHeader: [String]
    public let format: TableFormat
    /// Rows whose fields are all empty; they are passed over.
    public private(set) var blankRows = 0
    /// Rows that `skip_if` of the mapping left out.
    public private(set) var skippedRows = 0
    public private(set) var rowsRead = 0

    let source: TableSource
    private let scanner: RecordScanner
    private let limits: TableLimits
    private let firstRow: (offset: Int64, line: Int)
    private let mapped: MappedRows?
    private var visitor: RecordScanner?

    private static let blockBytes = 1 << 18
    private static let visitBlockBytes = 1 << 10

    /// Opens a file and reads its header. `sheet` names the sheet of a workbook; without it that of the
    /// mapping and then the first is read.
    public init(
        path: String, mapping: Mapping.Section? = nil, sheet: String? = nil, limits: TableLimits = .standard
    ) throws(TableRefusal) {
        source = try TableSource(path: path, sheet: sheet ?? mapping?.sheet, limits: limits)
        self.limits = limits
        format = source.format
        scanner = source.makeScanner(limits: limits, blockBytes: TableReader.blockBytes)
        originalHeader = try TableReader.readHeader(scanner, of: source, limits: limits)
        mapped = try TableReader.map(mapping, originalHeader)
        header = mapped?.header ?? originalHeader
        firstRow = (scanner.position, scanner.nextLine)
    }

    /// Bytes of the UTF-8 source in all and up to the last row, for a progress bar.
    public var byteCount: Int64 { source.byteCount }
    public var bytesRead: Int64 { scanner.position }

    /// Where the wanted columns stand; missing and unknown ones are refused with the nearest names.
    public func columns(
        required: [String], optional: [String] = [], others: TableColumns.Others = .refused
    ) throws(TableRefusal) -> TableColumns {
        try TableColumns(header: header, required: required, optional: optional, others: others)
    }

    /// The next row, or nil after the last. A row with `problems` is to be reported, not used.
    public func next() throws(TableRefusal) -> TableRow? {
        while try scanner.advance() {
            let fields = source.fields(of: scanner)
            if scanner.problem == nil, scanner.keptCount == scanner.count, fields.areAllEmpty,
                source.cellProblem(of: scanner) == nil
            {
                blankRows += 1
                continue
            }
            if let mapped, scanner.problem == nil, mapped.skips(fields) {
                skippedRows += 1
                continue
            }
            guard rowsRead < limits.rows else { throw .tooManyRows(limit: limits.rows) }
            rowsRead += 1
            return row(from: scanner, fields)
        }
        return nil
    }

    /// Begins again at the first row.
    public func rewind() {
        scanner.seek(to: firstRow.offset, line: firstRow.line)
        (blankRows, skippedRows, rowsRead) = (0, 0, 0)
    }

    /// Reads the row that was found at an offset before; `line` is what it said of itself then.
    public func row(at offset: Int64, line: Int = 0) throws(TableRefusal) -> TableRow {
        let visitor =
            self.visitor ?? source.makeScanner(limits: limits, blockBytes: TableReader.visitBlockBytes)
        self.visitor = visitor
        visitor.seek(to: offset, line: line)
        guard try visitor.advance() else { preconditionFailure("no row begins at \(offset)") }
        return row(from: visitor, source.fields(of: visitor))
    }

    private func row(from scanner: RecordScanner, _ fields: Fields) -> TableRow {
        let found = scanner.count - (source.hasRowNumbers ? 1 : 0)
        var problems: [RowProblem] = []
        if let problem = scanner.problem {
            problems = [problem]
        } else if let cell = source.cellProblem(of: scanner) {
            problems = [.cell(cell.sentence)]
        } else if found != originalHeader.count {
            problems = [.fieldCount(expected: originalHeader.count, found: found)]
        }
        let line = source.line(of: scanner)
        guard let mapped else {
            return TableRow(
                line: line, offset: scanner.offset, fields: fields, original: fields, problems: problems)
        }
        let ours = mapped.map(fields)
        return TableRow(
            line: line, offset: scanner.offset, fields: ours.fields, original: fields,
            problems: problems.isEmpty ? ours.problems : problems)
    }

    private static func map(
        _ mapping: Mapping.Section?, _ header: [String]
    ) throws(TableRefusal) -> MappedRows? {
        guard let mapping else { return nil }
        return try MappedRows(mapping, header: header)
    }

    private static func readHeader(
        _ scanner: RecordScanner, of source: TableSource, limits: TableLimits
    ) throws(TableRefusal) -> [String] {
        guard try scanner.advance() else { throw .noHeader }
        if let problem = scanner.problem { throw .headerUnreadable(problem.sentence) }
        guard scanner.count <= limits.columns else { throw .tooManyColumns(limit: limits.columns) }
        let names = source.fields(of: scanner).texts.map(trimmed)
        guard names.contains(where: { !$0.isEmpty }) else { throw .noHeader }
        var seen: Set<String> = []
        for name in names where !name.isEmpty {
            guard seen.insert(name).inserted else { throw .repeatedColumn(name) }
        }
        return names
    }
}

/// The two kinds of file that a table is read from and written to.
public enum TableFormat: String, CaseIterable, Sendable {
    case csv
    case xlsx
}

/// Without white space at both ends, the ideographic space included.
func trimmed(_ text: String) -> String {
    let kept = text.drop(while: \.isWhitespace)
    guard let last = kept.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(kept[...last])
}
