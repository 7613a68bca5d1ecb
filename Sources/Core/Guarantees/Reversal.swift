/// Correcting the past by further entries: the guarantee is replayed without what was wrong, or with what was
/// told late, and the difference is posted.
public struct PastEvent: Hashable, Sendable {
    public let entry: Int64
    public let event: GuaranteeEvent
    public let day: Day
    public let reversed: Bool

    public init(entry: Int64, event: GuaranteeEvent, day: Day, reversed: Bool) {
        self.entry = entry
        self.event = event
        self.day = day
        self.reversed = reversed
    }
}

extension Guarantee {
    /// The guarantee as its entries make it. What entries do not tell, its own state does: the step before
    /// the money flows, a withdrawal, and the mark of a late loan.
    public func replaying(_ past: [PastEvent], without skipped: Int64? = nil) throws(GuaranteeRefusal)
        -> Guarantee
    {
        var guarantee = with(state: .filed, position: Position())
        for event in past where !event.reversed && event.entry != skipped {
            if state == .withdrawn, event.event.kind == .feeRefunded {
                guarantee = guarantee.with(state: .withdrawn)
            }
            do {
                guarantee = try guarantee.applied(event.event, on: event.day)
            } catch {
                guard skipped != nil else { throw error }
                throw .laterEntryDepends(event.event.kind, event.day)
            }
        }
        return guarantee.with(state: guarantee.state(keeping: state))
    }

    /// What is to be recorded of an event that happened before others that are recorded already, as when a
    /// refused row is mended. It takes effect on its day; what came later must still hold.
    ///
    /// - Parameter past: all entries of the guarantee, by day and then in their order.
    public func inserting(
        _ event: GuaranteeEvent, on day: Day, among past: [PastEvent], reference: String?
    ) throws(GuaranteeRefusal) -> Recording {
        try checkNotBeforeContract(day)
        let earlier = try replaying(past.filter { $0.day <= day })
        _ = try earlier.applied(event, on: day)
        let added = PastEvent(entry: .max, event: event, day: day, reversed: false)
        let all = past.filter { $0.day <= day } + [added] + past.filter { $0.day > day }
        let corrected: Guarantee
        do {
            corrected = try replaying(all, without: .min)
        } catch {
            guard case .laterEntryDepends(let kind, let day) = error else { throw error }
            throw .laterEntryConflicts(kind, day)
        }
        var after = corrected.position
        after.lastOn = position.lastOn
        return recording(event, on: day, reference: reference, after: corrected.with(position: after))
    }

    private func state(keeping step: State) -> State {
        switch (state, step) {
        case (.filed, .applied), (.filed, .accepted), (.filed, .dueDiligence), (.filed, .approved),
            (.filed, .declined), (.filed, .contracted), (.filed, .awaitingApproval), (.filed, .withdrawn),
            (.inForce, .overdue):
            step
        default: state
        }
    }

    /// What is to be recorded to reverse one entry on a day not before the last one.
    ///
    /// - Parameter past: all entries of the guarantee in their order, with those already reversed marked.
    public func reversing(
        _ wrong: PastEvent, among past: [PastEvent], on day: Day, reference: String?
    ) throws(GuaranteeRefusal) -> Recording {
        guard !wrong.reversed else { throw .alreadyReversed }
        if let last = position.lastOn, day < last { throw .beforeLastEvent(day, last) }
        let corrected = try replaying(past, without: wrong.entry)
        var after = corrected.position
        after.lastOn = day
        let amount = wrong.event == .released ? after.outstanding - position.outstanding : wrong.event.amount
        let entry = Entry(
            day: day, kind: wrong.event.kind, guarantee: id, amount: -amount, interest: -wrong.event.interest,
            reference: reference, postings: Postings(from: position, to: after, under: agreement))
        return Recording(
            entry: entry, principal: after.outstanding - position.outstanding,
            loss: after.loss - position.loss,
            claims: newClaims(from: position, to: after),
            payment: wrong.event.payment.map {
                NewClaim(debtor: $0.debtor, creditor: $0.creditor, amount: -$0.amount)
            },
            after: corrected.with(position: after))
    }
}

extension EntryKind {
    /// Whose entry it is: who records it, and who takes it back where it was wrong.
    public var recorders: Set<GuaranteeAction.Doer> {
        switch self {
        case .disbursed, .repaid, .claimed, .bankPaid: [.bank]
        case .released, .extended, .compensated, .recovered, .recoveryCost, .feePaid, .feeRefunded,
            .writtenOff, .recoveryToReguarantor, .recoveryToBank, .recoveryToTreasury:
            [.guarantor]
        case .reguarantorPaid: [.reguarantor]
        case .treasuryPaid, .fundAppropriated: [.treasury]
        case .capitalContributed: [.guarantor, .reguarantor]
        }
    }
}
