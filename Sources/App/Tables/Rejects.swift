public import Core

/// The rows of a table that were not accepted, in a file of the same kind that can be mended and given again.
///
/// It has the columns of the original, the fields unchanged, and a last column `reasons`. The file is created
/// with the first row; when there is none, none appears. Texts are not guarded against formulas, because they
/// must come back as they were.
public final class Rejects {
    public let path: String
    public private(set) var count = 0

    private let header: [String]
    private let format: TableFormat
    private let wantsByteOrderMark: Bool
    private let language: Language
    private var writer: TableWriter?

    /// `language` is that of the reasons.
    public init(path: String, of table: TableReader, language: Language) {
        self.path = path
        self.language = language
        format = table.format
        wantsByteOrderMark = table.source.wantsByteOrderMark
        // The reasons of an earlier round are replaced.
        let isMended = table.originalHeader.last == TableColumns.reasons
        header = isMended ? table.originalHeader.dropLast() : table.originalHeader
    }

    /// Whether a file holds rejected rows, so that it may be replaced by newer ones.
    static func isOne(_ path: String) throws(TableRefusal) -> Bool {
        try TableReader(path: path).originalHeader.last == TableColumns.reasons
    }

    /// Writes a row with all that is wrong with it: first the problems of the row itself, then the given
    /// reasons.
    ///
    /// Fields beyond the header's follow the reasons, so that nothing is lost.
    public func add(_ row: TableRow, reasons: [Sentence] = []) throws(TableRefusal) {
        let writer: TableWriter
        if let open = self.writer { writer = open } else { writer = try makeWriter() }
        self.writer = writer
        for column in header.indices { writer.verbatim(row.original[column].bytes) }
        let all = row.problems.map(\.sentence) + reasons
        var text = all.map { $0.text(in: language) }.joined(separator: "; ")
        text.withUTF8 { writer.verbatim($0) }
        for column in header.count..<max(row.original.count, header.count) {
            writer.verbatim(row.original[column].bytes)
        }
        try writer.endRaggedRow()
        count += 1
    }

    /// Gives the file its name, if there is one.
    public func finish() throws(TableRefusal) { try writer?.finish() }

    private func makeWriter() throws(TableRefusal) -> TableWriter {
        let columns = (header + [TableColumns.reasons]).map { TableWriter.Column($0) }
        return try TableWriter(
            path: path, format: format, columns: columns, byteOrderMark: wantsByteOrderMark,
            guardsHeader: false)
    }
}
