internal import CLibPQ

/// Reads the columns of a row in PostgreSQL's binary format.
enum PostgreSQLColumn {
    static func isNull(_ result: OpaquePointer, _ row: Int32, _ column: Int) -> Bool {
        PQgetisnull(result, row, Int32(column)) != 0
    }

    static func int(_ result: OpaquePointer, _ row: Int32, _ column: Int) -> Int64? {
        guard let bytes = bytes(result, row, column) else { return nil }
        switch PQftype(result, Int32(column)) {
        case bigint: return bigEndian(bytes, as: Int64.self)
        case integer: return Int64(bigEndian(bytes, as: Int32.self))
        case smallint: return Int64(bigEndian(bytes, as: Int16.self))
        case boolean: return Int64(bytes[0])
        case numeric: return wholeNumeric(bytes)
        case let type: preconditionFailure("column \(column) is not a whole number (type \(type))")
        }
    }

    static func bytes(
        _ result: OpaquePointer, _ row: Int32, _ column: Int
    ) -> UnsafeBufferPointer<UInt8>? {
        let column = Int32(column)
        guard PQgetisnull(result, row, column) == 0 else { return nil }
        let count = Int(PQgetlength(result, row, column))
        guard let start = PQgetvalue(result, row, column) else { return nil }
        return UnsafeBufferPointer(
            start: UnsafeRawPointer(start).assumingMemoryBound(to: UInt8.self), count: count)
    }

    private static let boolean: Oid = 16
    private static let bigint: Oid = 20
    private static let smallint: Oid = 21
    private static let integer: Oid = 23
    private static let numeric: Oid = 1700

    private static func bigEndian<Number: FixedWidthInteger>(
        _ bytes: UnsafeBufferPointer<UInt8>, as type: Number.Type
    ) -> Number {
        precondition(bytes.count == MemoryLayout<Number>.size)
        return Number(bigEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(as: Number.self))
    }

    /// SUM of BIGINT is numeric: digits to the base of 10,000, the first of them worth `10,000 ^ weight`.
    private static func wholeNumeric(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64 {
        let raw = UnsafeRawBufferPointer(bytes)
        func field(_ position: Int) -> Int64 {
            Int64(Int16(bigEndian: raw.loadUnaligned(fromByteOffset: position * 2, as: Int16.self)))
        }
        let count = field(0)
        let weight = field(1)
        let sign = UInt16(bitPattern: Int16(field(2)))
        precondition(sign == 0 || sign == 0x4000, "not a number")
        precondition(count <= weight + 1 || count == 0, "the numeric has a fraction")
        var magnitude: Int64 = 0
        for digit in 0..<(count == 0 ? 0 : weight + 1) {
            let value = digit < count ? field(4 + Int(digit)) : 0
            magnitude = magnitude * 10_000 - value  // negative, because it reaches one further
        }
        return sign == 0 ? -magnitude : magnitude
    }
}

/// Turns an error report of the server into an error, without the DETAIL and without values of rows.
enum PostgreSQLFailure {
    static func error(_ result: OpaquePointer) -> StorageError {
        let code = field(.code, result)
        switch code.prefix(2) {
        case "": return .connectionLost
        case "08", "57": return code == "57014" ? .sql(code: code, message: "cancelled") : .connectionLost
        case "23": return .constraint(kind(code), name(result))
        case "53" where code == "53100": return .full
        // The message of a data exception quotes the data.
        case "22": return .sql(code: code, message: "a value does not fit its type")
        default: return .sql(code: code, message: field(.message, result))
        }
    }

    private static func kind(_ code: String) -> ConstraintKind {
        switch code {
        case "23505": .unique
        case "23503": .foreignKey
        case "23514": .check
        case "23502": .notNull
        default: .other
        }
    }

    private static func name(_ result: OpaquePointer) -> String {
        let constraint = field(.constraint, result)
        if !constraint.isEmpty { return constraint }
        return field(.table, result) + "." + field(.column, result)
    }

    /// The macros `PG_DIAG_…` of libpq are characters, which Swift does not import.
    private enum Field: Unicode.Scalar {
        case code = "C"
        case message = "M"
        case table = "t"
        case column = "c"
        case constraint = "n"
    }

    private static func field(_ field: Field, _ result: OpaquePointer) -> String {
        PQresultErrorField(result, Int32(field.rawValue.value)).map { String(cString: $0) } ?? ""
    }
}
