import Core
import Glibc

/// The UTF-8 text that a table is read from: the file itself, or what it was turned into.
struct TableSource {
    let file: OpenFile
    let format: TableFormat
    let separator: UInt8
    /// Where the text begins, after a byte order mark.
    let start: Int64
    /// Each record of a workbook turned into text begins with the number of its row.
    let hasRowNumbers: Bool
    /// What Excel needs to show our answer as it showed the question.
    let wantsByteOrderMark: Bool

    var byteCount: Int64 { file.byteCount }

    /// Opens a file, recognises it and turns it into UTF-8 where it must.
    init(path: String, sheet: String?, limits: TableLimits) throws(TableRefusal) {
        let opened = try TableSource.open(path, limits: limits)
        let beginning = try TextEncoding.beginning(of: opened)
        try TableSource.refuseForeign(beginning)
        if beginning.starts(with: TableSource.zipMagic) {
            file = try SheetConversion.run(opened, sheet: sheet, limits: limits)
            (format, separator, start) = (.xlsx, UInt8(ascii: ","), 0)
            (hasRowNumbers, wantsByteOrderMark) = (true, false)
            return
        }
        hasRowNumbers = false
        format = .csv
        switch try TextEncoding.recognise(opened) {
        case .utf8(let start):
            (file, self.start, wantsByteOrderMark) = (opened, start, start > 0)
        case .gb18030:
            (file, self.start, wantsByteOrderMark) = (try TextConversion.fromGB18030(opened), 0, true)
        case .utf16(let isBigEndian):
            (file, self.start, wantsByteOrderMark) = (
                try TextConversion.fromUTF16(opened, isBigEndian: isBigEndian), 0, true
            )
        }
        separator = try TableSource.recogniseSeparator(file, from: start)
    }

    func makeScanner(limits: TableLimits, blockBytes: Int) -> RecordScanner {
        RecordScanner(
            descriptor: file.descriptor, from: start, separator: separator, limits: limits,
            blockBytes: blockBytes)
    }

    /// The fields of the record that a scanner stands on.
    @inline(__always)
    func fields(of scanner: RecordScanner) -> Fields {
        let fields = Fields(
            base: scanner.base, bounds: UnsafePointer(scanner.bounds), count: scanner.keptCount)
        guard hasRowNumbers else { return fields }
        return Fields(base: fields.base, bounds: fields.bounds + 1, count: max(fields.count - 1, 0))
    }

    /// The line or the sheet's row of the record that a scanner stands on.
    func line(of scanner: RecordScanner) -> Int {
        mark(of: scanner)?.row ?? scanner.line
    }

    /// The cell that can't be used in that record.
    func cellProblem(of scanner: RecordScanner) -> CellProblem? { mark(of: scanner)?.problem }

    private func mark(of scanner: RecordScanner) -> (row: Int?, problem: CellProblem?)? {
        guard hasRowNumbers, scanner.count > 0 else { return nil }
        return CellProblem.read(
            Fields(base: scanner.base, bounds: UnsafePointer(scanner.bounds), count: 1)[0].text)
    }

    // MARK: Opening

    private static func open(_ path: String, limits: TableLimits) throws(TableRefusal) -> OpenFile {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, systemMessage()) }
        var file = try OpenFile(descriptor: descriptor)
        guard !file.isDirectory else { throw .cannotOpen(path: path, String(cString: strerror(EISDIR))) }
        if !file.isRegular { file = try spool(file, limits: limits) }
        guard file.byteCount <= limits.fileBytes else {
            throw .tooLarge(bytes: file.byteCount, limit: limits.fileBytes)
        }
        return file
    }

    /// Copies what comes through a pipe, which can't be read twice, into a nameless file.
    private static func spool(_ pipe: OpenFile, limits: TableLimits) throws(TableRefusal) -> OpenFile {
        let target = try makeNamelessFile()
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
        defer { block.deallocate() }
        var total: Int64 = 0
        while true {
            let got = read(pipe.descriptor, block.baseAddress, block.count)
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw .cannotRead(systemMessage()) }
            if got == 0 { return try OpenFile(descriptor: target) }
            total += Int64(got)
            guard total <= limits.fileBytes else { throw .tooLarge(bytes: total, limit: limits.fileBytes) }
            try writeBytes(target, UnsafeRawBufferPointer(rebasing: block[..<got]))
        }
    }

    private static let zipMagic: [UInt8] = [0x50, 0x4B, 0x03, 0x04]

    private static func refuseForeign(_ beginning: [UInt8]) throws(TableRefusal) {
        let kinds: [([UInt8], String)] = [
            ([0xD0, 0xCF, 0x11, 0xE0], "xls / protected xlsx"), ([0x50, 0x4B, 0x05, 0x06], "zip (0)"),
            ([0x1F, 0x8B], "gzip"), (Array("%PDF".utf8), "PDF"), (Array("SQLite f".utf8), "SQLite"),
            ([0x7F, 0x45, 0x4C, 0x46], "ELF"), ([0x89, 0x50, 0x4E, 0x47], "PNG"),
            ([0xFF, 0xD8, 0xFF], "JPEG"),
        ]
        for (magic, kind) in kinds where beginning.starts(with: magic) { throw .notATable(kind: kind) }
    }

    /// The separator that the first line has most of outside quotes; a comma if it has none.
    private static func recogniseSeparator(_ file: OpenFile, from start: Int64) throws(TableRefusal) -> UInt8
    {
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: 1 << 16)
        defer { bytes.deallocate() }
        let got = try readBytes(file.descriptor, into: bytes, count: 1 << 16, at: start)
        let candidates = [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";")]
        var counts = [0, 0, 0]
        var isQuoted = false
        for index in 0..<got {
            if bytes[index] == quote { isQuoted.toggle() }
            if isQuoted { continue }
            if bytes[index] == lineFeed || bytes[index] == carriageReturn, counts.max() ?? 0 > 0 { break }
            if let found = candidates.firstIndex(of: bytes[index]) { counts[found] += 1 }
        }
        let most = counts.max() ?? 0
        return most == 0 ? candidates[0] : candidates[counts.firstIndex(of: most) ?? 0]
    }
}
