/// One row of a table as views of bytes that hold until the next row is read.
public struct TableRow {
    /// The line of the file on which the row begins, from 1; in a workbook the number of the sheet's row.
    public let line: Int
    /// Where the row begins in the UTF-8 source; for `TableReader.row(at:line:)`.
    public let offset: Int64
    /// The fields in the order of `TableReader.header`.
    public let fields: Fields
    /// The fields as the file has them, in the order of `TableReader.originalHeader`.
    public let original: Fields
    /// What is wrong with the row as a row: its quotes, its number of fields, values that the mapping can't
    /// read.
    public let problems: [RowProblem]

    /// The field of a column; empty when the row is too short.
    @inline(__always)
    public subscript(column: Int) -> Field { fields[column] }

    /// The field of a column that the table may lack; empty then.
    public subscript(column: Int?) -> Field { column.map { fields[$0] } ?? .empty }
}

/// Fields that lie in one buffer.
public struct Fields {
    let base: UnsafePointer<UInt8>
    let bounds: UnsafePointer<FieldBounds>
    public let count: Int

    @inline(__always)
    public subscript(column: Int) -> Field {
        guard column < count else { return .empty }
        let place = bounds[column]
        return Field(bytes: UnsafeBufferPointer(start: base + Int(place.start), count: Int(place.length)))
    }

    /// Copies, for those that outlive the row.
    public var texts: [String] { (0..<count).map { self[$0].text } }

    /// True when none of the fields holds anything.
    var areAllEmpty: Bool {
        for column in 0..<count where bounds[column].length > 0 { return false }
        return true
    }
}

/// The place of a field, counted from the beginning of its record.
public struct FieldBounds {
    var start: Int32
    var length: Int32
}

/// Turns the doubled quotes of a record's quoted fields into single ones, in place.
func unescape(
    _ record: UnsafeMutablePointer<UInt8>, _ bounds: UnsafeMutablePointer<FieldBounds>, count: Int
) {
    for index in 0..<count {
        let from = Int(bounds[index].start)
        guard from > 0, record[from - 1] == quote else { continue }
        let to = from + Int(bounds[index].length)
        var (read, write) = (from, from)
        while read < to {
            record[write] = record[read]
            if record[read] == quote { read += 1 }
            read += 1
            write += 1
        }
        bounds[index].length = Int32(write - from)
    }
}

/// The bytes of one field, without its quotes; they hold until the next row is read.
public struct Field {
    public let bytes: UnsafeBufferPointer<UInt8>

    static var empty: Field { Field(bytes: UnsafeBufferPointer(start: nil, count: 0)) }

    @inline(__always)
    public var isEmpty: Bool { bytes.isEmpty }

    /// A copy as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Without blanks at its ends, those of Chinese text (U+3000) and the one that does not break included.
    public var trimmed: Field {
        var rest = bytes[...]
        while let width = Field.blanks.first(where: { rest.starts(with: $0) })?.count {
            rest = rest.dropFirst(width)
        }
        while let width = Field.blanks.first(where: { rest.suffix($0.count).elementsEqual($0) })?.count {
            rest = rest.dropLast(width)
        }
        return Field(bytes: UnsafeBufferPointer(rebasing: rest))
    }

    private static let blanks: [[UInt8]] = [[0x20], [0x09], [0xE3, 0x80, 0x80], [0xC2, 0xA0]]

    /// True for exactly these characters, without a copy.
    public func equals(_ other: StaticString) -> Bool {
        guard bytes.count == other.utf8CodeUnitCount else { return false }
        return bytes.elementsEqual(UnsafeBufferPointer(start: other.utf8Start, count: bytes.count))
    }
}
