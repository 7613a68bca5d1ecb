import Core
import Storage

/// What a firm that uses the platform is told when it qualifies, or no longer does: once for each change.
enum EntitlementNotices {
    /// The organisations of firms by the firms' numbers.
    static func organisations(_ connection: Connection) throws -> [Int64: Int64] {
        let sql: SQL = """
            SELECT e.id, o.id FROM organisation o JOIN enterprise e ON e.credit_code = o.code
            WHERE o.kind = 'enterprise'
            """
        return Dictionary(
            try connection.all(sql) { ($0.int(0), $0.int(1)) }, uniquingKeysWith: { first, _ in first })
    }

    static func notices(
        _ changes: [EntitlementStore.Change], _ matching: EntitlementMatching,
        _ organisations: [Int64: Int64], _ connection: Connection
    ) throws -> [Notice] {
        guard !organisations.isEmpty else { return [] }
        return try changes.compactMap { change in
            guard let organisation = organisations[change.enterprise], let kind = change.kind.notice else {
                return nil
            }
            let code = SQL("SELECT credit_code FROM enterprise WHERE id = ?", [.int(change.enterprise)])
            let versions = matching.library.policies[change.policy] ?? []
            let inForce = versions.first { $0.inForce.contains(matching.day) }
            let title = (inForce ?? versions.max { $0.inForce.from < $1.inForce.from })?.title
            return Notice(
                organisation: organisation, kind: kind,
                subject: "enterprises/\(try connection.first(code) { $0.text(0) } ?? "")",
                key: "entitlement/\(change.enterprise)/\(change.policy)/\(change.kind.rawValue)/"
                    + "\(matching.day)/\(change.values.map { amount($0, .english) } ?? "")",
                text: text(
                    kind, title ?? Sentence(zh: change.policy, en: change.policy), change.values,
                    on: matching.day))
        }
    }

    /// `100,000.00 yuan`, or at least how much; empty where there is none.
    static func amount(_ values: EntitlementValues, _ t: Language) -> String {
        guard let amount = values.amount else { return "" }
        let (least, most) = (amount.lowerBound.grouped, amount.upperBound.grouped)
        if least == most { return t("\(least) 元", "\(least) yuan") }
        // What is unknown leaves it open how much, so the bounds of a fact are no figure to promise.
        if amount.lowerBound == .zero { return t("金额待定", "amount not yet known") }
        return t("至少 \(least) 元", "at least \(least) yuan")
    }

    private static func text(
        _ kind: Notice.Kind, _ title: Sentence, _ values: EntitlementValues?, on day: Day
    ) -> Sentence {
        let zh = values.map { amount($0, .chinese) }.map { $0.isEmpty ? "" : "，\($0)" } ?? ""
        let en = values.map { amount($0, .english) }.map { $0.isEmpty ? "" : ": \($0)" } ?? ""
        switch kind {
        case .entitlementLost:
            return Sentence(
                zh: "自 \(day) 起不再符合“\(title.zh)”。",
                en: "From \(day) on the firm no longer qualifies for '\(title.en)'.")
        case .entitlementChanged:
            return Sentence(
                zh: "“\(title.zh)”的结果自 \(day) 起有变\(zh)。",
                en: "What '\(title.en)' gives the firm has changed on \(day)\(en).")
        default:
            return Sentence(
                zh: "无需申请：自 \(day) 起符合“\(title.zh)”\(zh)。",
                en: "From \(day) on the firm qualifies for '\(title.en)' without applying\(en).")
        }
    }
}

extension EntitlementStore.Kind {
    var notice: Notice.Kind? {
        switch self {
        case .gained: .entitlementGained
        case .changed: .entitlementChanged
        case .lost: .entitlementLost
        case .revised: nil
        }
    }
}
