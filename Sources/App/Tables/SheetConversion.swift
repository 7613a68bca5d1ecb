import Core
import Glibc

/// Turns one sheet of a workbook into CSV in a nameless file; each record begins with the number of its row.
struct SheetConversion {
    private let styles: WorkbookStyles
    private let texts: SharedTexts
    private let is1904: Bool
    private let limits: TableLimits
    private let target: Int32
    private var output = UTF8Buffer()

    /// The cells of the row, found in any order: their bytes lie in `bytes`.
    private var cells: [Range<Int>] = []
    private var bytes: [UInt8] = []
    private var rowNumber = 0
    private var headerWidth: Int?
    /// The first cell of the row that can't be used; the row is refused, not the workbook.
    private var problem: CellProblem?

    private var cell = CellInProgress()
    private var isInRows = false
    private var column = 0

    private static let flushBytes = 1 << 18
    private static let rowNumberLimit = 1_048_576

    /// One cell between its start and its end.
    private struct CellInProgress {
        var kind: Kind = .number
        var isDate = false
        var hasFormula = false
        var isInValue = false
        var isInline = false
        var richText = RichText()
        var value: [UInt8] = []
    }

    private enum Kind {
        case number, sharedText, text, boolean, isoDate
    }

    /// Reads the workbook in a file and converts the sheet of a name, or the first.
    static func run(_ file: OpenFile, sheet: String?, limits: TableLimits) throws(TableRefusal) -> OpenFile {
        let archive = try ZipArchive(file, limits: limits)
        let outline = try WorkbookOutline(archive)
        let sheet = try outline.sheet(named: sheet)
        guard let part = try archive.open(sheet.part) else { throw .workbook(.damagedPart(sheet.part)) }
        let target = try makeNamelessFile()
        var conversion = SheetConversion(
            styles: try WorkbookStyles(try archive.open(outline.stylesPart)),
            texts: try SharedTexts(try archive.open(outline.sharedTextsPart), limits: limits),
            is1904: outline.is1904, limits: limits, target: target)
        try conversion.convert(part)
        return try OpenFile(descriptor: target)
    }

    private init(styles: WorkbookStyles, texts: SharedTexts, is1904: Bool, limits: TableLimits, target: Int32)
    {
        (self.styles, self.texts, self.is1904) = (styles, texts, is1904)
        (self.limits, self.target) = (limits, target)
    }

    private mutating func convert(_ part: ZipPart) throws(TableRefusal) {
        let xml = XMLScanner(part, limit: limits.recordBytes)
        while true {
            switch try xml.next() {
            case .finished: return try output.flush(to: target)
            case .start: try begin(xml)
            case .end: try end(xml)
            case .text:
                if cell.isInValue {
                    cell.value.append(contentsOf: xml.text)
                } else if cell.isInline, cell.richText.isCollecting {
                    appendUnescaped(xml.text, to: &cell.value)
                }
            }
        }
    }

    // MARK: Elements

    private mutating func begin(_ xml: XMLScanner) throws(TableRefusal) {
        if !isInRows {
            isInRows = xml.isNamed("sheetData")
        } else if xml.isNamed("c") {
            try beginCell(xml)
        } else if xml.isNamed("v") {
            cell.isInValue = true
        } else if xml.isNamed("row") {
            try beginRow(xml)
        } else if xml.isNamed("f") {
            cell.hasFormula = true
        } else if xml.isNamed("is") {
            cell.isInline = true
        } else if cell.isInline {
            cell.richText.begin(xml)
        }
    }

    private mutating func end(_ xml: XMLScanner) throws(TableRefusal) {
        guard isInRows else { return }
        if xml.isNamed("c") {
            try endCell()
        } else if xml.isNamed("v") {
            cell.isInValue = false
        } else if xml.isNamed("row") {
            try endRow()
        } else if xml.isNamed("is") {
            cell.isInline = false
        } else if xml.isNamed("sheetData") {
            isInRows = false
        } else if cell.isInline {
            cell.richText.end(xml)
        }
    }

    private mutating func beginRow(_ xml: XMLScanner) throws(TableRefusal) {
        rowNumber += 1
        if let number = try xml.attribute("r") { rowNumber = SheetConversion.number(number) ?? 0 }
        guard rowNumber > 0, rowNumber <= SheetConversion.rowNumberLimit else {
            throw .workbook(.cellUnreadable("\(rowNumber)"))
        }
        column = 0
        problem = nil
        cells.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }

