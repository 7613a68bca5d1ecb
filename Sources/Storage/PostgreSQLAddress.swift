struct PostgreSQLAddress: Sendable {
    init(url: String) throws { throw StorageError.cannotOpen("PostgreSQL is not there yet") }
}
final class PostgreSQLConnection: Connection {
    init(_ address: PostgreSQLAddress, as role: Place.Role) throws { super.init(engine: .postgresql) }
}
enum PostgreSQLColumn {
    static func int(_ result: OpaquePointer, _ row: Int32, _ column: Int) -> Int64? { nil }
    static func isNull(_ result: OpaquePointer, _ row: Int32, _ column: Int) -> Bool { true }
    static func bytes(_ result: OpaquePointer, _ row: Int32, _ column: Int) -> UnsafeBufferPointer<UInt8>? {
        nil
    }
}
