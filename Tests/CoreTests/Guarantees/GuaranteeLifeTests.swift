import Testing

@testable import Core

@Suite struct GuaranteeLifeTests {
    /// Every state x every step: allowed exactly where the table says so, and then with the state that
    /// follows.
    @Test func everyStepFromEveryState() throws {
        for state in Guarantee.State.allCases {
            let guarantee = try Sample.guarantee(in: state)
            for step in GuaranteeStep.allCases {
                if step.from.contains(state) {
                    #expect(try guarantee.taking(step).state == step.to)
                } else {
                    #expect(throws: GuaranteeRefusal.stepNotAllowed(step, state)) {
                        try guarantee.taking(step)
                    }
                }
            }
        }
    }

    /// Every state x every event, with money in all places so that only the state decides.
    @Test(arguments: Guarantee.State.allCases)
    func everyEventFromEveryState(_ state: Guarantee.State) throws {
        for (event, expected) in Self.events {
            let guarantee = try Sample.guarantee(in: state, position: Self.position(for: event))
            let isAllowed = event.allowedIn.contains(state)
            if isAllowed {
                let after = try guarantee.recording(event, on: Sample.day + 30, reference: nil).after
                #expect(expected.contains(after.state), "\(event) from \(state) leads to \(after.state)")
            } else {
                #expect(throws: GuaranteeRefusal.eventNotAllowed(event.kind, state)) {
                    try guarantee.recording(event, on: Sample.day + 30, reference: nil)
                }
            }
        }
    }

    private static let running: Set<Guarantee.State> = [.inForce, .overdue, .claimed]
    private static let later: Set<Guarantee.State> = [.inForce, .overdue, .claimed, .compensated, .closed]
    private static let any = Set(Guarantee.State.allCases)

    private static let events: [(GuaranteeEvent, Set<Guarantee.State>)] = [
        (.disbursed(Fen(1)), [.inForce]), (.feePaid(Fen(1)), any), (.feeRefunded(Fen(1)), any),
        (.repaid(Fen(1)), running), (.released, [.released, .compensated, .closed]),
        (.extended(until: Sample.day + 700), [.inForce, .overdue]),
        (.claimed(Fen(1), interest: .zero), [.claimed]),
        (.compensated(Fen(1)), later), (.paid(by: .reguarantor, Fen(1)), later),
        (.paid(by: .treasury, Fen(1)), later), (.recovered(Fen(1)), later), (.recoveryCost(Fen(1)), later),
        (.passedOn(to: .bank, Fen(1)), later), (.writtenOff(Fen(1)), later),
    ]

    private static func position(for event: GuaranteeEvent) -> Position {
        var position = Position()
        position.disbursed = Fen(90_000_000)
        position.feePaid = Fen(1_000)
        guard event != .released, !isRunning(event) else { return position }
        position.principalClaimed = Fen(10_000)
        position.loss = Fen(1_000)
        position.principalCompensated = Fen(1_000)
        position.credited = Position.ByParty(reguarantor: Fen(10), bank: Fen(10), treasury: Fen(10))
        return position
    }

    private static func isRunning(_ event: GuaranteeEvent) -> Bool {
        switch event {
        case .disbursed, .repaid, .extended, .claimed: true
        default: false
        }
    }

    @Test func filingWaitsWhileTheStopLossIsExceeded() throws {
        let ceilings = Agreement.Ceilings(stopLoss: .percent(5))
        let guarantee = Guarantee.restored(
            id: ID(1), agreement: try Sample.agreement(ceilings: ceilings), terms: Sample.terms(),
            state: .contracted,
            position: Position())
        #expect(try guarantee.taking(.file, compensationRate: nil).state == .filed)
        #expect(try guarantee.taking(.file, compensationRate: .percent(5)).state == .filed)
        let waiting = try guarantee.taking(.file, compensationRate: Rate(millionths: 50_001))
        #expect(waiting.state == .awaitingApproval)
        #expect(try waiting.taking(.approveFiling).state == .filed)
    }

    @Test func termsMustKeepTheAgreement() throws {
        let ceilings = Agreement.Ceilings(feeRate: Rate(millionths: 20_000), borrower: .yuan(5_000_000))
        let agreement = try Sample.agreement(ceilings: ceilings)
        func applied(_ terms: Guarantee.Terms) throws(GuaranteeRefusal) -> Guarantee {
            try Guarantee.applied(id: ID(1), under: agreement, terms: terms)
        }
        #expect(try applied(Sample.terms()).state == .applied)
        #expect(try applied(Sample.terms(rate: Rate(millionths: 20_000))).state == .applied)
        #expect(throws: GuaranteeRefusal.feeAboveCeiling(Rate(millionths: 20_001), Rate(millionths: 20_000)))
        {
            try applied(Sample.terms(rate: Rate(millionths: 20_001)))
        }
        #expect(throws: GuaranteeRefusal.borrowerAboveCeiling(Fen(500_000_001), .yuan(5_000_000))) {
            try applied(Sample.terms(principal: Fen(500_000_001)))
        }
        #expect(throws: GuaranteeRefusal.principalNotPositive(.zero)) {
            try applied(Sample.terms(principal: .zero))
        }
        let early = Day(2015, 12, 31)!
        let terms = Guarantee.Terms(
            principal: Fen(1), feeRate: .zero, contractOn: early, startsOn: early, endsOn: early + 1)
        #expect(throws: GuaranteeRefusal.agreementNotInForce("A1", early, from: Day(2016, 1, 1)!, until: nil))
        {
            try applied(terms)
        }
    }

    @Test func daysDoNotRunBackwards() throws {
        var history = History(try Sample.guarantee())
        #expect(throws: GuaranteeRefusal.beforeContract(Sample.day + -1, Sample.day)) {
            try history.guarantee.recording(.disbursed(Fen(1)), on: Sample.day + -1, reference: nil)
        }
        try history.record(.disbursed(Fen(100)), on: Sample.day + 5)
        #expect(throws: GuaranteeRefusal.beforeLastEvent(Sample.day + 4, Sample.day + 5)) {
            try history.guarantee.recording(.repaid(Fen(1)), on: Sample.day + 4, reference: nil)
        }
    }
}
