/// The events of a guarantee that move money or change what is owed, each with its guard.
public enum GuaranteeEvent: Hashable, Sendable {
    case disbursed(Fen)
    case feePaid(Fen)
    case feeRefunded(Fen)
    case repaid(Fen)
    /// The guarantee ends and what is still outstanding is set free.
    case released
    case extended(until: Day)
    /// The bank claims a whole loss, of which part may be covered interest.
    case claimed(Fen, interest: Fen)
    /// The guarantor pays the bank all shares but the bank's.
    case compensated(Fen)
    /// The re-guarantor or the treasury pays the guarantor.
    case paid(by: Party, Fen)
    case recovered(Fen)
    case recoveryCost(Fen)
    /// The guarantor passes a party its share of recoveries.
    case passedOn(to: Party, Fen)
    case writtenOff(Fen)
}

/// What a transition leaves behind: the entry for the ledger, what others now owe, and the guarantee after
/// it.
public struct Recording: Hashable, Sendable {
    public let entry: Entry
    /// The change of the outstanding principal.
    public let principal: Fen
    /// The change of the compensated loss.
    public let loss: Fen
    /// What parties have come to owe each other by it.
    /// Below zero where a reversal takes a claim back.
    public let claims: [NewClaim]
    /// What one party has paid another of earlier claims; below zero where a reversal takes it back.
    public let payment: NewClaim?
    public let after: Guarantee
}

extension Guarantee {
    /// What is to be recorded when an event happens on a day.
    ///
    /// - Parameter reference: the idempotency key of the message that told it.
    public func recording(
        _ event: GuaranteeEvent, on day: Day, reference: String?
    ) throws(GuaranteeRefusal) -> Recording {
        try checkNotBeforeContract(day)
        if let last = position.lastOn, day < last { throw .beforeLastEvent(day, last) }
        var position = position
        try applying(event, to: &position)
        position.lastOn = day
        let after = with(state: nextState(after: event, position), position: position)
        return recording(event, on: day, reference: reference, after: after)
    }

    func checkNotBeforeContract(_ day: Day) throws(GuaranteeRefusal) {
        let first = min(terms.contractOn, terms.startsOn)
        guard day >= first else { throw .beforeContract(day, first) }
    }

    /// The guarantee and its money after an event, without an entry; used to rebuild positions.
    func applied(_ event: GuaranteeEvent, on day: Day) throws(GuaranteeRefusal) -> Guarantee {
        var position = position
        try applying(event, to: &position)
        position.lastOn = day
        return with(state: nextState(after: event, position), position: position)
    }

    func recording(
        _ event: GuaranteeEvent, on day: Day, reference: String?, after: Guarantee
    ) -> Recording {
        let (old, new) = (position, after.position)
        let change = new.outstanding - old.outstanding
        let amount = event == .released ? -change : event.amount
        let entry = Entry(
            day: day, kind: event.kind, guarantee: id, amount: amount, interest: event.interest,
            reference: reference, postings: Postings(from: old, to: new, under: agreement))
        return Recording(
            entry: entry, principal: change, loss: new.loss - old.loss, claims: newClaims(from: old, to: new),
            payment: event.payment, after: after)
    }
}

extension Guarantee {
    private func applying(
        _ event: GuaranteeEvent, to position: inout Position
    ) throws(GuaranteeRefusal) {
        guard event.allowedIn.contains(state) else { throw .eventNotAllowed(event.kind, state) }
        switch event {
        case .extended, .released: break
        default: guard event.amount.isPositive else { throw .amountNotPositive(event.kind, event.amount) }
        }
        switch event {
        case .disbursed(let amount):
            let left = terms.principal - position.disbursed
            guard amount <= left else { throw .disbursedAbovePrincipal(amount, left) }
            position.disbursed += amount
        case .feePaid(let amount):
            let left = terms.principal - position.feePaid
            guard amount <= left else { throw .feeAbovePrincipal(amount, left) }
            position.feePaid += amount
        case .feeRefunded(let amount):
            let left = try refundable(position)
            guard amount <= left else { throw .refundAbovePaid(amount, left) }
            position.feeRefunded += amount
        case .repaid(let amount):
            guard amount <= position.unclaimed else { throw .repaidAboveUnpaid(amount, position.unclaimed) }
            position.repaid += amount
        case .released:
            guard position.openClaim.isZero else { throw .releasedWithOpenClaim(position.openClaim) }
            position.repaid += position.unclaimed
        case .extended(let until):
            guard until > endsOn else { throw .extendedBackwards(until, endsOn) }
            position.extendedUntil = until
        case .claimed(let amount, let interest):
            try claim(amount, interest: interest, in: &position)
        case .compensated(let amount):
            try compensate(amount, in: &position)
        case .paid(let party, let amount):
            let owed = position.owedToGuarantor(party, agreement.shares)
            guard amount <= owed else { throw .paidAboveOwed(party, amount, owed) }
            position.paid[party] += amount
        case .passedOn(let party, let amount):
            let owed = position.owedByGuarantor(party)
            guard amount <= owed else { throw .passedOnAboveOwed(party, amount, owed) }
            position.passedOn[party] += amount
        case .recovered(let amount):
            guard position.loss.isPositive else { throw .nothingCompensated(.recovered) }
            try bound(position.recovered + amount)
            position.recovered += amount
        case .recoveryCost(let amount):
            guard position.loss.isPositive else { throw .nothingCompensated(.recoveryCost) }
            try bound(position.recoveryCosts + amount)
            position.recoveryCosts += amount
        case .writtenOff(let amount):
            guard amount <= position.unrecovered else {
                throw .writtenOffAboveUnrecovered(amount, position.unrecovered)
            }
            position.writtenOff = position.effectivelyWrittenOff + amount
        }
        credit(from: self.position, in: &position)
    }

