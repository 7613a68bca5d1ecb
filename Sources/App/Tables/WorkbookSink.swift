import CXLSXWriter
import Core
import Glibc

/// Writes an xlsx file with one sheet through libxlsxwriter, one row in memory at a time.
final class WorkbookSink {
    private let replacement: FileReplacement
    private var workbook: UnsafeMutablePointer<lxw_workbook>?
    private let sheet: UnsafeMutablePointer<lxw_worksheet>
    private let formats: [TableWriter.Kind: UnsafeMutablePointer<lxw_format>]
    private var row: UInt32 = 1
    private var column: UInt16 = 0
    private var text: [UInt8] = []
    private var failure: TableRefusal?

    /// What a sheet of Excel holds, the header included.
    static let rowLimit = 1_048_576
    static let textLimit = 32_767

    init(path: String, columns: [TableWriter.Column], sheet name: String) throws(TableRefusal) {
        guard path != "-" else {
            throw .cannotOpen(path: path, "xlsx / stdout")
        }
        replacement = FileReplacement(of: path)
        // The library opens its file only at the end: a directory that can't be written is found here.
        close(try replacement.open())
        var options = lxw_workbook_options()
        options.constant_memory = 1
        guard let workbook = workbook_new_opt(replacement.partPath, &options),
            let sheet = workbook_add_worksheet(workbook, name)
        else { throw .cannotWrite(path) }
        self.workbook = workbook
        self.sheet = sheet
        formats = WorkbookSink.makeFormats(workbook)
        writeHeader(columns)
    }

    deinit {
        // Closing is the library's only way of letting go; the file beside is removed by `replacement`.
        if let workbook { workbook_close(workbook) }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        defer { column += 1 }
        guard !bytes.isEmpty else { return }
        text.removeAll(keepingCapacity: true)
        WorkbookSink.append(bytes, to: &text)
        let result = text.withUnsafeBytes { raw in
            raw.withMemoryRebound(to: CChar.self) { characters in
                worksheet_write_string(sheet, row, column, characters.baseAddress, nil)
            }
        }
        check(result)
    }

    /// A text as the library takes it, with the zero at its end.
    static func append(_ bytes: UnsafeBufferPointer<UInt8>, to text: inout [UInt8]) {
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "_"), escapedScalar(bytes, at: index) != nil {
                // What looks like an escaped character is meant as it stands.
                text.append(contentsOf: "_x005F".utf8)
            }
            text.append(contentsOf: byte == 0 ? [0xEF, 0xBF, 0xBD] : [byte])
        }
        text.append(0)
    }

    func number(_ value: Double, as kind: TableWriter.Kind) {
        check(worksheet_write_number(sheet, row, column, value, formats[kind]))
        column += 1
    }

    /// A date is the number of days since 1899-12-30, right from March 1900 on; days before are written as
    /// texts.
    func day(_ day: Day) {
        let serial = Int(day.number) + 25_569
        if serial >= 61 { return number(Double(serial), as: .day) }
        Array(day.description.utf8).withUnsafeBufferPointer { text($0) }
    }

    func empty() { column += 1 }

    func endRow() throws(TableRefusal) {
        if let failure { throw failure }
        row += 1
        column = 0
    }

    func finish() throws(TableRefusal) {
        let closed = workbook_close(workbook)
        workbook = nil
        guard closed == LXW_NO_ERROR else { throw .cannotWrite(String(cString: lxw_strerror(closed))) }
        try replacement.finish()
    }

    private func check(_ result: lxw_error) {
        switch result {
        case LXW_NO_ERROR: break
        case LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED:
            failure = failure ?? .textTooLong(limit: WorkbookSink.textLimit)
        case LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE:
            failure = failure ?? .workbookFull(rows: WorkbookSink.rowLimit)
        default:
            failure = failure ?? .cannotWrite(String(cString: lxw_strerror(result)))
        }
    }

    private static func makeFormats(
        _ workbook: UnsafeMutablePointer<lxw_workbook>
    ) -> [TableWriter.Kind: UnsafeMutablePointer<lxw_format>] {
        let codes: [(TableWriter.Kind, String)] = [
            (.money, "#,##0.00"), (.day, "yyyy-mm-dd"), (.count, "0"), (.rate, "0.00##%"),
        ]
        var formats: [TableWriter.Kind: UnsafeMutablePointer<lxw_format>] = [:]
        for (kind, code) in codes {
            formats[kind] = workbook_add_format(workbook)
            format_set_num_format(formats[kind], code)
        }
        return formats
    }

    /// Bold names in a first row that stays in sight, and columns wide enough for what they hold.
    private func writeHeader(_ columns: [TableWriter.Column]) {
        let bold = workbook_add_format(workbook)
        format_set_bold(bold)
        for (index, column) in columns.enumerated() {
            let place = UInt16(index)
            worksheet_set_column(sheet, place, place, WorkbookSink.width(of: column), nil)
            check(worksheet_write_string(sheet, 0, place, column.name, bold))
        }
        worksheet_freeze_panes(sheet, 1, 0)
    }

    /// In characters of the standard font; a Chinese one takes two.
    private static func width(of column: TableWriter.Column) -> Double {
        let name = column.name.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 ? 2 : 1) }
        let least: Double =
            switch column.kind {
            case .text: 16
            case .money: 18
            case .day: 12
            case .count, .rate: 10
            }
        return min(max(Double(name) + 2, least), 60)
    }
}
