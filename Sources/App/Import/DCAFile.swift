import Core
import Glibc

/// The lines of a JSON-lines file, read at once.
enum DCAFile {
    struct Line {
        /// Counted from 1, empty lines too.
        let number: Int
        /// Without the line break.
        let bytes: ArraySlice<UInt8>
    }

    /// The list has half a megabyte.
    static let fileBytes: Int64 = 64 << 20
    static let lineBytes = 64 << 10

    /// All lines that are not empty.
    static func lines(of path: String) throws(TableRefusal) -> [Line] {
        let bytes = try bytes(of: path)
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: byteOrderMark) ? bytes.dropFirst(3) : bytes[...]
        var lines: [Line] = []
        for (index, line) in text.split(separator: lineFeed, omittingEmptySubsequences: false).enumerated() {
            let content = line.last == carriageReturn ? line.dropLast() : line
            guard content.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { continue }
            lines.append(Line(number: index + 1, bytes: content))
        }
        return lines
    }

    private static func bytes(of path: String) throws(TableRefusal) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, systemMessage()) }
        let file = try OpenFile(descriptor: descriptor)
        guard file.byteCount <= fileBytes else { throw .tooLarge(bytes: file.byteCount, limit: fileBytes) }
        var bytes = [UInt8](repeating: 0, count: Int(file.byteCount))
        var done = 0
        while done < bytes.count {
            let (start, rest) = (done, bytes.count - done)
            let result = bytes.withUnsafeMutableBufferPointer { buffer in
                Result { () throws(TableRefusal) in
                    try readBytes(
                        file.descriptor, into: buffer.baseAddress! + start, count: rest, at: Int64(start))
                }
            }
            let count = try result.get()
            guard count > 0 else { break }
            done += count
        }
        return Array(bytes[..<done])
    }
}
