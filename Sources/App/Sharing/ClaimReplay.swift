import Core

/// The claims of one guarantee as its entries make them, entry by entry.
struct ClaimReplay {
    struct Key: Hashable {
        let entry: Int64
        let debtor: Party
        let creditor: Party
    }

    /// What an entry changed of what one party owes another: owed more or less, or paid.
    struct Movement {
        let entry: Int64
        let day: Day
        let change: NewClaim
        let isPayment: Bool
    }

    /// In the order of the entries.
    private(set) var movements: [Movement] = []
    /// In the order in which they arose.
    private(set) var keys: [Key] = []
    private(set) var claims: [Claim] = []
    private var guarantee: Guarantee
    private var past: [PastEvent] = []

    /// - Parameter start: the guarantee without any money.
    init(_ start: Guarantee) {
        guarantee = Guarantee.restored(
            id: start.id, agreement: start.agreement, terms: start.terms, state: .filed, position: Position())
    }

    /// - Returns: whether the rules allow the entry.
    mutating func take(_ event: GuaranteeEvent, entry: Int64, on day: Day) -> Bool {
        guard let recording = try? recording(event, on: day) else { return false }
        let place = past.firstIndex { $0.day > day } ?? past.endIndex
        past.insert(PastEvent(entry: entry, event: event, day: day, reversed: false), at: place)
        return apply(recording, entry: entry, on: day)
    }

    private func recording(_ event: GuaranteeEvent, on day: Day) throws(GuaranteeRefusal) -> Recording {
        guard let last = guarantee.position.lastOn, day < last else {
            return try guarantee.recording(event, on: day, reference: nil)
        }
        return try guarantee.inserting(event, on: day, among: past, reference: nil)
    }

    /// The same for an entry that takes back an earlier one.
    mutating func reverse(_ wrong: Int64, entry: Int64, on day: Day) -> Bool {
        guard let place = past.firstIndex(where: { $0.entry == wrong }) else { return false }
        let event = past[place]
        guard let recording = try? guarantee.reversing(event, among: past, on: day, reference: nil) else {
            return false
        }
        past[place] = PastEvent(entry: wrong, event: event.event, day: event.day, reversed: true)
        return apply(recording, entry: entry, on: day)
    }

    private mutating func apply(_ recording: Recording, entry: Int64, on day: Day) -> Bool {
        let dueOn = try? WorkingDays.add(guarantee.agreement.claimDueWorkingDays, to: day)
        for claim in recording.claims where !claim.amount.isZero {
            movements.append(Movement(entry: entry, day: day, change: claim, isPayment: false))
        }
        if let payment = recording.payment, !payment.amount.isZero {
            movements.append(Movement(entry: entry, day: day, change: payment, isPayment: true))
        }
        for claim in recording.claims where claim.amount.isPositive {
            keys.append(Key(entry: entry, debtor: claim.debtor, creditor: claim.creditor))
            claims.append(
                Claim(
                    id: ID(Int64(claims.count)), debtor: claim.debtor, creditor: claim.creditor,
                    amount: claim.amount, paid: .zero, dueOn: dueOn))
        }
        for claim in recording.claims where claim.amount.isNegative {
            guard change(claim, -claim.amount, room: \.open, Claim.reducing) else { return false }
        }
        guarantee = recording.after
        guard let payment = recording.payment else { return true }
        return payment.amount.isPositive
            ? change(payment, payment.amount, room: \.open, Claim.paying)
            : change(payment, -payment.amount, room: \.paid, Claim.takingBack)
    }

    private mutating func change(
        _ pair: NewClaim, _ amount: Fen, room: (Claim) -> Fen, _ spread: (Fen, [Claim]) -> [Claim]
    ) -> Bool {
        let concerned = claims.filter { $0.debtor == pair.debtor && $0.creditor == pair.creditor }
        guard concerned.reduce(Fen.zero, { $0 + room($1) }) >= amount else { return false }
        for claim in spread(amount, concerned) { claims[Int(claim.id.number)] = claim }
        return true
    }
}
