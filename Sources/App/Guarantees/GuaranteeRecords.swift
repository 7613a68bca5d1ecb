import Core
import Storage

/// The list of guarantees.
enum GuaranteeRecords {
    static let list = RecordList(
        name: "guarantees", title: Sentence(zh: "担保", en: "Guarantees"), access: .permission(.readBook),
        columns: [
            .init("guarantee_no", Sentence(zh: "编号", en: "Number"), "g.number", isSortable: true),
            .init("enterprise_name", Sentence(zh: "企业", en: "Enterprise"), "e.name"),
            .init("state", Sentence(zh: "状态", en: "State"), "p.state", .word { stateName($0) }),
            .init(
                "principal", Sentence(zh: "担保金额（元）", en: "Principal (yuan)"), "g.principal", .money,
                isSortable: true),
            .init(
                "outstanding", Sentence(zh: "在保余额（元）", en: "Outstanding (yuan)"),
                "p.disbursed - p.repaid - p.principal_compensated", .money),
            .init("fee_rate", Sentence(zh: "费率", en: "Fee"), "g.fee_rate", .rate),
            .init("starts_on", Sentence(zh: "起始日", en: "From"), "g.starts_on", .day),
            .init("ends_on", Sentence(zh: "到期日", en: "Until"), GuaranteeEndKeys.day, .day, isSortable: true),
            .init("agreement_no", Sentence(zh: "协议", en: "Agreement"), "a.number"),
        ],
        filters: [
            .init(
                name: "q", title: Sentence(zh: "编号、企业名称或代码", en: "Number, enterprise or code"), kind: .search
            ) {
                GuaranteeScope.matches($0)
            },
            .choice("state", Sentence(zh: "状态", en: "State"), states, "p.state || '' = ?"),
            .init(name: "agreement", title: Sentence(zh: "协议编号", en: "Agreement"), kind: .search) {
                SQL("a.number = ?", [.text($0)])
            },
            .day(
                "ends_from", Sentence(zh: "到期日从", en: "Ends from"),
                "COALESCE(p.extended_until, g.ends_on) >= ?"),
            .day("ends_until", Sentence(zh: "到", en: "to"), "COALESCE(p.extended_until, g.ends_on) <= ?"),
            .money(
                "principal_from", Sentence(zh: "金额不低于", en: "Principal at least"), "g.principal >= ?",
                sorts: "principal"),
        ],
        tables: """
            guarantee g JOIN guarantee_position p ON p.guarantee_id = g.id
            JOIN enterprise e ON e.id = g.enterprise_id JOIN agreement a ON a.id = g.agreement_id
            """,
        key: "g.id", sight: Sight.listedGuarantees, narrow: GuaranteeScope.keys,
        address: "/guarantees/",
        empty: Sentence(
            zh: "还没有与本机构有关的担保。", en: "There is no guarantee that concerns your organisation yet."))

    static func stateName(_ word: String) -> Sentence? { Guarantee.State(rawValue: word)?.name }

    private static let states = Guarantee.State.allCases.map {
        FormField.Choice(value: $0.rawValue, title: $0.name)
    }
}
