import Core
import HTTPTypes
import Storage

/// The pages of what waits for a second person.
enum ProposalPages {
    static func list(
        _ ask: Ask, _ waiting: [ProposalStore.Stored], _ connection: Connection
    ) throws -> Answer {
        let t = ask.language
        let page = Page(ask: ask, title: t("待复核事项", "Waiting for approval"))
        guard !waiting.isEmpty else {
            return page.answer(
                """
                <p class="empty">\(t(
                    "没有待复核的事项。经办人员提交后会列在这里。",
                    "Nothing waits. What clerks submit is listed here."))</p>
                """)
        }
        return page.answer(try table(ask, waiting, connection))
    }

    static func table(
        _ ask: Ask, _ waiting: [ProposalStore.Stored], _ connection: Connection
    ) throws -> HTML {
        let t = ask.language
        let rows = waiting.map { stored in
            let link: HTML = "<a href=\"/proposals/\(stored.proposal.id.number)\">\(title(stored, t))</a>"
            return Tables.row([
                Tables.cell(markup: link), Tables.cell(ActionSources.split(stored.subject).key),
                Tables.cell(stored.enteredByName), Tables.cell(Times.text(stored.enteredAt)),
            ])
        }
        return Tables.wide(
            t("待复核事项", "Waiting for approval"),
            [
                .init(t("事项", "What")), .init(t("编号", "Record")), .init(t("经办", "Entered by")),
                .init(t("提交时间", "At")),
            ], rows)
    }

    static func detail(
        _ ask: Ask, _ stored: ProposalStore.Stored, _ refusal: (any Refusal)?, _ connection: Connection
    ) throws -> Answer {
        let t = ask.language
        let (_, key) = ActionSources.split(stored.subject)
        let page = Page(
            ask: ask, title: title(stored, t), path: [(key, ActionSources.address(of: stored.subject))],
            status: refusal == nil ? .ok : .unprocessableContent)
        var content = HTML()
        if let refusal { content += Forms.summary(refusal, t) ?? HTML() }
        content += facts(stored, t)
        if let action = try? ActionSources.load(
            stored.action, on: stored.subject, ask.person, ask.today, connection)
        {
            content += ActionPages.entered(stored.inputs, action.fields, t)
            if stored.proposal.state == .waiting {
                do {
                    content += ActionPages.effect(try action.preview(stored.inputs, connection), t)
                    content += decisions(ask, stored, version: action.version, canApprove: true)
                } catch let obstacle as any Refusal {
                    content += Forms.summary(obstacle, t) ?? HTML()
                    content += decisions(ask, stored, version: action.version, canApprove: false)
                }
            }
        } else if stored.proposal.state == .waiting {
            content += Forms.summary(ProposalObstacle.notPossibleNow, t) ?? HTML()
            content += decisions(ask, stored, version: 0, canApprove: false)
        }
        return page.answer(content)
    }

    static func title(_ stored: ProposalStore.Stored, _ t: Language) -> String {
        let (collection, _) = ActionSources.split(stored.subject)
        let heads = (try? ActionSources.source(of: collection).all()) ?? []
        return heads.first { $0.name == stored.action }.map { t($0.title) } ?? stored.action
    }

    private static func facts(_ stored: ProposalStore.Stored, _ t: Language) -> HTML {
        let decided: HTML? = stored.decidedAt.map {
            "<dt>\(t("处理", "Decided"))</dt><dd>\(stored.decidedByName ?? "") · \(Times.text($0))</dd>"
        }
        let comment: HTML? =
            stored.comment.isEmpty ? nil : "<dt>\(t("意见", "Comment"))</dt><dd>\(stored.comment)</dd>"
        return """
            <dl class="facts"><dt>\(t("状态", "State"))</dt><dd>\(t(stored.proposal.state.name))</dd>
            <dt>\(t("经办", "Entered by"))</dt>
            <dd>\(stored.enteredByName) · \(Times.text(stored.enteredAt))</dd>\(
                decided)\(comment)</dl>
            """
    }

    private static func decisions(
        _ ask: Ask, _ stored: ProposalStore.Stored, version: Int64, canApprove: Bool
    ) -> HTML {
        let t = ask.language
        let visitor = ask.person
        let address = "/proposals/\(stored.proposal.id.number)"
        if stored.proposal.enteredBy == visitor.person {
            return """
                <form method="post" action="\(address)/withdraw">\(Forms.word(ask))<p class="buttons">\
                <button class="second">\(t("撤回", "Withdraw"))</button></p></form>
                """
        }
        guard visitor.may(.approve) else { return HTML() }
        let approve: HTML = """
            <form method="post" action="\(address)/approve">\(Forms.word(ask))\(
                Forms.hidden("version", String(version)))<p class="buttons"><button>\(
                t("同意并记账", "Approve and record"))</button></p></form>
            """
        return """
            \(approve, if: canApprove)
            <form class="card" method="post" action="\(address)/reject">\(Forms.word(ask))
            <p class="field"><label for="comment">\(t("退回原因", "Reason for rejecting"))</label>
            <input id="comment" name="comment" required></p>
            <p class="buttons"><button class="second">\(t("退回", "Reject"))</button></p></form>
            """
    }
}

/// Why a proposal can't be approved as things stand.
enum ProposalObstacle: Refusal {
    case notPossibleNow

    var code: String { "not_possible_now" }

    var sentence: Sentence {
        Sentence(
            zh: "记录的状态已经改变，这项事务现在不能办理；可以退回。",
            en: "The record has changed its state and this can't be done now; reject it, or withdraw it.")
    }
}
