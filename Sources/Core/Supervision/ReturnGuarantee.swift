/// A guarantee with its entries up to the end of a period, as the return needs it.
public struct ReturnGuarantee: Hashable, Sendable {
    public let number: String
    public let agreement: Agreement
    public let terms: Guarantee.Terms
    public let features: GuaranteeFeatures
    public let enterprise: Int64
    public let enterpriseName: String
    public let division: String
    public let industry: String
    public let size: EnterpriseSize
    /// Withdrawn before any money flowed, by the end of the period.
    public let isWithdrawn: Bool
    /// In the order in which they were recorded.
    public var entries: [ReturnEntry] = []

    public init(
        number: String, agreement: Agreement, terms: Guarantee.Terms, features: GuaranteeFeatures,
        enterprise: Int64, enterpriseName: String, division: String, industry: String, size: EnterpriseSize,
        isWithdrawn: Bool
    ) {
        self.number = number
        self.agreement = agreement
        self.terms = terms
        self.features = features
        self.enterprise = enterprise
        self.enterpriseName = enterpriseName
        self.division = division
        self.industry = industry
        self.size = size
        self.isWithdrawn = isWithdrawn
    }
}

/// An entry of the ledger, as far as the return looks at it.
public struct ReturnEntry: Hashable, Sendable {
    public let number: Int64
    public let day: Day
    public let kind: EntryKind
    public let amount: Fen
    /// The change of the outstanding principal.
    public let principal: Fen
    /// The change of the compensated loss.
    public let loss: Fen
    public let until: Day?
    public let reverses: Int64?

    public init(
        number: Int64, day: Day, kind: EntryKind, amount: Fen, principal: Fen, loss: Fen, until: Day?,
        reverses: Int64?
    ) {
        self.number = number
        self.day = day
        self.kind = kind
        self.amount = amount
        self.principal = principal
        self.loss = loss
        self.until = until
        self.reverses = reverses
    }
}

extension ReturnGuarantee {
    /// The rows of the guarantee and of what happened to it in the period.
    public func rows(in period: ReturnPeriod) -> ReturnRows.OfProject {
        let cancelled = cancelledEntries
        var rows = ReturnRows.OfProject(project: project(without: cancelled))
        addShares(to: &rows)
        var running = ReturnRunning(number, agreement)
        for entry in entries where !period.contains(entry.day) { running.add(entry) }
        for entry in entries where period.contains(entry.day) {
            if let partner = cancelled[entry.number], period.contains(partner) { continue }
            running.add(entry, to: &rows)
        }
        return rows
    }

    /// The entries that were taken back to nothing and those that took them back, each with the day of the
    /// other.
    private var cancelledEntries: [Int64: Day] {
        let byNumber = Dictionary(uniqueKeysWithValues: entries.map { ($0.number, $0) })
        var cancelled: [Int64: Day] = [:]
        for entry in entries {
            guard let wrong = entry.reverses.flatMap({ byNumber[$0] }), (wrong.loss + entry.loss).isZero,
                (wrong.amount + entry.amount).isZero, (wrong.principal + entry.principal).isZero
            else { continue }
            cancelled[wrong.number] = entry.day
            cancelled[entry.number] = wrong.day
        }
        return cancelled
    }

    private func project(without cancelled: [Int64: Day]) -> ReturnRows.Project {
        let valid = entries.filter { cancelled[$0.number] == nil }
        let disbursements = valid.filter { $0.kind == .disbursed }
        let outstanding = valid.map(\.principal).sum()
        let state: ReturnRows.State
        if disbursements.isEmpty {
            state = isWithdrawn ? .deleted : .waiting
        } else {
            state = outstanding.isPositive ? .inForce : .ended
        }
        let endsOn = max(valid.compactMap(\.until).max() ?? terms.endsOn, terms.endsOn)
        return ReturnRows.Project(
            id: number, customer: ReturnRows.Customer.id(of: enterprise),
            name: enterpriseName + "融资担保项目", state: state, facts: self,
            termMonths: terms.startsOn.months(until: endsOn),
            fee: Fee.amount(of: terms.principal, rate: terms.feeRate, from: terms.startsOn, to: endsOn),
            disbursedOn: disbursements.first?.day,
            endedOn: state == .ended ? valid.last { $0.principal.isNegative }?.day : nil,
            released: disbursements.map(\.principal).sum() - outstanding)
    }

    private func addShares(to rows: inout ReturnRows.OfProject) {
        let amounts = agreement.shares.parts(of: terms.principal)
        for party in Party.allCases {
            guard let institution = ReturnRows.Institution.id(of: party, in: agreement) else { continue }
            rows.shares.append(
                ReturnRows.Share(
                    id: "\(number)-\(party.rawValue + 1)", project: number, institution: institution,
                    isIndirect: party == .reguarantor,
                    share: ReturnRows.Institution.share(of: party, in: agreement),
                    amount: amounts[party.rawValue]))
        }
    }
}

extension ReturnRows.Institution {
    /// One row for each share that an institution has under some agreement.
    public static func rows(of agreement: Agreement, _ institutions: [ID<Institution>: Institution])
        -> [ReturnRows.Institution]
    {
        Party.allCases.compactMap { party in
            guard let id = id(of: party, in: agreement),
                let institution = agreement.institution(party).flatMap({ institutions[$0] })
            else { return nil }
            return ReturnRows.Institution(
                id: id, kind: institution.kind, name: institution.name, share: share(of: party, in: agreement)
            )
        }
    }

    /// Nil for a party that bears nothing.
    static func id(of party: Party, in agreement: Agreement) -> String? {
        guard let institution = agreement.institution(party), agreement.shares.weights[party.rawValue] > 0
        else {
            return nil
        }
        return "\(institution)-\(share(of: party, in: agreement))"
    }

    /// In hundredths of a percent, which add up to exactly 100% by the rule that splits money.
    static func share(of party: Party, in agreement: Agreement) -> Int64 {
        var parts = Shares.PartBuffer(repeating: 0)
        agreement.shares.split(10_000, into: &parts)
        return parts[party.rawValue]
    }
}

extension Day {
    /// Whole months until a later day, a month begun counted as one.
    func months(until end: Day) -> Int {
        let (first, last) = (components, end.components)
        let months = (last.year - first.year) * 12 + last.month - first.month
        return max(last.day > first.day ? months + 1 : months, 0)
    }
}
