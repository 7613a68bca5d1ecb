import Core

/// What a record comes to in the book: shares, terms and events, tried out on the domain before anything is
/// written.
struct DCAPlan: Sendable {
    let record: DCARecord
    let shares: Shares
    let terms: Guarantee.Terms
    private(set) var events: [Step] = []

    struct Step: Sendable {
        let event: GuaranteeEvent
        let day: Day
        let reference: String
    }

    /// Refuses what the domain would refuse.
    init(_ record: DCARecord) throws {
        self.record = record
        shares = try DCAPlan.shares(of: record.percentage)
        terms = Guarantee.Terms(
            principal: record.principal, feeRate: .zero, contractOn: record.start, startsOn: record.start,
            endsOn: record.end)
        var guarantee = try Guarantee.broughtIn(id: ID(0), under: try agreement(), terms: terms)
        let loss = try whole(record.claims)
        guard loss <= record.utilization else {
            throw DCARefusal.lossAboveDisbursed(
                claims: record.claims, loss: loss, disbursed: record.utilization)
        }
        try add(.disbursed(record.utilization), on: record.start, &guarantee)
        try add(.claimed(loss, interest: .zero), on: record.end, &guarantee)
        try add(.compensated(record.claims), on: record.end, &guarantee)
        try add(.recovered(try recovered(of: loss)), on: record.end, &guarantee)
        // The list says what the guarantor kept: the bank has had its part already.
        try add(.passedOn(to: .bank, guarantee.position.owedByGuarantor(.bank)), on: record.end, &guarantee)
        let mayBeReleased = GuaranteeEvent.released.allowedIn.contains(guarantee.state)
        if record.status == .expired, mayBeReleased, guarantee.position.outstanding.isPositive {
            try add(.released, on: record.end, &guarantee)
        }
    }

    /// The name by which the book knows the guarantor, and what it is called.
    static let guarantor = (code: "USAID-DCA", name: "USAID")
    /// There is no code of China's for where it works.
    static let division = FieldReader.noDivision

    var agreementNumber: String { "DCA-\(record.number)" }
    var bankCode: String { DCANumbers.code(of: record.partner) }

    /// Guarantor and bank in lowest terms: `1:0:1:0` for 50%.
    private static func shares(of percentage: Rate) throws -> Shares {
        let bank = Rate.one.millionths - percentage.millionths
        let exact = try Shares([percentage.millionths, 0, bank, 0])
        return try KnownShares.shares(exact.description)
    }

    private func agreement() throws -> Agreement {
        let guarantor = try Institution.registered(
            id: ID(1), code: DCAPlan.guarantor.code, name: DCAPlan.guarantor.name, kind: .guarantor,
            level: .region,
            division: DCAPlan.division)
        let bank = try Institution.registered(
            id: ID(2), code: bankCode, name: record.partner, kind: .bank, level: .region,
            division: DCAPlan.division)
        return try Agreement.concluded(
            id: ID(0), number: agreementNumber, parties: [.guarantor: guarantor, .bank: bank], shares: shares,
            from: record.start, until: record.end, ceilings: Agreement.Ceilings())
    }

    /// The whole of which the guarantor has an amount.
    private func whole(_ amount: Fen) throws -> Fen {
        guard let whole = shares.whole(giving: amount, to: Party.guarantor.rawValue) else {
            throw GuaranteeRefusal.aboveLimit(amount)
        }
        return whole
    }

    /// What came in altogether, so that the guarantor's part and what is left beyond the loss are what it
    /// kept.
    private func recovered(of loss: Fen) throws -> Fen {
        let beyond = record.recoveries - record.claims
        return beyond.isNegative ? loss - (try whole(-beyond)) : loss + beyond
    }

    /// Adds an event unless its amount is nothing.
    private mutating func add(_ event: GuaranteeEvent, on day: Day, _ guarantee: inout Guarantee) throws {
        guard event == .released || !event.amount.isZero else { return }
        let step = Step(event: event, day: day, reference: "DCA:\(record.number):\(event.kind.rawValue)")
        guarantee = try guarantee.recording(event, on: day, reference: step.reference).after
        events.append(step)
    }
}
