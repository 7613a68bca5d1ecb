import Core
import Storage

/// The states that steps have given, of the guarantees whose entries do not tell theirs: those without money
/// yet, withdrawn or late. All others follow from the entries.
struct StepStates: Sendable {
    private var states: [Int64: Guarantee.State] = [:]

    /// A state that a step gave a guarantee; nil where an entry gave it one.
    struct Change: Sendable {
        let guarantee: Int64
        let state: Guarantee.State?
    }

    /// What to replay the entries from.
    subscript(guarantee: Int64) -> Guarantee.State { states[guarantee] ?? .filed }

    mutating func apply(_ changes: [Change]) {
        for change in changes where change.state != nil || !states.isEmpty {
            states[change.guarantee] = change.state
        }
    }

    /// With the records that were added after a number.
    func updated(after head: Int64, _ connection: Connection) throws -> StepStates {
        var updated = self
        let sql = SQL(
            """
            SELECT a.id, a.at, a.actor, a.action, a.subject, a.reason, a.before, a.after, e.id
            FROM audit a LEFT JOIN entry e ON e.id = a.id WHERE a.id > ? ORDER BY a.id
            """, [.int(head)])
        try connection.forEach(sql) { row in
            guard let guarantee = row.withBytes(4, StepStates.guaranteeNumber) else { return }
            let action = row.isNull(8) ? row.text(3) : ""
            if let change = StepStates.change(of: guarantee, row, action: action) { updated.apply([change]) }
        }
        return updated
    }
}

extension StepStates {
    /// What a record in the columns of `audit` says of the state.
    ///
    /// - Parameter action: empty when it comes with an entry.
    static func change(of guarantee: Int64, _ row: borrowing Storage.Row, action: String) -> Change? {
        switch action {
        case "guarantee.apply": return Change(guarantee: guarantee, state: .applied)
        case "guarantee.bring_in", "guarantee.rebuild": return nil
        case "":
            let hasState = row.withBytes(7) { rest(of: $0, after: statePrefix) != nil }
            return hasState ? Change(guarantee: guarantee, state: nil) : nil
        default:
            guard let state = row.withBytes(7, stateText) else { return nil }
            return Change(guarantee: guarantee, state: Guarantee.State(rawValue: state))
        }
    }

    /// The number in `guarantee/42`.
    static func guaranteeNumber(_ subject: UnsafeBufferPointer<UInt8>) -> Int64? {
        guard let digits = rest(of: subject, after: "guarantee/"), (1...18).contains(digits.count) else {
            return nil
        }
        var number: Int64 = 0
        for byte in digits {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            number = number * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        return number
    }

    /// The state in `{"state":"in_force",…`; changes of a guarantee name it first.
    private static func stateText(_ after: UnsafeBufferPointer<UInt8>) -> String? {
        rest(of: after, after: statePrefix).map { rest in
            String(decoding: rest.prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
        }
    }

    private static let statePrefix: StaticString = "{\"state\":\""

    private static func rest(
        of text: UnsafeBufferPointer<UInt8>, after prefix: StaticString
    ) -> Slice<UnsafeBufferPointer<UInt8>>? {
        let length = prefix.utf8CodeUnitCount
        guard text.count > length else { return nil }
        for place in 0..<length where text[place] != prefix.utf8Start[place] { return nil }
        return text.dropFirst(length)
    }
}
