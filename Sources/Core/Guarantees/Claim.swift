/// What one party owes another because of a compensation or a recovery; due in working days, paid in parts.
public struct Claim: Hashable, Sendable {
    public let id: ID<Claim>
    public let debtor: Party
    public let creditor: Party
    public let amount: Fen
    public let paid: Fen
    /// Nil while the calendar of that year is not known.
    public let dueOn: Day?

    public init(id: ID<Claim>, debtor: Party, creditor: Party, amount: Fen, paid: Fen, dueOn: Day?) {
        self.id = id
        self.debtor = debtor
        self.creditor = creditor
        self.amount = amount
        self.paid = paid
        self.dueOn = dueOn
    }

    public var open: Fen { amount - paid }

    /// Days past the due date on a day; nil while it is not late or nothing is open.
    public func daysLate(on day: Day) -> Int? {
        guard open.isPositive, let dueOn, day > dueOn else { return nil }
        return day - dueOn
    }

    /// The claims after a payment, oldest first; those that it does not reach are left out.
    public static func paying(_ payment: Fen, over claims: [Claim]) -> [Claim] {
        spreading(payment, over: claims, room: \.open) { $0.with(paid: $0.paid + $1) }
    }

    /// The claims after a payment is taken back, newest first.
    public static func takingBack(_ payment: Fen, from claims: [Claim]) -> [Claim] {
        spreading(payment, over: claims.reversed(), room: \.paid) { $0.with(paid: $0.paid - $1) }
    }

    /// The claims after part of what is owed falls away, newest first.
    public static func reducing(_ amount: Fen, of claims: [Claim]) -> [Claim] {
        spreading(amount, over: claims.reversed(), room: \.open) { $0.with(amount: $0.amount - $1) }
    }

    private static func spreading(
        _ amount: Fen, over claims: [Claim], room: (Claim) -> Fen, _ change: (Claim, Fen) -> Claim
    ) -> [Claim] {
        var left = amount
        var changed: [Claim] = []
        for claim in claims where left.isPositive && room(claim).isPositive {
            let part = min(left, room(claim))
            left -= part
            changed.append(change(claim, part))
        }
        precondition(left.isZero, "an amount above what is owed was refused before")
        return changed
    }

    private func with(amount: Fen? = nil, paid: Fen? = nil) -> Claim {
        Claim(
            id: id, debtor: debtor, creditor: creditor, amount: amount ?? self.amount,
            paid: paid ?? self.paid,
            dueOn: dueOn)
    }
}

/// An amount that an event makes one party owe or pay another.
public struct NewClaim: Hashable, Sendable {
    public let debtor: Party
    public let creditor: Party
    public let amount: Fen
}

extension Guarantee {
    /// Compensation makes re-guarantor and treasury owe their parts; recoveries make the guarantor owe the
    /// others.
    func newClaims(from before: Position, to after: Position) -> [NewClaim] {
        guard before.loss != after.loss || before.netRecovered != after.netRecovered else { return [] }
        var claims: [NewClaim] = []
        for party in Party.others where agreement.institution(party) != nil {
            let charged = after.charged(party, agreement.shares) - before.charged(party, agreement.shares)
            if !charged.isZero {
                claims.append(NewClaim(debtor: party, creditor: .guarantor, amount: charged))
            }
            let credited = after.credited[party] - before.credited[party]
            if !credited.isZero {
                claims.append(NewClaim(debtor: .guarantor, creditor: party, amount: credited))
            }
        }
        return claims
    }
}

extension GuaranteeEvent {
    /// Who pays whom of earlier claims by it.
    var payment: NewClaim? {
        switch self {
        case .paid(let party, let amount): NewClaim(debtor: party, creditor: .guarantor, amount: amount)
        case .passedOn(let party, let amount): NewClaim(debtor: .guarantor, creditor: party, amount: amount)
        default: nil
        }
    }
}
