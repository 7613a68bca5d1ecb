import Core
import HTTPTypes
import Storage

/// The page of one entitlement, on which an officer takes it up, and what a firm finds of its own at home.
enum EntitlementPages {
    static func page(
        _ ask: Ask, _ one: Entitlement, _ refusal: (any Refusal)? = nil
    ) -> Answer {
        let t = ask.language
        let page = Page(
            ask: ask, title: t("\(one.firm)：", "\(one.firm): ") + title(one, ask),
            path: [(t(EntitlementRecords.list.title), "/entitlements")],
            status: refusal == nil ? .ok : .unprocessableContent)
        return page.answer(
            """
            \(Forms.summary(refusal, t))
            \(facts(one, ask))
            \(taken(one, ask))
            """)
    }

    private static func title(_ one: Entitlement, _ ask: Ask) -> String {
        ask.site.policies.title(of: one.policy, on: ask.today).map { ask.language($0) } ?? one.policy
    }

    private static func tag(_ verdict: EntitlementVerdict, _ t: Language) -> HTML {
        Parts.tag(verdict == .yes ? "agreed" : verdict == .open ? "waiting" : "rejected", t(verdict.name))
    }

    private static func explanation(_ one: Entitlement, _ text: String) -> HTML {
        Parts.link("/enterprises/\(one.creditCode)/policies/\(PercentText.encode(one.policy))", text)
    }

    /// The class, the points and the amount, as far as the policy gives them.
    private static func gives(_ one: Entitlement, _ ask: Ask) -> String {
        let t = ask.language
        let classes = (try? ask.site.policies.readable(one.policy, on: one.decidedFor))?.classes ?? []
        let word = one.values.classWord
        var parts = [classes.first { $0.word == word }.map { t($0.title) } ?? word]
        if let low = one.values.scoreLow, let high = one.values.scoreHigh {
            let text = low == high ? "\(Fen(low))" : "\(Fen(low))–\(Fen(high))"
            parts.append(t("\(text) 分", "\(text) points"))
        }
        parts.append(EntitlementNotices.amount(one.values, t))
        return parts.filter { !$0.isEmpty }.joined(separator: t("，", ", "))
    }

    private static func facts(_ one: Entitlement, _ ask: Ask) -> HTML {
        let t = ask.language
        return Parts.facts([
            Parts.fact(
                t("企业", "Enterprise"), markup: Parts.link("/enterprises/\(one.creditCode)", one.firm)),
            Parts.fact(t("政策", "Policy"), markup: Parts.link("/policies/\(one.policy)", title(one, ask))),
            Parts.fact(t("结论", "Verdict"), markup: tag(one.verdict, t)),
            Parts.fact(t("所得", "Gives"), gives(one, ask)),
            Parts.fact(t("自", "Since"), "\(one.since)"),
            Parts.fact(
                t("判定日", "Decided for"), "\(one.decidedFor) (\(Times.text(one.decidedAt)))"),
            Parts.fact(
                t("理由", "Why"), markup: explanation(one, t("逐项说明", "The explanation, condition by condition"))
            ),
        ])
    }

    private static func taken(_ one: Entitlement, _ ask: Ask) -> HTML {
        let t = ask.language
        if let taken = one.taken {
            return Parts.section(
                t("办理", "Taken up"),
                Parts.facts([
                    Parts.fact(t("办理人", "By"), taken.person),
                    Parts.fact(t("办理时间", "At"), Times.text(taken.at)),
                    Parts.fact(t("办理说明", "Note"), taken.note),
                ]))
        }
        guard KeptDecisions.mayKeep(ask.person), one.verdict == .yes else { return HTML() }
        let hint = t(
            "例如认定文号或拨付凭证；不超过 \(Entitlement.noteLimit) 字。",
            "Such as the number of the decision or of the payment; up to \(Entitlement.noteLimit) characters."
        )
        return """
            <form class="card" method="post" action="/entitlements/\(one.number)/take-up">\(Forms.word(ask))
            <p class="field"><label for="field-note">\(t("办理说明", "Note"))</label>
            <input id="field-note" name="note" maxlength="\(Entitlement.noteLimit)" \
            value="\(ask.form["note"])" aria-describedby="field-note-hint" required>
            <span class="hint" id="field-note-hint">\(hint)</span></p>
            <p class="buttons"><button>\(t("标记为已办理", "Mark as taken up"))</button></p></form>
            """
    }

    // MARK: At home

    /// What is new for a firm, and what it has lost; nothing for others.
    static func home(_ ask: Ask, _ connection: Connection) throws -> HTML? {
        guard ask.person.organisation.kind == .enterprise, ask.person.may(.readBook) else { return nil }
        let unseen = try Entitlement.unseen(by: ask.person, connection)
        let (new, lost) = (unseen.filter { $0.verdict == .yes }, unseen.filter { $0.verdict != .yes })
        let t = ask.language
        let gained = t("无需申请，本企业新符合的政策", "What you newly qualify for, without applying")
        let gone = t("本企业不再符合的政策", "What you no longer qualify for")
        return """
            \(section("entitled", gained, new, ask))\
            \(section("lost", gone, lost, ask))
            """
    }

    private static func section(
        _ id: String, _ title: String, _ rows: [Entitlement], _ ask: Ask
    ) -> HTML? {
        guard !rows.isEmpty else { return nil }
        let t = ask.language
        let mayMark = ask.person.may(.enter) || ask.person.may(.approve)
        let lines = rows.map { one -> HTML in
            let label = t("标为已阅：", "Mark as seen: ") + self.title(one, ask)
            let mark: HTML = """
                <form method="post" action="/entitlements/\(one.number)/seen">\(Forms.word(ask))\
                <button class="small" aria-label="\(label)">\(t("已阅", "Seen"))</button></form>
                """
            return Tables.row([
                "<th scope=\"row\">\(explanation(one, self.title(one, ask)))</th>",
                Tables.cell(markup: tag(one.verdict, t)), Tables.cell(gives(one, ask)),
                Tables.cell("\(one.since)"), Tables.cell(markup: mayMark ? mark : HTML()),
            ])
        }
        let heads: [Tables.Head] = [
            .init(t("政策（点击查看理由）", "Policy (and why)")), .init(t("结论", "Verdict")), .init(t("所得", "Gives")),
            .init(t("自", "Since")), .init(t("已阅", "Seen")),
        ]
        return "<section id=\"\(id)\"><h2>\(title)</h2>\(Tables.wide(title, heads, lines))</section>"
    }
}
