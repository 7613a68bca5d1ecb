import Testing

@testable import Core

/// Who may do what: the least that the work needs, and four eyes.
@Suite struct PermissionTests {
    /// One line for each permission: the kinds of organisation in which some role has it.
    static let table: [(Permission, Set<OrganisationKind>)] = [
        (.readBook, [.enterprise, .guarantor, .reguarantor, .bank, .treasury, .platform, .supervisor]),
        (.readFigures, [.guarantor, .reguarantor, .bank, .treasury, .supervisor]),
        (.readLedger, [.guarantor, .reguarantor, .bank, .treasury, .supervisor]),
        (.enter, [.enterprise, .guarantor, .reguarantor, .bank, .treasury]),
        (.approve, [.enterprise, .guarantor, .reguarantor, .bank, .treasury]),
        (.keepRegister, [.reguarantor]),
        (.tellFacts, [.enterprise, .supervisor]),
        (.readContacts, [.guarantor, .bank, .platform, .supervisor]),
        (.draftPolicies, [.supervisor]),
        (.approvePolicies, [.supervisor]),
        (.keepPeople, Set(OrganisationKind.allCases)),
        (.keepPlatform, [.platformOperator]),
        (.readAudit, [.supervisor, .platformOperator]),
        (.readHealth, [.platformOperator]),
    ]

    @Test func theTableIsWhole() {
        #expect(Self.table.map(\.0) == Permission.allCases)
        for (permission, kinds) in Self.table {
            for kind in OrganisationKind.allCases {
                let all = Permission.granted(to: Set(Role.allCases), in: kind)
                #expect(all.contains(permission) == kinds.contains(kind), "\(permission) \(kind)")
            }
        }
    }

    @Test func supervisorsPlatformsAndOperatorsChangeNoBusiness() {
        for kind in [OrganisationKind.platform, .supervisor, .platformOperator] {
            let all = Permission.granted(to: Set(Role.allCases), in: kind)
            #expect(all.isDisjoint(with: [.enter, .approve, .keepRegister]))
        }
    }

    @Test func nobodyEntersAndApprovesByOneRole() {
        for kind in OrganisationKind.allCases {
            for role in Role.allCases {
                let granted = Permission.granted(to: [role], in: kind)
                #expect(!granted.isSuperset(of: [.enter, .approve]))
                #expect(!granted.isSuperset(of: [.draftPolicies, .approvePolicies]))
            }
            #expect(Permission.granted(to: [.viewer], in: kind).isDisjoint(with: [.enter, .approve]))
            #expect(Permission.granted(to: [.administrator], in: kind).isDisjoint(with: [.readBook, .enter]))
        }
    }

    @Test func rolesAreReadAndWritten() {
        #expect(Role.set("clerk,viewer") == [.clerk, .viewer])
        #expect(Role.set("") == nil && Role.set("clerk,") == [.clerk] && Role.set("boss") == nil)
        #expect(Role.text([.viewer, .clerk]) == "clerk,viewer")
    }
}

/// Waiting after wrong passwords, and what a password must be.
@Suite struct SignInRuleTests {
    @Test func waitsGrowAndEnd() {
        let waits = (0...14).map { Lockout.waitSeconds(afterFailures: $0) }
        #expect(waits == [0, 0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600])
        #expect(Lockout.waitSeconds(afterFailures: .max) == Lockout.longestWaitSeconds)
    }

    @Test(arguments: [
        ("short", PasswordRefusal.tooShort), ("aaaaaaaaaaaa", .tooSimple), ("xx wang.li xx", .containsName),
        (String(repeating: "abcde", count: 50), .tooLong),
    ])
    func weakPasswordsAreRefused(password: String, refusal: PasswordRefusal) {
        #expect(throws: refusal) { try PasswordRule.check(password, name: "wang.li") }
    }

    @Test func aSentenceWillDo() throws {
        try PasswordRule.check("桂花开的时候我们再见吧", name: "wang.li")
        try PasswordRule.check("correct horse", name: "wang.li")
    }
}

/// Every state of a proposal, every decision, by everyone who could try.
@Suite struct ProposalTests {
    @Test func everyStateAndDecisionByEveryone() {
        for state in Proposal.State.allCases {
            let proposal = Proposal(id: ID(1), enteredBy: 7, organisation: 3, state: state)
            for decision in Proposal.Decision.allCases {
                for (person, organisation) in [(7, 3), (8, 3), (8, 4)] as [(Int64, Int64)] {
                    let outcome = Result { () throws(ProposalRefusal) in
                        try proposal.deciding(decision, by: person, of: organisation)
                    }
                    #expect(outcome == expected(state, decision, person, organisation))
                }
            }
        }
    }

    /// Only what was approved is taken back, and not by the one who entered it.
    @Test func takingBackIsForAnother() {
        for state in Proposal.State.allCases {
            let proposal = Proposal(id: ID(1), enteredBy: 7, organisation: 3, state: state)
            for (person, organisation) in [(7, 3), (8, 3), (8, 4)] as [(Int64, Int64)] {
                let outcome = Result { () throws(ProposalRefusal) in
                    try proposal.takingBack(by: person, of: organisation)
                }
                let expected: Result<Proposal.State, ProposalRefusal> =
                    organisation != 3
                    ? .failure(.otherOrganisation)
                    : state == .waiting
                        ? .failure(.undecided)
                        : state != .approved
                            ? .failure(.decided(state))
                            : person == 7 ? .failure(.fourEyes) : .success(.withdrawn)
                #expect(outcome == expected, "\(state) \(person)")
            }
        }
    }

    private func expected(
        _ state: Proposal.State, _ decision: Proposal.Decision, _ person: Int64, _ organisation: Int64
    ) -> Result<Proposal.State, ProposalRefusal> {
        if organisation != 3 { return .failure(.otherOrganisation) }
        if state != .waiting { return .failure(.decided(state)) }
        switch (decision, person == 7) {
        case (.withdraw, true): return .success(.withdrawn)
        case (.withdraw, false): return .failure(.notEntered)
        case (_, true): return .failure(.fourEyes)
        case (.approve, false): return .success(.approved)
        case (.reject, false): return .success(.rejected)
        }
    }
}
