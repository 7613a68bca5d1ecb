import Core
import Storage

/// The firms that a range of the audit log has registered, compared with their rows.
struct RegisteredFirms: Sendable {
    private(set) var runs = NumberRuns()

    /// What the log has registered so far, in order.
    mutating func append(_ more: RegisteredFirms) { runs.append(more.runs) }

    /// Takes a record whose subject is `enterprise/42`, and compares the firm.
    mutating func take(
        _ subject: Substring, record: Int64, after: UnsafeBufferPointer<UInt8>, _ connection: Connection,
        _ findings: inout [Finding]
    ) throws {
        guard let number = Int64(subject), number > 0, number < Verification.numberLimit else { return }
        runs.append(number)
        let sql = SQL("SELECT credit_code, name FROM enterprise WHERE id = ?", [.int(number)])
        let text = try connection.first(sql) { EnterpriseStore.registered($0.text(0), name: $0.text(1)) }
        guard let text else { return findings.append(.rowMissing("enterprise/\(number)", record: record)) }
        if !text.equals(after) { findings.append(.rowDiffers("enterprise/\(number)", record: record)) }
    }
}

/// A firm whose name is not that of its first guarantee: wrong unless it was registered before under its own.
struct NameDoubt: Sendable {
    let enterprise: Int64
    let record: Int64
}
