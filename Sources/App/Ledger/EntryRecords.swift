import Core
import Storage

/// The list of the ledger's entries.
enum EntryRecords {
    static let list = RecordList(
        name: "entries", title: Sentence(zh: "分录", en: "Entries"), access: .permission(.readLedger),
        columns: [
            .init("entry", Sentence(zh: "分录号", en: "Entry"), "e.id", .count),
            .init(
                "on", Sentence(zh: "日期", en: "Day"), "e.on_day", .day, isSortable: true),
            .init("kind", Sentence(zh: "事项", en: "What"), "e.kind", .word { EntryKind(rawValue: $0)?.name }),
            .init("amount", Sentence(zh: "金额（元）", en: "Amount (yuan)"), "e.amount", .money),
            .init("guarantee_no", Sentence(zh: "担保", en: "Guarantee"), "n.number")
                .linked("/guarantees/"),
            .init("reference", Sentence(zh: "流水号", en: "Reference"), "e.reference"),
            .init("reverses", Sentence(zh: "冲销", en: "Takes back"), "e.reverses", .count)
                .linked("/entries/"),
        ],
        filters: [
            .init(
                name: "q", title: Sentence(zh: "分录号、流水号或担保编号", en: "Entry, reference or guarantee"),
                kind: .search
            ) {
                search($0)
            },
            .choice("kind", Sentence(zh: "事项", en: "What"), kinds, "e.kind = ?"),
            .day("from", Sentence(zh: "日期从", en: "From"), "e.on_day >= ?"),
            .day("until", Sentence(zh: "到", en: "to"), "e.on_day <= ?"),
            .money("amount_from", Sentence(zh: "金额不低于", en: "Amount at least"), "e.amount >= ?"),
        ],
        tables: "entry e LEFT JOIN guarantee n ON n.id = e.guarantee_id", key: "e.id", sight: Sight.entries,
        address: "/entries/",
        empty: Sentence(
            zh: "还没有与本机构有关的分录；放款、还款、代偿等业务办理后会自动记账。",
            en:
                "No entry concerns your organisation yet; disbursements, repayments and the like bring them."
        ))

    private static let kinds = EntryKind.allCases.map {
        FormField.Choice(value: $0.rawValue, title: $0.name)
    }

    private static func search(_ text: String) -> SQL {
        SQL(
            """
            (e.id = ? OR e.reference = ?
                OR e.guarantee_id IN (SELECT m.id FROM guarantee m WHERE m.number >= ? AND m.number < ?))
            """, [.int(Int64(text) ?? -1), .text(text), .text(text), .text(text + "\u{10FFFF}")])
    }
}
