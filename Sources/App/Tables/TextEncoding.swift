import Core

/// In which encoding a text file is written, found by reading all of it.
enum TextEncoding: Equatable {
    /// UTF-8 whose text begins after the byte order mark, if there is one.
    case utf8(from: Int64)
    case gb18030
    case utf16(isBigEndian: Bool)

    /// Characters of three bytes that a text in GB18030 hardly ever forms by accident.
    private static let tellingCharacters = 8

    /// UTF-8 if all bytes are; GB18030 if the text is not UTF-8 from the beginning either.
    static func recognise(_ file: OpenFile) throws(TableRefusal) -> TextEncoding {
        let start = try beginning(of: file)
        if start.starts(with: [0xFF, 0xFE]) { return .utf16(isBigEndian: false) }
        if start.starts(with: [0xFE, 0xFF]) { return .utf16(isBigEndian: true) }
        let hasMark = start.starts(with: [0xEF, 0xBB, 0xBF])
        var check = UTF8Check()
        let invalidAt = try firstInvalid(in: file, with: &check)
        guard let invalidAt else { return .utf8(from: hasMark ? 3 : 0) }
        if hasMark || check.threeByteCharacters >= tellingCharacters {
            throw .notText(line: try lineNumber(at: invalidAt, in: file))
        }
        return .gb18030
    }

    /// The first bytes of a file, 8 if it has as many.
    static func beginning(of file: OpenFile) throws(TableRefusal) -> [UInt8] {
        let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: 8)
        defer { buffer.deallocate() }
        let got = try readBytes(file.descriptor, into: buffer, count: 8, at: 0)
        return Array(UnsafeBufferPointer(start: buffer, count: got))
    }

    private static func firstInvalid(
        in file: OpenFile, with check: inout UTF8Check
    ) throws(TableRefusal) -> Int64? {
        let block = UnsafeMutablePointer<UInt8>.allocate(capacity: blockBytes)
        defer { block.deallocate() }
        var offset: Int64 = 0
        while true {
            let got = try readBytes(file.descriptor, into: block, count: blockBytes, at: offset)
            if got == 0 { return check.isBetweenCharacters ? nil : offset }
            if let invalid = check.feed(UnsafeBufferPointer(start: block, count: got)) {
                return offset + Int64(invalid)
            }
            offset += Int64(got)
        }
    }

    static func lineNumber(at offset: Int64, in file: OpenFile) throws(TableRefusal) -> Int {
        let block = UnsafeMutablePointer<UInt8>.allocate(capacity: blockBytes)
        defer { block.deallocate() }
        var (line, at) = (1, Int64(0))
        while at < offset {
            let wanted = Int(min(Int64(blockBytes), offset - at))
            let got = try readBytes(file.descriptor, into: block, count: wanted, at: at)
            if got == 0 { break }
            for index in 0..<got where block[index] == lineFeed { line += 1 }
            at += Int64(got)
        }
        return line
    }

    private static let blockBytes = 1 << 18
}

/// Whether bytes that come in blocks are UTF-8: shortest forms, no surrogates, nothing above U+10FFFF.
struct UTF8Check {
    /// How many characters of three bytes were found: Chinese text has many.
    private(set) var threeByteCharacters = 0
    private var pending = 0
    private var lowest: UInt8 = 0x80
    private var highest: UInt8 = 0xBF

    var isBetweenCharacters: Bool { pending == 0 }

    /// The place of the first byte that can't be part of UTF-8.
    mutating func feed(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var at = 0
        while at < bytes.count {
            if pending == 0 {
                at = skipASCII(bytes, from: at)
                guard at < bytes.count else { break }
                guard lead(bytes[at]) else { return at }
            } else {
                guard bytes[at] >= lowest, bytes[at] <= highest else { return at }
                (lowest, highest) = (0x80, 0xBF)
                pending -= 1
            }
            at += 1
        }
        return nil
    }

    private func skipASCII(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var at = start
        let raw = UnsafeRawBufferPointer(bytes)
        while at + 8 <= bytes.count,
            raw.loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
        {
            at += 8
        }
        while at < bytes.count, bytes[at] < 0x80 { at += 1 }
        return at
    }

    private mutating func lead(_ byte: UInt8) -> Bool {
        switch byte {
        case 0xC2...0xDF: pending = 1
        case 0xE0: (pending, lowest) = (2, 0xA0)
        case 0xE1...0xEC, 0xEE, 0xEF: pending = 2
        case 0xED: (pending, highest) = (2, 0x9F)
        case 0xF0: (pending, lowest) = (3, 0x90)
        case 0xF1...0xF3: pending = 3
        case 0xF4: (pending, highest) = (3, 0x8F)
        default: return false
        }
        if pending == 2 { threeByteCharacters += 1 }
        return true
    }
}
