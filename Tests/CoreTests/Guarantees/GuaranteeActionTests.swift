import Testing

@testable import Core

/// Which party does what, and with how many eyes.
@Suite struct GuaranteeActionTests {
    /// One line for each action: who does it, and whether another has to approve.
    static let table: [(GuaranteeAction, Set<GuaranteeAction.Doer>, Bool)] = [
        (.accept, [.guarantor], false), (.decline, [.guarantor], true), (.approve, [.guarantor], true),
        (.withdraw, [.enterprise, .guarantor], false), (.contract, [.guarantor], true),
        (.file, [.guarantor], true), (.startDueDiligence, [.guarantor], false),
        (.approveFiling, [.reguarantor], true), (.markOverdue, [.bank], false),
        (.markCurrent, [.bank], false), (.disburse, [.bank], true), (.repay, [.bank], true),
        (.release, [.guarantor], true), (.extend, [.guarantor], true), (.claim, [.bank], true),
        (.compensate, [.guarantor], true), (.recover, [.guarantor], true), (.payFee, [.guarantor], true),
        (.refundFee, [.guarantor], true), (.payShare, [.reguarantor, .bank, .treasury], true),
        (.recoveryCost, [.guarantor], true), (.passOn, [.guarantor], true), (.writeOff, [.guarantor], true),
    ]

    @Test func theTableIsWhole() {
        #expect(Self.table.map(\.0) == GuaranteeAction.allCases)
        for (action, doers, needsSecondPerson) in Self.table {
            #expect(action.doers == doers && action.needsSecondPerson == needsSecondPerson, "\(action)")
        }
    }

    /// Every step of a guarantee can be taken by someone, and every action has a name.
    @Test func nothingIsOutOfReach() {
        for step in GuaranteeStep.allCases {
            #expect(GuaranteeAction.allCases.contains { $0.step == step }, "\(step)")
        }
        for action in GuaranteeAction.allCases {
            #expect(!action.name.zh.isEmpty && !action.name.en.isEmpty)
        }
    }
}
