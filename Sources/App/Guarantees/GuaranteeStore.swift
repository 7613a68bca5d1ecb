public import Core
import Storage

/// Guarantees and their positions in the database: load, decide in Core, record.
public enum GuaranteeStore {
    /// A guarantee as it is in the database, with the version that a change must have seen.
    public struct Stored: Sendable {
        public let guarantee: Guarantee
        public let version: Int64
        /// The number of the entry that already has the reference asked for.
        let entryOfReference: Int64?
    }

    /// What became of a message with an idempotency key.
    public enum Outcome: Hashable, Sendable {
        case recorded(Int64)
        case alreadyThere(Int64)
    }

    /// Where a treasury's payment comes from.
    public enum Funding: Sendable {
        case fundOnly
        /// For the past that a book brings in: what the fund lacks was appropriated with the payment.
        case budgetWhereShort
    }

    /// Loads a guarantee by its number, as the transaction has it.
    public static func load(number: String, _ writing: Writing, reference: String? = nil) throws -> Stored {
        let scope = writing.scope
        if let (guarantee, version) = scope.changed[number] {
            let entry = try LedgerStore.entry(of: reference, writing)
            return Stored(guarantee: try guarantee.current(scope), version: version, entryOfReference: entry)
        }
        let begun = try stored(number, reference, scope, writing.connection.asBegun)
        if let begun, !scope.changed.contains(begun.guarantee.id) { return begun }
        guard let stored = try stored(number, reference, scope, writing.connection) else {
            throw NotFound.guarantee(number)
        }
        return stored
    }

    private static func stored(
        _ number: String, _ reference: String?, _ scope: WriteScope, _ connection: Connection
    ) throws -> Stored? {
        let row = try connection.first(statement(number: number, reference: reference)) { row in
            (row.int(1), PositionRow.guarantee(row), row.int(8), row.optionalInt(31))
        }
        guard let (agreement, guarantee, version, entry) = row else { return nil }
        let stored = Stored(
            guarantee: guarantee(try scope.agreement(ID(agreement))), version: version,
            entryOfReference: entry ?? reference.flatMap { scope.changed.entries[$0] })
        scope.changed.know(number, stored.guarantee.id, version: version)
        return stored
    }

    /// The same for a reader, who knows the agreement.
    static func load(
        number: String, _ agreement: Agreement, _ connection: Connection
    ) throws -> (guarantee: Guarantee, version: Int64) {
        let row = try connection.first(statement(number: number, reference: nil)) { row in
            (PositionRow.guarantee(row), row.int(8))
        }
        guard let (stored, version) = row else { throw NotFound.guarantee(number) }
        return (stored(agreement), version)
    }

    private static func statement(number: String, reference: String?) -> SQL {
        SQL(
            """
            SELECT g.id, g.agreement_id, g.principal, g.fee_rate, g.contract_on, g.starts_on, g.ends_on,
                p.state,
                p.version, p.last_on, p.disbursed, p.repaid, p.principal_claimed, p.interest_claimed, p.loss,
                p.principal_compensated, p.fee_paid, p.fee_refunded, p.recovered, p.recovery_costs,
                    p.written_off,
                p.paid_reguarantor, p.paid_bank, p.paid_treasury, p.credited_reguarantor, p.credited_bank,
                p.credited_treasury, p.passed_reguarantor, p.passed_bank, p.passed_treasury, p.extended_until,
                (SELECT e.id FROM entry e WHERE e.reference = ?)
            FROM guarantee g JOIN guarantee_position p ON p.guarantee_id = g.id WHERE g.number = ?
            """, [Value(reference), .text(number)])
    }

    /// Records an event that moves money, once for each reference.
    @discardableResult
    public static func record(
        _ event: GuaranteeEvent, guarantee number: String, on day: Day, reference: String?,
        funding: Funding = .fundOnly, _ writing: Writing
    ) throws -> Outcome {
        try RepeatedMessage.checkForm(of: reference)
        let stored = try load(number: number, writing, reference: reference)
        if let known = stored.entryOfReference {
            let message = RepeatedMessage(
                guarantee: stored.guarantee.id.number, kind: event.kind, day: day,
                amount: event == .released ? nil : event.amount, interest: event.interest, until: event.until,
                reverses: nil)
            return .alreadyThere(try message.check(entry: known, reference, writing.connection))
        }
        let source = writing.source(of: stored.guarantee.id)
        let recording = try recording(event, of: stored.guarantee, on: day, reference, source)
        try fund(event, on: day, stored.guarantee.agreement, funding, writing)
        return .recorded(try save(recording, from: stored, until: event.until, writing))
    }

