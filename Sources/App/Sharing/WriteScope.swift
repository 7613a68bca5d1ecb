import Core
import Crypto
public import Storage

/// What the jobs of one write transaction share: the head of the audit chain, the balances they have touched,
/// and the numbers they have given out. Only one transaction writes at a time, so these cannot go stale.
public final class WriteScope: TransactionScope {
    public let connection: Connection
    /// How many records this transaction has appended.
    private(set) var recorded = 0
    private var head: Head
    private var balances: [Int64: Int64] = [:]
    private var touched: Set<Int64> = []
    private var lastNumbers: [NumberedTable: Int64] = [:]
    var changed = ChangedGuarantees()
    /// Until one is concluded or changed they are as they were before the transaction.
    private var hasChangedAgreements = false
    private var agreements: [Int64: Agreement] = [:]
    private var agreementsByNumber: [String: Agreement] = [:]
    private var canonical: [UInt8] = []

    private struct Head {
        var number: Int64
        var hash: [UInt8]
    }

    public init(_ connection: Connection) throws {
        self.connection = connection
        head =
            try connection.first("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1") { row in
                Head(number: row.int(0), hash: row.bytes(1))
            } ?? Head(number: 0, hash: AuditRecord.genesis)
    }

    public func beforeCommit() throws {
        for account in touched.sorted() {
            try connection.run(
                SQL(
                    """
                    INSERT INTO balance (account, amount) VALUES (?, ?)
                    ON CONFLICT (account) DO UPDATE SET amount = excluded.amount
                    """, [.int(account), .int(balances[account, default: 0])]))
        }
        touched.removeAll(keepingCapacity: true)
    }

    public var witness: SQL? {
        guard recorded > 0 else { return nil }
        return SQL("SELECT 1 FROM audit WHERE id = ? AND hash = ?", [.int(head.number), .blob(head.hash)])
    }
}

extension WriteScope {
    /// The number that the next record will have.
    var nextRecord: Int64 { head.number + 1 }

    func append(
        at: Int64, actor: String, action: String, subject: String, reason: String, before: String,
        after: String,
        entry: RecordedEntry?
    ) throws -> Int64 {
        if let entry { try post(entry.postings) }
        let record = AuditRecord(
            number: head.number + 1, at: at, actor: actor, action: action, subject: subject, reason: reason,
            before: before, after: after, entry: entry)
        canonical.removeAll(keepingCapacity: true)
        record.appendCanonicalBytes(to: &canonical)
        let hash = AuditChain.hash(canonical, after: head.hash)
        if let entry {
            try LedgerStore.insert(entry, number: record.number, connection)
            changed.add(entry: record.number, reference: entry.reference)
        }
        try connection.run(
            SQL(
                "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    .int(record.number), .int(at), .text(actor), .text(action), .text(subject), .text(reason),
                    .text(before), .text(after), .blob(hash),
                ]))
        if entry?.guarantee == nil {
            try AuditSubjects.insert(subject, record: record.number, connection)
        }
        head = Head(number: record.number, hash: hash)
        recorded += 1
        return record.number
    }

    /// The balance of an account with all that this transaction has posted.
    func balance(_ account: Account) throws -> Fen { Fen(try balance(number: account.number)) }

    private func balance(number: Int64) throws -> Int64 {
        if let balance = balances[number] { return balance }
        let sql = SQL("SELECT amount FROM balance WHERE account = ?", [.int(number)])
        let balance = try connection.asBegun.first(sql) { $0.int(0) } ?? 0
        balances[number] = balance
        return balance
    }

    /// Adds to the balances once none of them would break its floor.
    private func post(_ postings: [RecordedEntry.Line]) throws {
        for line in postings {
            let before = try balance(number: line.account)
            let (after, overflows) = before.addingReportingOverflow(line.amount)
            guard let account = Account(number: line.account) else {
                preconditionFailure("an account of the book")
            }
            guard !overflows else { throw LedgerRefusal.balanceTooLarge(account.kind) }
            guard after >= 0 || !account.kind.mustNotBeNegative else {
                throw LedgerRefusal.belowZero(account.kind, Fen(before), Fen(line.amount))
            }
        }
        if !postings.isEmpty { connection.noteWrite() }
        for line in postings {
            balances[line.account, default: 0] += line.amount
            touched.insert(line.account)
        }
    }

    /// Puts another balance in the place of one that is not the sum of its postings.
    func setBalance(_ account: Int64, _ amount: Int64) {
        connection.noteWrite()
        balances[account] = amount
        touched.insert(account)
    }

    /// The next number of a table; it is taken once `took` says so, so that a refusal leaves no gap.
    func nextNumber(of table: NumberedTable) throws -> Int64 {
        if let last = lastNumbers[table] { return last + 1 }
        let last = try connection.first(table.maximum) { $0.optionalInt(0) ?? 0 } ?? 0
        lastNumbers[table] = last
        return last + 1
    }

    func took(_ number: Int64, of table: NumberedTable) {
        lastNumbers[table] = number
        if table == .agreement { hasChangedAgreements = true }
    }

    func agreement(_ id: ID<Agreement>) throws -> Agreement {
        if let agreement = agreements[id.number] { return agreement }
        let agreement = try AgreementStore.load(id, agreementSource)
        agreements[id.number] = agreement
        return agreement
    }
}

