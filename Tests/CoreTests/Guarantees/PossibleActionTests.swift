import Testing

@testable import Core

/// What is offered can be done, and what is not offered can't: seeded lives through every state.
@Suite struct PossibleActionTests {
    private static let lives = 150
    private static let steps = 24

    @Test func whatIsOfferedIsWhatCoreAccepts() throws {
        var random = SeededGenerator(seed: 2017)
        var met: Set<Guarantee.State> = []
        var done: Set<GuaranteeAction> = []
        for life in 0..<Self.lives {
            var guarantee = try Guarantee.applied(
                id: ID(1),
                under: try Sample.agreement(
                    life % 3 == 0 ? [8, 0, 2, 0] : [4, 3, 2, 1], refundsUnusedFee: life % 2 == 0),
                terms: Sample.terms())
            for _ in 0..<Self.steps {
                met.insert(guarantee.state)
                var next: [(action: GuaranteeAction, after: Guarantee)] = []
                for action in GuaranteeAction.allCases {
                    for doer in GuaranteeAction.Doer.allCases where action.doers.contains(doer) {
                        let after = Self.outcomes(of: action, by: doer, guarantee)
                        let isOffered = action.isPossible(for: guarantee, by: doer)
                        #expect(isOffered != after.isEmpty, "\(action) by \(doer) in \(guarantee)")
                        next += after.map { (action, $0) }
                    }
                }
                // What ends a life at once would leave little of it to see.
                let lively = next.filter {
                    ![.decline, .withdraw].contains($0.action) || random.next() % 8 == 0
                }
                let actions = GuaranteeAction.allCases.filter { one in lively.contains { $0.action == one } }
                guard let action = actions.randomElement(using: &random),
                    let chosen = lively.filter({ $0.action == action }).randomElement(using: &random)
                else { break }
                done.insert(action)
                guarantee = chosen.after
            }
        }
        #expect(met == Set(Guarantee.State.allCases))
        #expect(done == Set(GuaranteeAction.allCases))
    }

    @Test func nobodyElseIsOfferedAnything() throws {
        for state in Guarantee.State.allCases {
            let guarantee = try Sample.guarantee(in: state)
            for action in GuaranteeAction.allCases {
                for doer in GuaranteeAction.Doer.allCases where !action.doers.contains(doer) {
                    #expect(!action.isPossible(for: guarantee, by: doer), "\(action) by \(doer)")
                }
            }
        }
    }

    /// The guarantees that Core lets the action end in, with any of the inputs that a person could give.
    private static func outcomes(
        of action: GuaranteeAction, by doer: GuaranteeAction.Doer, _ guarantee: Guarantee
    ) -> [Guarantee] {
        if let step = action.step {
            guard let after = try? guarantee.taking(step) else { return [] }
            // A stop-loss leads the filing to another state.
            return step == .file ? [after, guarantee.with(state: .awaitingApproval)] : [after]
        }
        let day = guarantee.position.lastOn ?? Sample.day
        return events(of: action, by: doer, guarantee).compactMap {
            (try? guarantee.recording($0, on: day, reference: nil))?.after
        }
    }

    private static func events(
        of action: GuaranteeAction, by doer: GuaranteeAction.Doer, _ guarantee: Guarantee
    ) -> [GuaranteeEvent] {
        let amounts: [Fen] = [Fen(1), Fen(2), Fen(333), .yuan(1_000), .yuan(400_000), .yuan(1_000_000)]
        switch action {
        case .release: return [.released]
        case .extend: return [-9, 0, 30, 400].map { .extended(until: guarantee.endsOn + $0) }
        case .claim:
            return amounts.flatMap {
                [.claimed($0, interest: .zero), .claimed($0, interest: Fen(1)), .claimed($0, interest: $0)]
            }
        case .passOn: return Party.others.flatMap { party in amounts.map { .passedOn(to: party, $0) } }
        case .payShare:
            let parties: [GuaranteeAction.Doer: Party] = [
                .reguarantor: .reguarantor, .bank: .bank, .treasury: .treasury,
            ]
            return amounts.compactMap { amount in parties[doer].map { .paid(by: $0, amount) } }
        default: break
        }
        return amounts.map { amount in
            switch action {
            case .disburse: .disbursed(amount)
            case .repay: .repaid(amount)
            case .compensate: .compensated(amount)
            case .recover: .recovered(amount)
            case .payFee: .feePaid(amount)
            case .refundFee: .feeRefunded(amount)
            case .recoveryCost: .recoveryCost(amount)
            default: .writtenOff(amount)
            }
        }
    }
}
