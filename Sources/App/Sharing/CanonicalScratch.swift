import Core
import Crypto
import Storage

/// The bytes that an audit record's hash covers, put together from the columns of a row without making texts.
///
/// The layout is that of `AuditRecord.appendCanonicalBytes`; verification goes its own way to it.
struct CanonicalScratch {
    private(set) var bytes: [UInt8] = []

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    mutating func append(_ number: Int64) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(raw: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: raw) }

    mutating func append(raw: ArraySlice<UInt8>) { bytes.append(contentsOf: raw) }

    mutating func append(text column: Int, of row: borrowing Storage.Row) {
        row.withBytes(column) { text in
            append(Int64(text.count))
            bytes.append(contentsOf: text)
        }
    }

    /// An entry in the columns of its table, without its postings; their number follows.
    mutating func append(entry row: borrowing Storage.Row) {
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
    mutating func append(record row: borrowing Storage.Row) {
        append(row.int(0))
        append(row.int(1))
        for column in 2...7 { append(text: column, of: row) }
    }

    /// SHA-256 of all bytes.
    var hash: SHA256.Digest {
        var hash = SHA256()
        bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return hash.finalize()
    }
}
