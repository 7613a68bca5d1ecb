import CXLSXWriter
import Glibc

/// Writes an xlsx file with sheets laid out as official forms: a title, merged lines, a table with borders.
/// The file appears when `finish()` succeeds.
final class FormSheet {
    private let replacement: FileReplacement
    private var workbook: UnsafeMutablePointer<lxw_workbook>?
    /// The one that is written to.
    private var sheet: UnsafeMutablePointer<lxw_worksheet>
    private var formats: [Style: UnsafeMutablePointer<lxw_format>] = [:]
    private var failure: TableRefusal?

    /// How a cell looks.
    enum Style: Hashable {
        case title, line, lineRight, heading, center, dash
        /// A name, set in by its depth.
        case label(Int)
        /// A number with two decimals, and a whole one; both right-aligned.
        case amount, count
        case note
    }

    /// - Parameter widths: of the columns, in characters of the standard font.
    init(path: String, sheet name: String, widths: [Double]) throws(TableRefusal) {
        guard path != "-" else { throw .cannotOpen(path: path, "xlsx / stdout") }
        replacement = FileReplacement(of: path)
        // The library opens its file only at the end: a directory that can't be written is found here.
        let descriptor = try replacement.open()
        guard let workbook = workbook_new(replacement.partPath),
            let sheet = workbook_add_worksheet(workbook, name)
        else { throw .cannotWrite(path) }
        FormSheet.close(descriptor)
        self.workbook = workbook
        self.sheet = sheet
        layOut(widths)
    }

    /// Widths of columns of texts before columns of amounts; a single text is a name that needs room.
    static func widths(texts: Int, amounts: Int) -> [Double] {
        Array(repeating: texts == 1 ? 40 : 20, count: texts) + Array(repeating: 16, count: amounts)
    }

    /// Goes on with another sheet behind those that are there.
    func addSheet(_ name: String, widths: [Double]) throws(TableRefusal) {
        guard let next = workbook_add_worksheet(workbook, name) else { throw .cannotWrite(name) }
        sheet = next
        layOut(widths)
    }

    private func layOut(_ widths: [Double]) {
        for (place, width) in widths.enumerated() {
            worksheet_set_column(sheet, UInt16(place), UInt16(place), width, nil)
        }
        // A4, as wide as one page.
        worksheet_set_paper(sheet, 9)
        worksheet_fit_to_pages(sheet, 1, 0)
        worksheet_center_horizontally(sheet)
    }

    deinit {
        if let workbook { workbook_close(workbook) }
    }

    /// The rows up to this one stay in sight and stand on every printed page.
    func freeze(through row: UInt32) {
        worksheet_freeze_panes(sheet, row + 1, 0)
        worksheet_repeat_rows(sheet, row, row)
    }

    func height(_ height: Double, of row: UInt32) { check(worksheet_set_row(sheet, row, height, nil)) }

    func text(_ text: String, _ row: UInt32, _ column: UInt16, _ style: Style) {
        with(text) { check(worksheet_write_string(sheet, row, column, $0, format(style))) }
    }

    /// A text over several columns.
    func text(_ text: String, _ row: UInt32, _ columns: ClosedRange<UInt16>, _ style: Style) {
        with(text) {
            check(
                worksheet_merge_range(
                    sheet, row, columns.lowerBound, row, columns.upperBound, $0, format(style)))
        }
    }

    /// A whole number of 10^-scale.
    func number(_ value: Int64, scale: Int, _ row: UInt32, _ column: UInt16, _ style: Style) {
        var divisor = 1.0
        for _ in 0..<scale { divisor *= 10 }
        check(worksheet_write_number(sheet, row, column, Double(value) / divisor, format(style)))
    }

    func finish() throws(TableRefusal) {
        if let failure { throw failure }
        let closed = workbook_close(workbook)
        workbook = nil
        guard closed == LXW_NO_ERROR else { throw .cannotWrite(String(cString: lxw_strerror(closed))) }
        try replacement.finish()
    }

    private func with(_ text: String, _ body: (UnsafePointer<CChar>?) -> Void) {
        var bytes: [UInt8] = []
        var text = text
        text.withUTF8 { WorkbookSink.append($0, to: &bytes) }
        bytes.withUnsafeBytes { raw in
            raw.withMemoryRebound(to: CChar.self) { body($0.baseAddress) }
        }
    }

    private func check(_ result: lxw_error) {
        guard result != LXW_NO_ERROR else { return }
        failure = failure ?? .cannotWrite(String(cString: lxw_strerror(result)))
    }

    private func format(_ style: Style) -> UnsafeMutablePointer<lxw_format>? {
        if let known = formats[style] { return known }
        let format = workbook_add_format(workbook)
        format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
        format_set_text_wrap(format)
        switch style {
        case .title:
            format_set_bold(format)
            format_set_font_size(format, 16)
            align(format, LXW_ALIGN_CENTER)
        case .line, .note: align(format, LXW_ALIGN_LEFT)
        case .lineRight: align(format, LXW_ALIGN_RIGHT)
        case .heading:
            format_set_bold(format)
            format_set_bg_color(format, 0xE8EEF4)
            frame(format, LXW_ALIGN_CENTER)
        case .center, .dash: frame(format, LXW_ALIGN_CENTER)
        case .label(let depth):
            frame(format, LXW_ALIGN_LEFT)
            format_set_indent(format, UInt8(clamping: depth))
        case .amount:
            format_set_num_format(format, "#,##0.00")
            frame(format, LXW_ALIGN_RIGHT)
        case .count:
            format_set_num_format(format, "#,##0")
            frame(format, LXW_ALIGN_RIGHT)
        }
        formats[style] = format
        return format
    }

    private func align(_ format: UnsafeMutablePointer<lxw_format>?, _ side: lxw_format_alignments) {
        format_set_align(format, UInt8(side.rawValue))
    }

    private func frame(_ format: UnsafeMutablePointer<lxw_format>?, _ side: lxw_format_alignments) {
        align(format, side)
        format_set_border(format, UInt8(LXW_BORDER_THIN.rawValue))
    }

    private static func close(_ descriptor: Int32) { _ = Glibc.close(descriptor) }
}
