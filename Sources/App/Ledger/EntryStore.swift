public import Core
public import Storage

/// Reading the entries of one guarantee back as the events that they record.
public enum EntryStore {
    /// All events of a guarantee by day, and within a day in the order in which they were recorded; those
    /// reversed are marked as such, and reversals themselves left out.
    public static func past(of guarantee: ID<Guarantee>, _ connection: Connection) throws -> [PastEvent] {
        try connection.all(
            SQL(
                """
                SELECT e.id, e.kind, e.amount, e.interest, e.until_day, e.on_day,
                    EXISTS (SELECT 1 FROM entry r WHERE r.reverses = e.id)
                FROM entry e WHERE e.guarantee_id = ? AND e.reverses IS NULL ORDER BY e.on_day, e.id
                """, [.int(guarantee.number)])
        ) { row in
            let event = event(
                row.text(1), Fen(row.int(2)), interest: Fen(row.int(3)), until: row.optionalInt(4))
            guard let event else { preconditionFailure("not an event of a guarantee: \(row.text(1))") }
            return PastEvent(
                entry: row.int(0), event: event, day: Day(number: Int32(row.int(5))),
                reversed: row.int(6) == 1)
        }
    }

    /// What an entry records; nil for a kind that concerns no guarantee.
    static func event(_ kind: String, _ amount: Fen, interest: Fen, until: Int64?) -> GuaranteeEvent? {
        switch EntryKind(rawValue: kind) {
        case .disbursed: .disbursed(amount)
        case .repaid: .repaid(amount)
        case .released: .released
        case .claimed: .claimed(amount, interest: interest)
        case .compensated: .compensated(amount)
        case .recovered: .recovered(amount)
        case .extended: .extended(until: Day(number: Int32(truncatingIfNeeded: until ?? 0)))
        case .feePaid: .feePaid(amount)
        case .feeRefunded: .feeRefunded(amount)
        case .reguarantorPaid: .paid(by: .reguarantor, amount)
        case .treasuryPaid: .paid(by: .treasury, amount)
        case .recoveryCost: .recoveryCost(amount)
        case .writtenOff: .writtenOff(amount)
        case .bankPaid: .paid(by: .bank, amount)
        case .recoveryToReguarantor: .passedOn(to: .reguarantor, amount)
        case .recoveryToBank: .passedOn(to: .bank, amount)
        case .recoveryToTreasury: .passedOn(to: .treasury, amount)
        case .fundAppropriated, .capitalContributed, nil: nil
        }
    }
}