    private mutating func beginCell(_ xml: XMLScanner) throws(TableRefusal) {
        if let reference = try xml.attribute("r") {
            guard let place = SheetConversion.column(of: reference) else {
                throw .workbook(.cellUnreadable(String(decoding: reference, as: UTF8.self)))
            }
            column = place
        }
        cell.hasFormula = false
        cell.isInValue = false
        cell.isInline = false
        cell.richText = RichText()
        cell.value.removeAll(keepingCapacity: true)
        cell.kind = try kind(xml)
        let style = try xml.attribute("s").flatMap(SheetConversion.number) ?? 0
        cell.isDate = style < styles.isDate.count && styles.isDate[style]
    }

    private func kind(_ xml: XMLScanner) throws(TableRefusal) -> Kind {
        guard let type = try xml.attribute("t") else { return .number }
        if type.elementsEqual("s".utf8) { return .sharedText }
        if type.elementsEqual("n".utf8) { return .number }
        if type.elementsEqual("b".utf8) { return .boolean }
        if type.elementsEqual("d".utf8) { return .isoDate }
        // str, inlineStr and e (an error such as #N/A) hold what is shown.
        return .text
    }

    private mutating func endCell() throws(TableRefusal) {
        defer { column += 1 }
        if cell.value.isEmpty {
            // An empty text is a value; a number that was never calculated is not.
            guard cell.hasFormula, cell.kind != .text else { return }
            return note(.formulaWithoutValue)
        }
        guard column < limits.columns else {
            throw .workbook(.cellBeyondColumns(reference, limit: limits.columns))
        }
        let from = bytes.count
        try appendValue()
        while cells.count <= column { cells.append(0..<0) }
        cells[column] = from..<bytes.count
    }

    private mutating func appendValue() throws(TableRefusal) {
        switch cell.kind {
        case .text: bytes.append(contentsOf: cell.value)
        case .boolean: bytes.append(contentsOf: (cell.value == [0x31] ? "TRUE" : "FALSE").utf8)
        case .isoDate:
            let isMidnight = cell.value.count > 10 && cell.value[10...].starts(with: "T00:00:00".utf8)
            bytes.append(contentsOf: isMidnight ? cell.value[..<10] : cell.value[...])
        case .sharedText:
            guard let index = cell.value.withUnsafeBufferPointer({ SheetConversion.number($0) }),
                texts.append(index, to: &bytes)
            else { return note(.unreadable) }
        case .number:
            if cell.isDate, let text = CellNumber.dateText(cell.value, is1904: is1904) {
                bytes.append(contentsOf: text)
            } else if let text = CellNumber.text(cell.value) {
                bytes.append(contentsOf: text)
            } else {
                note(.unreadable)
            }
        }
    }

    private mutating func note(_ kind: CellProblem.Kind) {
        if problem == nil { problem = CellProblem(kind: kind, cell: reference) }
    }

    private mutating func endRow() throws(TableRefusal) {
        let last = cells.lastIndex { !$0.isEmpty }
        if last == nil, problem == nil { return }
        // Columns are counted by the header, which must be sound itself.
        if headerWidth == nil, let problem { throw .workbook(problem.sentence) }
        let width = max((last ?? -1) + 1, headerWidth ?? 0)
        headerWidth = headerWidth ?? width
        output.append(contentsOf: String(rowNumber).utf8)
        if let problem { output.append(contentsOf: problem.mark.utf8) }
        for column in 0..<width {
            output.append(UInt8(ascii: ","))
            if column < cells.count { output.append(field: bytes[cells[column]]) }
        }
        output.append(lineFeed)
        guard output.bytes.count >= SheetConversion.flushBytes else { return }
        try Interruption.check()
        try output.flush(to: target)
    }

    // MARK: Places

    /// The cell's name, such as B7.
    private var reference: String {
        var letters = ""
        var rest = column + 1
        while rest > 0 {
            letters = String(Unicode.Scalar(UInt8(65 + (rest - 1) % 26))) + letters
            rest = (rest - 1) / 26
        }
        return letters + String(rowNumber)
    }

    /// The column of a reference such as `B7`, from 0; nil when it is none or beyond all sheets.
    private static func column(of reference: UnsafeBufferPointer<UInt8>) -> Int? {
        var column = 0
        for byte in reference.prefix(4) {
            guard byte >= UInt8(ascii: "A"), byte <= UInt8(ascii: "Z") else { break }
            column = column * 26 + Int(byte - UInt8(ascii: "A")) + 1
        }
        return column == 0 ? nil : column - 1
    }

    private static func number(_ digits: UnsafeBufferPointer<UInt8>) -> Int? {
        guard digits.count <= 9, !digits.isEmpty else { return nil }
        var number = 0
        for byte in digits {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return number
    }
}