extension WriteScope {
    private var agreementSource: Connection { hasChangedAgreements ? connection : connection.asBegun }

    /// Lets go of an agreement that has changed.
    func forget(_ agreement: Agreement) {
        hasChangedAgreements = true
        agreements[agreement.id.number] = nil
        agreementsByNumber[agreement.number] = nil
    }

    func agreement(number: String) throws -> Agreement? {
        if let agreement = agreementsByNumber[number] { return agreement }
        let agreement = try AgreementStore.find(number: number, agreementSource)
        agreementsByNumber[number] = agreement
        return agreement
    }
}

/// The tables whose records are numbered 1, 2, 3, … by the only transaction that writes.
enum NumberedTable {
    case institution, agreement, enterprise, guarantee
    case organisation, person, session, token, proposal
    case application, document, notice
    case factSource, ipRight, qualification, supportPlatform, incident, accessRecord
    case decision, policyDraft, matchedPolicy, entitlement
    case researchProject, researchVoucher, contact

    fileprivate var maximum: SQL {
        switch self {
        case .institution: "SELECT MAX(id) FROM institution"
        case .agreement: "SELECT MAX(id) FROM agreement"
        case .enterprise: "SELECT MAX(id) FROM enterprise"
        case .guarantee: "SELECT MAX(id) FROM guarantee"
        case .organisation: "SELECT MAX(id) FROM organisation"
        case .person: "SELECT MAX(id) FROM person"
        case .session: "SELECT MAX(id) FROM session"
        case .token: "SELECT MAX(id) FROM api_token"
        case .proposal: "SELECT MAX(id) FROM proposal"
        case .application: "SELECT MAX(id) FROM application"
        case .document: "SELECT MAX(id) FROM document"
        case .notice: "SELECT MAX(id) FROM notice"
        case .factSource: "SELECT MAX(id) FROM fact_source"
        case .ipRight: "SELECT MAX(id) FROM ip_right"
        case .qualification: "SELECT MAX(id) FROM qualification"
        case .supportPlatform: "SELECT MAX(id) FROM support_platform"
        case .incident: "SELECT MAX(id) FROM incident"
        case .accessRecord: "SELECT MAX(id) FROM access_record"
        case .decision: "SELECT MAX(id) FROM decision"
        case .policyDraft: "SELECT MAX(id) FROM policy_draft"
        case .matchedPolicy: "SELECT MAX(id) FROM matched_policy"
        case .entitlement: "SELECT MAX(id) FROM entitlement"
        case .researchProject: "SELECT MAX(id) FROM research_project"
        case .researchVoucher: "SELECT MAX(id) FROM research_voucher"
        case .contact: "SELECT MAX(id) FROM contact"
        }
    }
}

/// The hash chain of the audit log: SHA-256 over the hash before and the bytes of the record.
enum AuditChain {
    static func hash(_ bytes: [UInt8], after previous: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: previous)
        hash.update(data: bytes)
        return Array(hash.finalize())
    }
}
