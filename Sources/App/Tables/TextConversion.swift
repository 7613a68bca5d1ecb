import Core
import Foundation
import Glibc

/// Turns text of other encodings into UTF-8 in a nameless file, block by block.
enum TextConversion {
    private static let blockBytes = 1 << 18

    /// GB18030 (and so GBK and GB2312): bytes that are none are refused with their line.
    static func fromGB18030(_ file: OpenFile) throws(TableRefusal) -> OpenFile {
        let table = GB18030Table.shared
        return try convert(file) { bytes, isLast, output throws(TableRefusal) in
            var at = 0
            while at < bytes.count {
                let byte = bytes[at]
                if byte < 0x80 {
                    output.append(byte)
                    at += 1
                    continue
                }
                switch table.scalar(at: at, in: bytes) {
                case .scalar(let scalar, let length):
                    output.append(scalar: scalar)
                    at += length
                case .incomplete where !isLast: return .taken(at)
                case .incomplete, .invalid: return .invalid(at)
                }
            }
            return .taken(at)
        }
    }

    /// UTF-16 with its byte order mark, as Excel saves 'Unicode text'.
    static func fromUTF16(_ file: OpenFile, isBigEndian: Bool) throws(TableRefusal) -> OpenFile {
        try convert(file, from: 2) { bytes, isLast, output throws(TableRefusal) in
            var at = 0
            func unit(_ place: Int) -> UInt32 {
                let (first, second) = (UInt32(bytes[place]), UInt32(bytes[place + 1]))
                return isBigEndian ? first << 8 | second : second << 8 | first
            }
            while at + 2 <= bytes.count {
                var value = unit(at)
                var length = 2
                if value & 0xFC00 == 0xD800 {
                    guard at + 4 <= bytes.count else { break }
                    value = 0x10000 + (value & 0x3FF) << 10 + (unit(at + 2) & 0x3FF)
                    length = unit(at + 2) & 0xFC00 == 0xDC00 ? 4 : 0
                }
                guard length > 0, let scalar = Unicode.Scalar(value) else { return .invalid(at) }
                output.append(scalar: scalar.value)
                at += length
            }
            return isLast && at < bytes.count ? .invalid(at) : .taken(at)
        }
    }

    /// How far a block was converted.
    enum Progress {
        case taken(Int)
        case invalid(Int)
    }

    private static func convert(
        _ file: OpenFile, from start: Int64 = 0,
        _ block: (UnsafeBufferPointer<UInt8>, _ isLast: Bool, inout UTF8Buffer) throws(TableRefusal) ->
            Progress
    ) throws(TableRefusal) -> OpenFile {
        let target = try makeNamelessFile()
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: blockBytes)
        defer { bytes.deallocate() }
        var output = UTF8Buffer()
        var offset = start
        while offset < file.byteCount {
            let got = try readBytes(file.descriptor, into: bytes, count: blockBytes, at: offset)
            if got == 0 { break }
            let isLast = offset + Int64(got) >= file.byteCount
            switch try block(UnsafeBufferPointer(start: bytes, count: got), isLast, &output) {
            case .taken(let count): offset += Int64(count)
            case .invalid(let place):
                throw .notText(line: try TextEncoding.lineNumber(at: offset + Int64(place), in: file))
            }
            try Interruption.check()
            try output.flush(to: target)
        }
        return try OpenFile(descriptor: target)
    }
}

/// UTF-8 on its way to a file.
struct UTF8Buffer {
    private(set) var bytes: [UInt8] = []

    @inline(__always)
    mutating func append(_ byte: UInt8) { bytes.append(byte) }

    mutating func append(contentsOf more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    /// A field of CSV, in quotes where it needs them.
    mutating func append(field: ArraySlice<UInt8>) {
        let needsQuotes = field.contains {
            $0 == quote || $0 == UInt8(ascii: ",") || $0 == lineFeed || $0 == carriageReturn
        }
        guard needsQuotes else { return bytes.append(contentsOf: field) }
        bytes.append(quote)
        for byte in field {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        bytes.append(quote)
    }

    mutating func append(scalar: UInt32) {
        switch scalar {
        case 0..<0x80: bytes.append(UInt8(scalar))
        case 0x80..<0x800:
            bytes.append(0xC0 | UInt8(scalar >> 6))
            bytes.append(0x80 | UInt8(scalar & 0x3F))
        case 0x800..<0x10000:
            bytes.append(0xE0 | UInt8(scalar >> 12))
            bytes.append(0x80 | UInt8(scalar >> 6 & 0x3F))
            bytes.append(0x80 | UInt8(scalar & 0x3F))
        default:
            bytes.append(0xF0 | UInt8(scalar >> 18))
            bytes.append(0x80 | UInt8(scalar >> 12 & 0x3F))
            bytes.append(0x80 | UInt8(scalar >> 6 & 0x3F))
            bytes.append(0x80 | UInt8(scalar & 0x3F))
        }
    }

    mutating func flush(to descriptor: Int32) throws(TableRefusal) {
        do {
            try bytes.withUnsafeBytes { try writeBytes(descriptor, $0) }
        } catch let refusal as TableRefusal {
            throw refusal
        } catch {
            preconditionFailure("only refusals are thrown")
        }
        bytes.removeAll(keepingCapacity: true)
    }
}
