import Core
import HTTPTypes
import Storage

/// Drafts of policies: the list, one draft with its cases and what it would do, and the form for its text.
enum PolicyDraftPages {
    // MARK: Fields

    static func fromField(_ ask: Ask, _ refusal: FormRefusal?, _ day: Day?) -> HTML {
        let t = ask.language
        let value = ask.form["from"].isEmpty ? day.map { "\($0)" } ?? "" : ask.form["from"]
        return field(
            ask, "from", t("自此日起施行", "In force from"),
            t("最早为明天。之前的版本施行至前一日。", "Tomorrow at the earliest; the version before ends the day before."),
            refusal
        ) { "<input type=\"date\" \($0) value=\"\(value)\" required>" }
    }

    static func noteField(_ ask: Ask, _ note: String, _ refusal: FormRefusal? = nil) -> HTML {
        let t = ask.language
        let value = ask.form["note"].isEmpty ? note : ask.form["note"]
        return field(
            ask, "note", t("说明", "Why"), t("依据哪份文件、改动什么。", "Which document it follows, and what changes."),
            refusal
        ) { "<input \($0) maxlength=\"300\" value=\"\(value)\" required>" }
    }

    private static func field(
        _ ask: Ask, _ name: String, _ title: String, _ hint: String, _ refusal: FormRefusal?,
        _ control: (HTML) -> HTML
    ) -> HTML {
        let problems = refusal?.problems.filter { $0.field == name } ?? []
        var attributes: HTML = "id=\"field-\(name)\" name=\"\(name)\" aria-describedby=\"field-\(name)-hint\""
        if !problems.isEmpty { attributes += " aria-invalid=\"true\"" }
        let wrong = problems.map { "<span class=\"wrong\">\(ask.language($0.sentence))</span>" as HTML }
            .joined()
        return """
            <p class="field"><label for="field-\(name)">\(title)</label>\(control(attributes))
            <span class="hint" id="field-\(name)-hint">\(hint)</span>\(wrong)</p>
            """
    }

    /// The whole form: days, note, text, cases.
    private static func fields(
        _ ask: Ask, _ refusal: FormRefusal?, from: Day?, note: String, text: String, cases: String
    ) -> HTML {
        let t = ask.language
        func area(_ name: String, _ rows: Int, _ value: String) -> (HTML) -> HTML {
            let shown = ask.form[name].isEmpty ? value : ask.form[name]
            return {
                "<textarea class=\"source\" rows=\"\(rows)\" spellcheck=\"false\" \($0)>\n\(shown)</textarea>"
            }
        }
        return """
            \(fromField(ask, refusal, from))\(noteField(ask, note, refusal))
            \(field(
                ask, "text", t("政策文本（YAML）", "Text of the policy (YAML)"),
                t("也可在下面选择文件，以文件为准。", "Or choose a file below, which then counts."), refusal,
                area("text", 30, text)))
            \(field(
                ask, "file", t("政策文件（选填）", "File of the policy (optional)"), t("不超过 1 MB。", "Up to 1 MB."),
                refusal
            ) { "<input type=\"file\" accept=\".yaml,.yml\" \($0)>" })
            \(field(
                ask, "cases", t("案例（YAML，选填）", "Cases (YAML, optional)"),
                t("新规定的案例；已有案例一并运行。", "Cases of the new rule; those that there are run too."), refusal,
                area("cases", 8, cases)))
            """
    }

    // MARK: A new draft

    /// The form for a text, filled with the one in force.
    static func new(_ ask: Ask, _ refusal: FormRefusal?) throws -> Answer {
        let t = ask.language
        let library = ask.site.policies.library
        let policy = try ask.site.policies.readable(ask.part("policy"), on: ask.today)
        let text = String(decoding: library.texts[policy.file] ?? [], as: UTF8.self)
        let page = Page(
            ask: ask, title: t("起草新版本：\(t(policy.title))", "Draft a new version: \(t(policy.title))"),
            path: [(t("政策", "Policies"), "/policies"), (t(policy.title), "/policies/\(policy.id)")],
            status: refusal == nil ? .ok : .unprocessableContent)
        return page.answer(
            """
            \(Forms.summary(refusal, t))
            <form class="card wide" method="post" enctype="multipart/form-data" \
            action="/policies/\(policy.id)/drafts">
            \(Forms.word(ask))\(fields(ask, refusal, from: ask.today + 1, note: "", text: text, cases: ""))
            <p class="buttons"><button>\(t("检查并存为草案", "Check and keep as a draft"))</button>
            <a href="/policies/\(policy.id)">\(t("取消", "Cancel"))</a></p></form>
            """)
    }

