/// One record of the audit log: who did what to which record, when and why, with the state before and after.
///
/// The log is a chain: the hash of a record covers the hash of the one before it and `canonicalBytes`.
public struct AuditRecord: Hashable, Sendable {
    /// 1, 2, 3, … without a gap; an entry of the ledger has the number of its record.
    public let number: Int64
    /// Milliseconds since 1970-01-01 UTC.
    public let at: Int64
    public let actor: String
    /// What was done, such as `guarantee.compensated`.
    public let action: String
    /// The record concerned, such as `guarantee/42`.
    public let subject: String
    /// Why, in the words of who did it.
    public let reason: String
    /// The fields that changed, as JSON, before and after.
    public let before: String
    public let after: String
    /// The ledger entry that was recorded with it.
    public let entry: RecordedEntry?

    public init(
        number: Int64, at: Int64, actor: String, action: String, subject: String, reason: String,
        before: String, after: String, entry: RecordedEntry?
    ) {
        self.number = number
        self.at = at
        self.actor = actor
        self.action = action
        self.subject = subject
        self.reason = reason
        self.before = before
        self.after = after
        self.entry = entry
    }

    /// What the first record takes as the hash before it.
    public static let genesis = [UInt8](repeating: 0, count: 32)
}

/// An entry as it is stored: its content, the effect on the guarantee, and its postings by account number.
public struct RecordedEntry: Hashable, Sendable {
    public var day: Day
    public var kind: String
    public var guarantee: Int64?
    public var amount: Int64
    public var interest: Int64
    public var principal: Int64
    public var loss: Int64
    /// The new last day of an extension.
    public var until: Day?
    public var reference: String?
    /// The number of the entry that it reverses.
    public var reverses: Int64?
    public var postings: [Line]

    public struct Line: Hashable, Sendable {
        public var account: Int64
        public var amount: Int64

        public init(account: Int64, amount: Int64) {
            self.account = account
            self.amount = amount
        }
    }

    public init(
        day: Day, kind: String, guarantee: Int64?, amount: Int64, interest: Int64, principal: Int64,
        loss: Int64,
        until: Day?, reference: String?, reverses: Int64?, postings: [Line]
    ) {
        self.day = day
        self.kind = kind
        self.guarantee = guarantee
        self.amount = amount
        self.interest = interest
        self.principal = principal
        self.loss = loss
        self.until = until
        self.reference = reference
        self.reverses = reverses
        self.postings = postings
    }
}

extension AuditRecord {
    /// The record as bytes that differ whenever any field does: numbers as eight bytes, big-endian, and texts
    /// with their length before them. Postings go by rising account number.
    public func appendCanonicalBytes(to bytes: inout [UInt8]) {
        bytes.append(number)
        bytes.append(at)
        bytes.append(actor)
        bytes.append(action)
        bytes.append(subject)
        bytes.append(reason)
        bytes.append(before)
        bytes.append(after)
        guard let entry else { return bytes.append(Int64(0)) }
        bytes.append(Int64(1))
        entry.appendCanonicalBytes(to: &bytes)
    }
}

extension RecordedEntry {
    fileprivate func appendCanonicalBytes(to bytes: inout [UInt8]) {
        bytes.append(Int64(day.number))
        bytes.append(kind)
        bytes.append(guarantee ?? 0)
        bytes.append(amount)
        bytes.append(interest)
        bytes.append(principal)
        bytes.append(loss)
        bytes.append(until.map { Int64($0.number) } ?? .min)
        bytes.append(Int64(reference == nil ? 0 : 1))
        bytes.append(reference ?? "")
        bytes.append(reverses ?? 0)
        bytes.append(Int64(postings.count))
        for line in postings {
            bytes.append(line.account)
            bytes.append(line.amount)
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ number: Int64) {
        Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
    }

    fileprivate mutating func append(_ text: String) {
        append(Int64(text.utf8.count))
        append(contentsOf: text.utf8)
    }
}
