import Core
import Storage

/// The page of one entry: its postings, where it came from, and what the audit log keeps of it.
enum EntryPages {
    static func detail(_ ask: Ask, _ entry: SeenEntry, _ connection: Connection) throws -> Answer {
        let t = ask.language
        let kind = name(of: entry.kind, t)
        let page = Page(
            ask: ask, title: t("\(entry.number) 号分录：\(kind)", "Entry \(entry.number): \(kind)"),
            path: [(t("账簿", "Ledger"), "/ledger"), (t("分录", "Entries"), "/entries")],
            message: ActionMessages.done(ask))
        return page.answer(
            """
            \(reversal(entry, t))
            \(try EntryActions.part(ask, entry, connection))
            <div class="columns">\(Parts.section(t("内容", "What"), facts(entry, t)))
            \(Parts.section(t("由来", "Where it came from"), origin(entry, ask)))</div>
            \(Parts.section(t("借贷", "Postings"), postings(entry, ask)))
            \(Parts.section(t("审计记录", "Audit record"), audit(entry, t)))
            """)
    }

    static func name(of kind: String, _ t: Language) -> String {
        EntryKind(rawValue: kind).map { t($0.name) } ?? kind
    }

    private static func reversal(_ entry: SeenEntry, _ t: Language) -> HTML? {
        if let other = entry.reversedBy {
            let link = Parts.link("/entries/\(other)", t("\(other) 号分录", "entry \(other)"))
            return "<p class=\"note\">\(t("本分录已被冲销：", "This entry was taken back by "))\(link)</p>"
        }
        guard let other = entry.reverses else { return nil }
        let link = Parts.link("/entries/\(other)", t("\(other) 号分录", "entry \(other)"))
        return "<p class=\"note\">\(t("本分录冲销：", "This entry takes back "))\(link)</p>"
    }

    private static func facts(_ entry: SeenEntry, _ t: Language) -> HTML {
        var facts = [
            Parts.fact(t("日期", "Day"), entry.day.description),
            Parts.fact(t("金额", "Amount"), markup: "\(entry.amount) \(t("元", "yuan"))"),
        ]
        if !entry.interest.isZero {
            facts.append(
                Parts.fact(t("其中利息", "of which interest"), markup: "\(entry.interest) \(t("元", "yuan"))"))
        }
        if let number = entry.guarantee {
            let address = "/guarantees/\(PercentText.encode(number))"
            facts.append(Parts.fact(t("担保", "Guarantee"), markup: Parts.link(address, number)))
        }
        facts.append(Parts.fact(t("流水号", "Reference"), entry.reference ?? t("无", "none")))
        return Parts.facts(facts)
    }

    private static func origin(_ entry: SeenEntry, _ ask: Ask) -> HTML {
        let t = ask.language
        return Parts.facts([
            Parts.fact(t("记录人", "Recorded by"), entry.actor.shown(to: ask.person, t)),
            Parts.fact(t("记录时间", "Recorded at"), Times.text(entry.at)),
            Parts.fact(t("操作", "Action"), AuditWords.text(entry.action, t)),
            Parts.fact(t("原因", "Reason"), entry.reason.isEmpty ? t("未写", "none given") : entry.reason),
        ])
    }

    private static func postings(_ entry: SeenEntry, _ ask: Ask) -> HTML {
        let t = ask.language
        guard !entry.postings.isEmpty else {
            return Parts.empty(t("这类事项不动账，没有借贷。", "This kind moves no money and has no postings."))
        }
        let own = ask.person.organisation
        let rows = entry.postings.map { posting in
            let sees = own.kind == .supervisor || own.institution == posting.account.institution
            let kind = t(posting.account.kind.name)
            return Tables.row([
                Tables.cell(posting.institution),
                Tables.cell(
                    markup: sees ? Parts.link("/accounts/\(posting.account.number)", kind) : HTML(kind)),
                Tables.number(posting.amount.isPositive ? "\(posting.amount)" : HTML()),
                Tables.number(posting.amount.isNegative ? "\(-posting.amount)" : HTML()),
            ])
        }
        let debits = entry.postings.map(\.amount).filter(\.isPositive).sum()
        let credits = -entry.postings.map(\.amount).filter(\.isNegative).sum()
        let sum: HTML = """
            <tr class="sum"><th scope="row" colspan="2">\(t("合计", "Total"))</th>\
            <td class="number">\(debits)</td><td class="number">\(credits)</td></tr>
            """
        return Tables.wide(
            t("借贷", "Postings"),
            [
                .init(t("机构", "Institution")), .init(t("科目", "Account")), .number(t("借方（元）", "Debit (yuan)")),
                .number(t("贷方（元）", "Credit (yuan)")),
            ], rows + [sum])
    }

    private static func audit(_ entry: SeenEntry, _ t: Language) -> HTML {
        let (before, after) = (fields(entry.before), fields(entry.after))
        var names = before.map(\.name)
        for (name, _) in after where !names.contains(name) { names.append(name) }
        let rows = names.map { name in
            Tables.row([
                Tables.title(name), Tables.cell(before.first { $0.name == name }?.text ?? ""),
                Tables.cell(after.first { $0.name == name }?.text ?? ""),
            ])
        }
        let table: HTML? =
            rows.isEmpty
            ? nil
            : Tables.wide(
                t("前后对照", "Before and after"),
                [.init(t("字段", "Field")), .init(t("之前", "Before")), .init(t("之后", "After"))], rows)
        let hash = Parts.fact(t("链上散列（SHA-256）", "Hash in the chain (SHA-256)"), Hexadecimal.text(entry.hash))
        return "\(table)\(Parts.facts([hash]))"
    }

    private static func fields(_ text: String) -> [(name: String, text: String)] {
        guard case .object(let members) = JSON(parsing: Array(text.utf8)) else { return [] }
        return members.map { member in
            if case .string(let text) = member.value { return (member.name, text) }
            return (member.name, String(decoding: member.value.bytes, as: UTF8.self))
        }
    }
}

/// Bytes as people compare them.
enum Hexadecimal {
    static func text(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