    /// An event that happened before others that are recorded already is put in its place among them.
    static func recording(
        _ event: GuaranteeEvent, of guarantee: Guarantee, on day: Day, _ reference: String?,
        _ connection: Connection
    ) throws -> Recording {
        guard let last = guarantee.position.lastOn, day < last else {
            return try guarantee.recording(event, on: day, reference: reference)
        }
        let past = try EntryStore.past(of: guarantee.id, connection)
        return try guarantee.inserting(event, on: day, among: past, reference: reference)
    }

    /// Takes a step that moves no money.
    public static func take(_ step: GuaranteeStep, guarantee number: String, on day: Day, _ writing: Writing)
        throws
    {
        let stored = try load(number: number, writing)
        let guarantee = stored.guarantee
        if step.commits { try Commitment.check(guarantee, on: day, writing.connection) }
        let rate =
            try step == .file
            ? Commitment.yearSoFar(guarantee.agreement, on: day, writing.connection).rate : nil
        let after = try guarantee.taking(step, compensationRate: rate)
        try PositionRow.update(after, from: guarantee, writing)
        let texts = PositionChange.texts(from: guarantee, to: after)
        try writing.record(
            "guarantee/\(guarantee.id)", action: "guarantee.\(step.rawValue)", before: texts.before,
            after: texts.after)
    }

    /// Takes back one entry of the guarantee by a further one.
    @discardableResult
    public static func reverse(
        entry wrong: Int64, guarantee number: String, on day: Day, reference: String?, _ writing: Writing
    ) throws -> Outcome {
        try RepeatedMessage.checkForm(of: reference)
        let stored = try load(number: number, writing, reference: reference)
        if let known = stored.entryOfReference {
            let message = RepeatedMessage(guarantee: stored.guarantee.id.number, day: day, reverses: wrong)
            return .alreadyThere(try message.check(entry: known, reference, writing.connection))
        }
        let past = try EntryStore.past(of: stored.guarantee.id, writing.source(of: stored.guarantee.id))
        guard let event = past.first(where: { $0.entry == wrong }) else {
            throw NotFound.entry(String(wrong))
        }
        let recording = try stored.guarantee.reversing(event, among: past, on: day, reference: reference)
        return .recorded(try save(recording, from: stored, until: nil, reverses: wrong, writing))
    }

    private static func save(
        _ recording: Recording, from stored: Stored, until: Day?, reverses: Int64? = nil, _ writing: Writing
    ) throws -> Int64 {
        let before = stored.guarantee
        let source = writing.source(of: before.id)
        let entry = RecordedEntry(
            recording.entry, principal: recording.principal, loss: recording.loss, until: until,
            reverses: reverses)
        let texts = PositionChange.texts(from: before, to: recording.after)
        let number = try writing.record(
            "guarantee/\(before.id)",
            action: reverses == nil ? "guarantee.\(entry.kind)" : "guarantee.reverse", before: texts.before,
            after: texts.after, entry: entry)
        try PositionRow.update(recording.after, from: before, writing)
        try ClaimStore.apply(recording, entry: number, from: source, writing.connection)
        return number
    }

    /// A treasury pays out of its fund, and only what is in it.
    private static func fund(
        _ event: GuaranteeEvent, on day: Day, _ agreement: Agreement, _ funding: Funding, _ writing: Writing
    ) throws {
        guard case .paid(by: .treasury, let amount) = event, let treasury = agreement.treasury else { return }
        let balance = try writing.scope.balance(Account(treasury, .fund))
        guard amount > balance else { return }
        guard funding == .budgetWhereShort else { throw GuaranteeRefusal.fundShort(amount, balance) }
        try LedgerStore.appropriate(amount - balance, to: treasury, on: day, reference: nil, writing)
    }
}

extension Guarantee {
    /// Under its agreement as that is by now.
    fileprivate func current(_ scope: WriteScope) throws -> Guarantee {
        Guarantee.restored(
            id: id, agreement: try scope.agreement(agreement.id), terms: terms, state: state,
            position: position)
    }
}

extension GuaranteeStep {
    /// Whether the guarantor is bound by it, so that the limits are checked.
    var commits: Bool { self == .file || self == .approveFiling }
}

extension GuaranteeEvent {
    var until: Day? {
        if case .extended(let until) = self { until } else { nil }
    }
}
