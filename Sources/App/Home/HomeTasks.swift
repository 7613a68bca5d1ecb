import Core
import Storage

/// What waits for the people of each kind of organisation.
enum HomeTasks {
    /// How far ahead ends are told.
    static let daysAhead = 30

    static func tasks(_ visitor: Visitor, on today: Day, _ connection: Connection) throws -> [HomeTask] {
        guard visitor.may(.readBook) else { return [] }
        switch visitor.organisation.kind {
        case .guarantor: return try guarantor(visitor, today, connection)
        case .bank: return try bank(visitor, today, connection)
        case .reguarantor: return try reguarantor(visitor, connection)
        case .treasury: return try shares(.treasury, visitor, connection)
        case .supervisor: return try supervisor(visitor, today, connection)
        case .enterprise, .platform, .platformOperator: return []
        }
    }

    private static func guarantor(
        _ visitor: Visitor, _ today: Day, _ connection: Connection
    ) throws -> [HomeTask] {
        let groups = try HomeStore.guarantees(
            in: [.applied, .accepted, .dueDiligence, .approved, .contracted, .claimed], for: visitor,
            connection)
        let late = try HomeStore.claims(.late(to: .guarantor, on: today), for: visitor, connection)
        let soon = try HomeStore.ending(
            from: today, until: today + daysAhead, in: .inForce, for: visitor, connection)
        let ended = try HomeStore.ending(
            from: nil, until: today + -1, in: .inForce, for: visitor, connection)
        return [
            task(Sentence(zh: "索赔待代偿", en: "Claims to compensate"), .claimed, groups),
            HomeTask(
                title: Sentence(zh: "他方逾期未付的分担款", en: "Shares that others are late to pay"),
                address: claims(visitor, ["creditor": Party.guarantor.word, "state": "late"]),
                count: late.count,
                amount: late.amount, day: late.day),
            task(Sentence(zh: "申请待受理", en: "Applications to accept"), .applied, groups),
            task(Sentence(zh: "已受理，待尽职调查", en: "Accepted, due diligence to start"), .accepted, groups),
            task(Sentence(zh: "尽职调查中，待审批", en: "In due diligence, to be decided"), .dueDiligence, groups),
            task(Sentence(zh: "已批准，待签约", en: "Approved, contract to sign"), .approved, groups),
            task(Sentence(zh: "已签约，待备案", en: "Contracted, to be filed"), .contracted, groups),
            running(
                Sentence(zh: "已到期仍在保", en: "Ended and still outstanding"), ended,
                ["state": "in_force", "ends_until": (today + -1).description]),
            running(
                Sentence(zh: "\(daysAhead) 天内到期", en: "Ending within \(daysAhead) days"), soon,
                [
                    "state": "in_force", "ends_from": today.description,
                    "ends_until": (today + daysAhead).description,
                ]),
            try own(.guarantor, visitor, connection),
        ]
    }

    private static func bank(
        _ visitor: Visitor, _ today: Day, _ connection: Connection
    ) throws -> [HomeTask] {
        let groups = try HomeStore.guarantees(in: [.filed], for: visitor, connection)
        let yesterday = today + -1
        let ended = try HomeStore.ending(
            from: nil, until: yesterday, in: .inForce, for: visitor, connection)
        let overdue = try HomeStore.ending(
            from: nil, until: yesterday, in: .overdue, for: visitor, connection)
        return [
            running(
                Sentence(zh: "贷款已到期，待标记逾期或索赔", en: "Loans past their end, to mark as overdue or claim"),
                ended,
                ["state": "in_force", "ends_until": yesterday.description]),
            running(
                Sentence(zh: "贷款逾期，待索赔", en: "Loans overdue, to claim"), overdue,
                ["state": "overdue", "ends_until": yesterday.description]),
            task(Sentence(zh: "已备案，待放款", en: "Filed, to be disbursed"), .filed, groups),
            try own(.bank, visitor, connection),
        ]
    }

    private static func reguarantor(_ visitor: Visitor, _ connection: Connection) throws -> [HomeTask] {
        let groups = try HomeStore.guarantees(in: [.awaitingApproval], for: visitor, connection)
        return [task(Sentence(zh: "备案待批", en: "Filings to approve"), .awaitingApproval, groups)]
            + (try shares(.reguarantor, visitor, connection))
    }

    private static func shares(
        _ party: Party, _ visitor: Visitor, _ connection: Connection
    ) throws -> [HomeTask] {
        [try own(party, visitor, connection)]
    }

    private static func supervisor(
        _ visitor: Visitor, _ today: Day, _ connection: Connection
    ) throws -> [HomeTask] {
        let late = try HomeStore.claims(.lateBetweenAll(on: today), for: visitor, connection)
        return [
            HomeTask(
                title: Sentence(zh: "逾期未付的分担款", en: "Shares paid late"),
                address: claims(visitor, ["state": "late"]), count: late.count, amount: late.amount,
                day: late.day),
            HomeTask(
                title: Sentence(zh: "政策草案待批准", en: "Drafts of policies to put in force"),
                address: "/policy-drafts",
                count: visitor.may(.approvePolicies) ? try PolicyDraftStore.countWaiting(connection) : 0,
                amount: nil, day: nil),
        ]
    }

    /// What the visitor's organisation owes the others.
    private static func own(
        _ party: Party, _ visitor: Visitor, _ connection: Connection
    ) throws -> HomeTask {
        let group = try HomeStore.claims(.owed(by: party), for: visitor, connection)
        return HomeTask(
            title: Sentence(zh: "应付分担款", en: "Shares to pay"),
            address: claims(visitor, ["debtor": party.word, "state": "open"]), count: group.count,
            amount: group.amount, day: group.day)
    }

    /// The list of what was counted; for those without the ledger the table on the page itself.
    private static func claims(_ visitor: Visitor, _ filters: [String: String]) -> String {
        visitor.may(.readLedger) ? "/claims" + query(filters).text : "#claims"
    }

    private static func query(_ filters: [String: String]) -> Query {
        filters.sorted { $0.key < $1.key }.reduce(Query()) { $0.setting($1.key, $1.value) }
    }

    /// In a state; its day is the one on which the loan is wanted, or of the claim.
    private static func task(
        _ title: Sentence, _ state: Guarantee.State, _ groups: [Guarantee.State: HomeStore.Group]
    ) -> HomeTask {
        let group = groups[state] ?? HomeStore.Group()
        return HomeTask(
            title: title, address: "/guarantees?state=\(state.rawValue)", count: group.count,
            amount: group.amount, day: group.day, isSince: state == .claimed)
    }

    private static func running(
        _ title: Sentence, _ group: HomeStore.Group, _ filters: [String: String]
    ) -> HomeTask {
        HomeTask(
            title: title, address: "/guarantees\(query(filters).text)", count: group.count,
            amount: group.amount, day: group.day)
    }

    /// The open claims that the page lists: those of the task.
    static func side(of visitor: Visitor, on today: Day) -> HomeStore.Side? {
        guard visitor.may(.readBook) else { return nil }
        switch visitor.organisation.kind {
        case .guarantor: return .late(to: .guarantor, on: today)
        case .reguarantor: return .owed(by: .reguarantor)
        case .bank: return .owed(by: .bank)
        case .treasury: return .owed(by: .treasury)
        case .supervisor: return .lateBetweenAll(on: today)
        case .enterprise, .platform, .platformOperator: return nil
        }
    }
}
