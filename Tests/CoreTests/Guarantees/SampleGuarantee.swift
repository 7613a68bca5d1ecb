@testable import Core

/// Guarantees for tests: one million yuan under an agreement of four parties.
enum Sample {
    static let day = Day(2016, 3, 1)!
    static let guarantor = Institution(
        id: ID(1), code: "G", name: "担保", kind: .guarantor, level: .city, division: "450100")
    static let reguarantor = Institution(
        id: ID(2), code: "R", name: "再担保", kind: .reguarantor, level: .region, division: "450000")
    static let bank = Institution(
        id: ID(3), code: "B", name: "银行", kind: .bank, level: .region, division: "450000")
    static let treasury = Institution(
        id: ID(4), code: "T", name: "财政", kind: .treasury, level: .city, division: "450100")

    static func agreement(
        _ weights: [Int64] = [4, 3, 2, 1], ceilings: Agreement.Ceilings = .init(),
        refundsUnusedFee: Bool = false
    ) throws -> Agreement {
        try Agreement.concluded(
            id: ID(1), number: "A1",
            parties: [.guarantor: guarantor, .reguarantor: reguarantor, .bank: bank, .treasury: treasury],
            shares: try Shares(weights), from: Day(2016, 1, 1)!, until: nil, ceilings: ceilings,
            refundsUnusedFee: refundsUnusedFee)
    }

    static func terms(principal: Fen = .yuan(1_000_000), rate: Rate = Rate(millionths: 15_000))
        -> Guarantee.Terms
    {
        Guarantee.Terms(
            principal: principal, feeRate: rate, contractOn: day, startsOn: day, endsOn: day + 365)
    }

    static func guarantee(
        in state: Guarantee.State = .filed, _ weights: [Int64] = [4, 3, 2, 1], position: Position = Position()
    ) throws -> Guarantee {
        Guarantee.restored(
            id: ID(1), agreement: try agreement(weights, refundsUnusedFee: true), terms: terms(),
            state: state, position: position)
    }
}

/// A guarantee with all that its events have left behind.
struct History {
    var guarantee: Guarantee
    var past: [PastEvent] = []
    var balances: [Account: Fen] = [:]

    init(_ guarantee: Guarantee) { self.guarantee = guarantee }

    mutating func record(_ event: GuaranteeEvent, on day: Day? = nil) throws(GuaranteeRefusal) {
        let day = day ?? guarantee.position.lastOn ?? Sample.day
        post(try guarantee.recording(event, on: day, reference: nil))
        past.append(PastEvent(entry: Int64(past.count), event: event, day: day, reversed: false))
    }

    /// Records an event that happened before others.
    mutating func insert(_ event: GuaranteeEvent, on day: Day) throws(GuaranteeRefusal) {
        post(try guarantee.inserting(event, on: day, among: past, reference: nil))
        past.append(PastEvent(entry: Int64(past.count), event: event, day: day, reversed: false))
        past.sort { ($0.day, $0.entry) < ($1.day, $1.entry) }
    }

    mutating func reverse(_ index: Int) throws(GuaranteeRefusal) {
        let wrong = past[index]
        let day = guarantee.position.lastOn ?? Sample.day
        post(try guarantee.reversing(wrong, among: past, on: day, reference: nil))
        past[index] = PastEvent(entry: wrong.entry, event: wrong.event, day: wrong.day, reversed: true)
    }

    private mutating func post(_ recording: Recording) {
        for line in recording.entry.postings.lines { balances[line.account, default: .zero] += line.amount }
        guarantee = recording.after
    }

    func balance(_ institution: Institution, _ kind: Account.Kind) -> Fen {
        balances[Account(institution.id, kind), default: .zero]
    }
}
