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
        var left = payment
        var changed: [Claim] = []
        for claim in claims where claim.open.isPositive && left.isPositive {
            let part = min(left, claim.open)
            left -= part
            changed.append(
                Claim(
                    id: claim.id, debtor: claim.debtor, creditor: claim.creditor, amount: claim.amount,
                    paid: claim.paid + part, dueOn: claim.dueOn))
        }
        precondition(left.isZero, "a payment above what is owed was refused before")
        return changed
    }
}

/// A claim that an event gives rise to.
public struct NewClaim: Hashable, Sendable {
    public let debtor: Party
    public let creditor: Party
    public let amount: Fen
}

extension Guarantee {
    /// Compensation makes re-guarantor and treasury owe their parts; recoveries make the guarantor owe the others.
    func newClaims(from before: Position, to after: Position) -> [NewClaim] {
        guard before.loss != after.loss || before.netRecovered != after.netRecovered else { return [] }
        var claims: [NewClaim] = []
        for party in Party.others where agreement.institution(party) != nil {
            let charged = after.charged(party, agreement.shares) - before.charged(party, agreement.shares)
            if charged.isPositive { claims.append(NewClaim(debtor: party, creditor: .guarantor, amount: charged)) }
            let credited = after.credited[party] - before.credited[party]
            if credited.isPositive { claims.append(NewClaim(debtor: .guarantor, creditor: party, amount: credited)) }
        }
        return claims
    }
}