    private func claim(_ amount: Fen, interest: Fen, in position: inout Position) throws(GuaranteeRefusal) {
        guard !interest.isNegative, interest <= amount else { throw .interestOutOfRange(interest, amount) }
        let principal = amount - interest
        guard principal <= position.unclaimed else { throw .claimAboveUnpaid(principal, position.unclaimed) }
        try bound(position.claimed + amount)
        position.principalClaimed += principal
        position.interestClaimed += interest
    }

    /// A payment of part of what is due compensates the largest loss whose shares without the bank's it
    /// covers; principal is compensated before interest.
    private func compensate(_ amount: Fen, in position: inout Position) throws(GuaranteeRefusal) {
        let paid = position.paidToBank(agreement.shares)
        let due =
            position.claimed - agreement.shares.part(of: Party.bank.rawValue, in: position.claimed) - paid
        guard amount <= due else { throw .compensatedAboveDue(amount, due) }
        let loss = agreement.shares.loss(paidToBank: paid + amount, atMost: position.claimed)
        let principal = min(loss - position.loss, position.principalClaimed - position.principalCompensated)
        // What a recovery took back of a write-off stays taken back when the loss grows.
        position.writtenOff = position.effectivelyWrittenOff
        position.loss = loss
        position.principalCompensated += principal
    }

    /// A party is charged its part of a loss and credited what recoveries take off its bearing; what later
    /// costs put back on is charged again, so neither of the two ever falls.
    private func credit(from before: Position, in position: inout Position) {
        guard before.loss != position.loss || before.netRecovered != position.netRecovered else { return }
        let shares = agreement.shares
        let loss = (shares.parts(of: before.loss), shares.parts(of: position.loss))
        let bearing = (before.borne(shares), position.borne(shares))
        for party in Party.others {
            let index = party.rawValue
            let relief = (loss.1[index] - loss.0[index]) - (bearing.1[index] - bearing.0[index])
            position.credited[party] += max(relief, .zero)
        }
    }

    /// All fees of a guarantee that was withdrawn; after an early release what the agreement gives back.
    private func refundable(_ position: Position) throws(GuaranteeRefusal) -> Fen {
        if state == .withdrawn { return position.feePaid - position.feeRefunded }
        guard agreement.refundsUnusedFee else { throw .refundNotAgreed(agreement.number) }
        return unusedFee(on: position.lastOn ?? terms.startsOn)
    }

    private func bound(_ total: Fen) throws(GuaranteeRefusal) {
        guard total <= Guarantee.amountLimit else { throw .aboveLimit(total) }
    }
}

extension Party {
    /// All but the guarantor.
    public static let others: [Party] = [.reguarantor, .bank, .treasury]
}

extension Shares {
    /// The largest loss up to a bound for which all shares but the bank's come to the amount that was paid.
    ///
    /// The shares without the bank's never fall and grow by at most one fen for each fen of loss, so every
    /// amount is met exactly.
    func loss(paidToBank paid: Fen, atMost bound: Fen) -> Fen {
        let bank = Party.bank.rawValue
        var low = paid.fen
        var high = bound.fen
        while low < high {
            let middle = low + (high - low + 1) / 2
            if middle - part(of: bank, in: Fen(middle)).fen <= paid.fen {
                low = middle
            } else {
                high = middle - 1
            }
        }
        return Fen(low)
    }
}
