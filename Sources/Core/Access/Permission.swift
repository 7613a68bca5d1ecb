/// What a person may do, by the kind of organisation and the roles there: the least that the work needs.
public enum Permission: String, CaseIterable, Sendable {
    /// Read the book as far as it concerns one's organisation.
    case readBook = "read_book"
    /// Read the figures that are drawn from the book.
    case readFigures = "read_figures"
    /// Read the ledger: accounts, entries, statements.
    case readLedger = "read_ledger"
    /// Enter what is to be done, for another to approve where two are needed.
    case enter
    /// Decide on what another of the same organisation has entered.
    case approve
    /// Enter the firms, institutions and agreements that concern all.
    case keepRegister = "keep_register"
    /// Tell the register what one's organisation knows of firms.
    case tellFacts = "tell_facts"
    /// See the numbers and addresses of firms' contacts whole.
    case readContacts = "read_contacts"
    /// Try out and write other versions of policies.
    case draftPolicies = "draft_policies"
    /// Put in force the version of a policy that another has written.
    case approvePolicies = "approve_policies"
    /// Keep the people and tokens of one's own organisation.
    case keepPeople = "keep_people"
    /// Keep all organisations and their people.
    case keepPlatform = "keep_platform"
    /// Search the audit log: supervisors all of it, the operator what concerns organisations and people.
    case readAudit = "read_audit"
    /// See whether the platform is well.
    case readHealth = "read_health"

    public var name: Sentence {
        switch self {
        case .readBook: Sentence(zh: "查看担保", en: "read the book")
        case .readFigures: Sentence(zh: "查看统计", en: "read figures")
        case .readLedger: Sentence(zh: "查看账目", en: "read the ledger")
        case .enter: Sentence(zh: "经办录入", en: "enter")
        case .approve: Sentence(zh: "复核", en: "approve")
        case .keepRegister: Sentence(zh: "维护名录", en: "keep the register")
        case .tellFacts: Sentence(zh: "报送企业信息", en: "tell the register of firms")
        case .readContacts: Sentence(zh: "查看企业联系方式", en: "see firms' contacts whole")
        case .draftPolicies: Sentence(zh: "推演与起草政策", en: "try out and draft policies")
        case .approvePolicies: Sentence(zh: "批准政策施行", en: "put policies in force")
        case .keepPeople: Sentence(zh: "管理本机构用户", en: "keep the people of the organisation")
        case .keepPlatform: Sentence(zh: "管理全部机构", en: "keep all organisations")
        case .readAudit: Sentence(zh: "查看审计日志", en: "read the audit log")
        case .readHealth: Sentence(zh: "查看运行状况", en: "see the platform's health")
        }
    }

    /// What the roles of a person in an organisation of that kind allow.
    public static func granted(to roles: Set<Role>, in kind: OrganisationKind) -> Set<Permission> {
        known[kind]?[roles] ?? []
    }

    /// All answers, since each request asks for one.
    private static let known: [OrganisationKind: [Set<Role>: Set<Permission>]] = Dictionary(
        uniqueKeysWithValues: OrganisationKind.allCases.map { kind in
            var granted: [Set<Role>: Set<Permission>] = [:]
            for bits in 1..<1 << Role.allCases.count {
                let roles = Role.allCases.enumerated().filter { bits >> $0.offset & 1 == 1 }.map(\.element)
                granted[Set(roles)] = roles.reduce(into: []) { $0.formUnion(Self.granted(to: $1, in: kind)) }
            }
            return (kind, granted)
        })

    private static func granted(to role: Role, in kind: OrganisationKind) -> Set<Permission> {
        switch (role, kind) {
        case (.administrator, .platformOperator): [.keepPeople, .keepPlatform, .readAudit, .readHealth]
        case (.administrator, _): [.keepPeople]
        case (_, .platformOperator): [.readHealth]
        case (.clerk, .platform): [.readBook, .readContacts]
        case (.viewer, .platform): [.readBook]
        // There is nothing to approve.
        case (.approver, .platform): []
        case (.viewer, .supervisor): [.readBook, .readFigures, .readLedger, .readAudit]
        case (.clerk, .supervisor):
            [.readBook, .readFigures, .readLedger, .tellFacts, .readContacts, .draftPolicies]
        case (.approver, .supervisor): [.readBook, .readFigures, .readLedger, .approvePolicies]
        case (.clerk, .enterprise): [.readBook, .enter, .tellFacts]
        case (.approver, .enterprise): [.readBook, .approve]
        case (.viewer, .enterprise): [.readBook]
        case (.clerk, .reguarantor): [.readBook, .readFigures, .readLedger, .enter, .keepRegister]
        case (.approver, .reguarantor): [.readBook, .readFigures, .readLedger, .approve, .keepRegister]
        case (.clerk, .guarantor), (.clerk, .bank):
            [.readBook, .readFigures, .readLedger, .enter, .readContacts]
        case (.clerk, _): [.readBook, .readFigures, .readLedger, .enter]
        case (.approver, _): [.readBook, .readFigures, .readLedger, .approve]
        case (.viewer, _): [.readBook, .readFigures, .readLedger]
        }
    }
}