    // MARK: The list

    static func list(_ ask: Ask, _ connection: Connection) throws -> Answer {
        let t = ask.language
        let page = Page(
            ask: ask, title: t("政策草案", "Drafts of policies"), path: [(t("政策", "Policies"), "/policies")])
        let drafts = try PolicyDraftStore.all(connection)
        guard !drafts.isEmpty else {
            return page.answer(
                Parts.empty(
                    t(
                        "还没有草案；可从某项政策的“推演”或“起草新版本”开始。",
                        "There is no draft yet; begin at a policy, with 'what if' or 'draft a new version'."))
            )
        }
        let rows = drafts.map { draft in
            Tables.row([
                "<th scope=\"row\">\(Parts.link("/policy-drafts/\(draft.number)", "\(draft.number)"))</th>",
                Tables.cell(title(draft, ask)), Tables.cell(draft.from.description), Tables.cell(draft.note),
                Tables.cell("\(draft.enteredByName) · \(Times.text(draft.enteredAt))"),
                Tables.cell(markup: state(draft, t)),
            ])
        }
        return page.answer(
            Tables.wide(
                t("政策草案", "Drafts of policies"),
                [
                    .init(t("编号", "Number")), .init(t("政策", "Policy")), .init(t("自", "From")),
                    .init(t("说明", "Why")), .init(t("起草", "Written by")), .init(t("状态", "State")),
                ], rows))
    }

    private static func title(_ draft: PolicyDraft, _ ask: Ask) -> String {
        ask.site.policies.newest.first { $0.id == draft.policy }.map { ask.language($0.title) }
            ?? draft.policy
    }

    private static func state(_ draft: PolicyDraft, _ t: Language) -> HTML {
        let word =
            switch draft.state {
            case .waiting: "waiting"
            case .approved: "agreed"
            case .rejected, .withdrawn: "rejected"
            }
        let name = draft.state == .approved ? t("已批准施行", "put in force") : t(draft.state.name)
        return Parts.tag(word, name)
    }

    // MARK: One draft

    static func detail(
        _ ask: Ask, _ draft: PolicyDraft, _ refusal: (any Refusal)?, _ connection: Connection
    ) throws -> Answer {
        let t = ask.language
        let text = String(decoding: try PolicyDraftStore.text(draft, connection)?.bytes ?? [], as: UTF8.self)
        let cases = try PolicyDraftStore.cases(draft, connection).map {
            String(decoding: $0.bytes, as: UTF8.self)
        }
        let page = Page(
            ask: ask,
            title: t(
                "草案 \(draft.number)：\(title(draft, ask))", "Draft \(draft.number): \(title(draft, ask))"),
            path: [(t("政策", "Policies"), "/policies"), (t("草案", "Drafts"), "/policy-drafts")],
            status: refusal == nil ? .ok : .unprocessableContent)
        let old = try? ask.site.policies.library.policy(draft.policy, on: min(ask.today, draft.from + -1))
        let before = old.flatMap { ask.site.policies.library.texts[$0.file] } ?? []
        let difference = TextDifference.lines(String(decoding: before, as: UTF8.self), text)
        return page.answer(
            """
            \(Forms.summary(refusal, t))\(facts(draft, t))
            \(Parts.section(t("改动", "What changes"), lines(difference, t)))
            \(draft.state == .waiting ? PolicyDraftChecks.section(ask, draft, text, cases) : nil)
            \(Parts.section(t("文本", "The text"), source(draft.file, text)))
            \(cases.map { Parts.section(t("所附案例", "Its cases"), source("\(draft.policy).cases.yaml", $0)) })
            \(decisions(ask, draft, refusal as? FormRefusal, text, cases ?? ""))
            """)
    }

