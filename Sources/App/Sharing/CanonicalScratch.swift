import Core
import Crypto
import Storage

/// The bytes that an audit record's hash covers, put together from the columns of a row without making texts.
///
/// The layout is that of `AuditRecord.appendCanonicalBytes`; verification goes its own way to it.
final class CanonicalScratch {
    private let scratch = ByteScratch()

    var count: Int { scratch.count }

    func removeAll() { scratch.clear() }

    func append(_ number: Int64) {
        withUnsafeBytes(of: number.bigEndian) { scratch.append($0.bindMemory(to: UInt8.self)) }
    }

    func append(raw: UnsafeBufferPointer<UInt8>) { scratch.append(raw) }

    func append(text column: Int, of row: borrowing Storage.Row) {
        row.withBytes(column) { text in
            append(Int64(text.count))
            scratch.append(text)
        }
    }

    /// An entry in the columns of its table, without its postings; their number follows.
    func append(entry row: borrowing Storage.Row) {
        append(row.int(1))
        append(text: 2, of: row)
        append(row.optionalInt(3) ?? 0)
        for column in 4...7 { append(row.int(column)) }
        append(row.optionalInt(8) ?? .min)
        append(row.isNull(9) ? 0 : 1)
        append(text: 9, of: row)
        append(row.optionalInt(10) ?? 0)
    }

    /// An audit record in the columns of its table, without its entry.
    func append(record row: borrowing Storage.Row) {
        append(row.int(0))
        append(row.int(1))
        for column in 2...7 { append(text: column, of: row) }
    }

    /// A piece of the bytes, good until the next is appended.
    subscript(range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: scratch.base + range.lowerBound, count: range.count)
    }

    /// SHA-256 of all bytes.
    var hash: SHA256.Digest {
        var hash = SHA256()
        hash.update(bufferPointer: UnsafeRawBufferPointer(self[0..<count]))
        return hash.finalize()
    }
}
