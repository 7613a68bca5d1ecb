/// Who people work for and what part they have there.

/// The kinds of organisation whose people use the platform.
public enum OrganisationKind: String, CaseIterable, Sendable {
    case enterprise, guarantor, reguarantor, bank, treasury
    /// A support platform, such as an incubator: sees the firms that it hosts, and changes nothing.
    case platform
    /// Sees everything and changes nothing of the book; its clerks tell the register what they know of firms.
    case supervisor
    /// Keeps the platform running: organisations, people, health; sees no firm's business.
    case platformOperator = "operator"

    public var name: Sentence {
        switch self {
        case .enterprise: Sentence(zh: "企业", en: "enterprise")
        case .guarantor: Sentence(zh: "担保机构", en: "guarantor")
        case .reguarantor: Sentence(zh: "再担保机构", en: "re-guarantor")
        case .bank: Sentence(zh: "银行", en: "bank")
        case .treasury: Sentence(zh: "财政", en: "treasury")
        case .platform: Sentence(zh: "支撑平台", en: "support platform")
        case .supervisor: Sentence(zh: "监管部门", en: "supervisor")
        case .platformOperator: Sentence(zh: "平台运维", en: "operator")
        }
    }

    /// Whether it takes part in guarantees: asks for them, gives them, bears their losses.
    public var takesPart: Bool { self != .platform && self != .supervisor && self != .platformOperator }
}

/// What a person does in an organisation; one person may have several roles.
public enum Role: String, CaseIterable, Comparable, Sendable {
    /// Enters what is to be done (maker).
    case clerk
    /// Decides on what another has entered (checker).
    case approver
    case viewer
    /// Keeps the people of the organisation.
    case administrator

    public var name: Sentence {
        switch self {
        case .clerk: Sentence(zh: "经办", en: "clerk")
        case .approver: Sentence(zh: "复核", en: "approver")
        case .viewer: Sentence(zh: "查询", en: "viewer")
        case .administrator: Sentence(zh: "管理员", en: "administrator")
        }
    }

    public static func < (left: Role, right: Role) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }

    /// Reads roles that are joined by commas; nil when one of them is none.
    public static func set(_ text: String) -> Set<Role>? {
        if let known = known[text] { return known }
        let roles = text.split(separator: ",").map { Role(rawValue: String($0)) }
        guard !roles.isEmpty, roles.allSatisfy({ $0 != nil }) else { return nil }
        return Set(roles.compactMap { $0 })
    }

    /// Every set of roles by its text, since each request asks for one.
    private static let known: [String: Set<Role>] = Dictionary(
        uniqueKeysWithValues: (1..<1 << allCases.count).map { bits in
            let roles = Set(allCases.enumerated().filter { bits >> $0.offset & 1 == 1 }.map(\.element))
            return (text(roles), roles)
        })

    /// The roles joined by commas, in one order.
    public static func text(_ roles: Set<Role>) -> String {
        roles.sorted().map(\.rawValue).joined(separator: ",")
    }
}