    private static func facts(_ draft: PolicyDraft, _ t: Language) -> HTML {
        let decided = draft.decidedAt.map {
            Parts.fact(t("处理", "Decided"), "\(draft.decidedBy ?? "") · \(Times.text($0)) \(draft.comment)")
        }
        return Parts.facts(
            [
                Parts.fact(t("状态", "State"), markup: state(draft, t)),
                Parts.fact(t("自此日起施行", "In force from"), draft.from.description),
                Parts.fact(t("说明", "Why"), draft.note),
                Parts.fact(t("起草", "Written by"), "\(draft.enteredByName) · \(Times.text(draft.enteredAt))"),
                Parts.fact(
                    t("文本摘要", "Digest of the text"),
                    markup: "<span class=\"digest\">\(draft.textDigest)</span>"),
            ] + [decided].compactMap { $0 })
    }

    private static func source(_ name: String, _ text: String) -> HTML {
        """
        <details><summary>\(name)</summary><pre class="source" tabindex="0">\(text)</pre></details>
        """
    }

    private static func lines(_ difference: [TextDifference.Line], _ t: Language) -> HTML {
        guard !difference.isEmpty else { return Parts.empty(t("与现行文本相同。", "The same as the text in force.")) }
        let rows = difference.map { line -> HTML in
            switch line {
            case .removed(let text): "<del>− \(text)</del>\n"
            case .added(let text): "<ins>+ \(text)</ins>\n"
            case .between: "⋯\n"
            }
        }.joined()
        return "<pre class=\"source\" tabindex=\"0\">\(rows)</pre>"
    }

    private static func decisions(
        _ ask: Ask, _ draft: PolicyDraft, _ refusal: FormRefusal?, _ text: String, _ cases: String
    ) -> HTML? {
        let t = ask.language
        let address = "/policy-drafts/\(draft.number)"
        if draft.state == .approved { return takingBack(ask, draft) }
        guard draft.state == .waiting else { return nil }
        let version = Forms.hidden("version", String(draft.version))
        if draft.enteredBy == ask.person.person {
            let revise: HTML = """
                <form class="card wide" method="post" enctype="multipart/form-data" \
                action="\(address)/revise">
                \(Forms.word(ask))\(version)
                \(fields(ask, refusal, from: draft.from, note: draft.note, text: text, cases: cases))
                <p class="buttons"><button>\(t("检查并保存", "Check and save"))</button></p></form>
                <form method="post" action="\(address)/withdraw">\(Forms.word(ask))\(version)
                <p class="buttons"><button class="second">\(t("撤回", "Withdraw"))</button></p></form>
                """
            return Parts.section(t("更正", "Mend it"), revise)
        }
        guard ask.person.may(.approvePolicies) else { return nil }
        let approve = t("批准，自 \(draft.from) 起施行", "Put in force from \(draft.from)")
        return Parts.section(
            t("处理", "Decide"),
            """
            <form method="post" action="\(address)/approve">\(Forms.word(ask))\(version)
            <p class="buttons"><button>\(approve)</button>
            </p></form>
            <form class="card" method="post" action="\(address)/reject">\(Forms.word(ask))\(version)
            <p class="field"><label for="comment">\(t("退回原因", "Reason for rejecting"))</label>
            <input id="comment" name="comment" maxlength="300" required></p>
            <p class="buttons"><button class="second">\(t("退回", "Reject"))</button></p></form>
            """)
    }

    /// As long as its day has not come, someone else than its author can take it back.
    private static func takingBack(_ ask: Ask, _ draft: PolicyDraft) -> HTML? {
        guard draft.from > ask.today, draft.enteredBy != ask.person.person, ask.person.may(.approvePolicies)
        else { return nil }
        let t = ask.language
        return Parts.section(
            t("收回", "Take it back"),
            """
            <form class="card" method="post" action="/policy-drafts/\(draft.number)/take-back">
            \(Forms.word(ask))\(Forms.hidden("version", String(draft.version)))
            <p class="field"><label for="comment">\(t("收回原因", "Reason for taking it back"))</label>
            <input id="comment" name="comment" maxlength="300" value="\(ask.form["comment"])" required></p>
            <p class="buttons"><button class="second">\(t(
                "在 \(draft.from) 施行之前收回", "Take it back before \(draft.from)"))</button></p></form>
            """)
    }
}
