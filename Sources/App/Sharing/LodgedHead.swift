import Core
import Storage

/// The hash of a record that someone kept outside the book: later it shows whether the log still has it.
public struct LodgedHead: Hashable, Sendable {
    public let number: Int64
    public let hash: [UInt8]

    /// Parses `NUMBER:HASH`, the hash in 64 hexadecimal digits.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int64(parts[0]), number > 0 else { return nil }
        let digits = parts[1].compactMap(\.hexDigitValue)
        guard digits.count == 64, parts[1].utf8.count == 64 else { return nil }
        self.number = number
        hash = stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }

    /// Nil when the log has the record with this hash.
    func finding(_ connection: Connection) throws -> Finding? {
        let sql = SQL("SELECT hash FROM audit WHERE id = ?", [.int(number)])
        guard let stored = try connection.first(sql, { $0.bytes(0) }) else { return .lodgedMissing(number) }
        return stored == hash ? nil : .lodgedDiffers(number)
    }
}
