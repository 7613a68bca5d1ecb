import Core
import Storage

/// The page of notices, and how many are unread in the header of every page.
enum NoticePages {
    static func list(_ ask: Ask, _ notices: [NoticeStore.Stored]) -> Answer {
        let t = ask.language
        let page = Page(ask: ask, title: t("通知", "Notices"))
        guard let newest = notices.first, let oldest = notices.last else {
            return page.answer(
                Parts.empty(
                    t(
                        "没有通知。分担款到期、担保到期时会在这里提醒。",
                        "No notices. Shares that fall due and guarantees that end are told here.")))
        }
        let mayMark = ask.person.may(.enter) || ask.person.may(.approve)
        let readAll: HTML = """
            <form method="post" action="/notices/read">\(Forms.word(ask))\(
                Forms.hidden("up_to", String(newest.id)))<p class="buttons"><button class="second">\(
                t("全部标为已读", "Mark all as read"))</button></p></form>
            """
        let older: HTML = """
            <p class="pager"><a href="/notices?before=\(oldest.id)" rel="next">\(t("更早的通知", "Older"))</a></p>
            """
        let hasUnread = notices.contains { $0.readAt == nil }
        return page.answer(
            """
            \(readAll, if: mayMark && hasUnread)\(table(notices, mayMark: mayMark, ask))
            \(older, if: notices.count == NoticeStore.pageRows)
            """)
    }

    private static func table(_ notices: [NoticeStore.Stored], mayMark: Bool, _ ask: Ask) -> HTML {
        let t = ask.language
        let rows = notices.map { notice -> HTML in
            let word = notice.kind?.isLate == true ? "late" : "waiting"
            let kind = notice.kind.map { Parts.tag(word, t($0.name)) } ?? HTML()
            let text: HTML = """
                <a href="\(ActionSources.address(of: notice.subject))">\(t(notice.text))</a>
                """
            let mark: HTML = """
                <form method="post" action="/notices/\(notice.id)/read">\(Forms.word(ask))\
                <button class="small" aria-label="\(t("标为已读：", "Mark as read: ") + t(notice.text))">\(
                t("已读", "Read"))</button></form>
                """
            let state: HTML =
                if let readAt = notice.readAt {
                    HTML(t("已读，\(Times.text(readAt))", "read \(Times.text(readAt))"))
                } else {
                    mayMark ? mark : HTML(t("未读", "unread"))
                }
            return Tables.row([
                "<td class=\"when\">\(Times.text(notice.createdAt))</td>", Tables.cell(markup: kind),
                Tables.cell(markup: notice.readAt == nil ? "<b>\(text)</b>" : text),
                Tables.cell(markup: state),
            ])
        }
        return Tables.wide(
            t("通知", "Notices"),
            [
                .init(t("时间", "At")), .init(t("种类", "Kind")), .init(t("内容", "What")),
                .init(t("状态", "State")),
            ], rows)
    }

    /// For the header of a page.
    static func link(_ ask: Ask) -> HTML? {
        guard let visitor = ask.visitor, visitor.may(.readBook) else { return nil }
        let t = ask.language
        let count = visitor.unread
        let shown = count >= NoticeStore.unreadLimit ? "\(NoticeStore.unreadLimit - 1)+" : String(count)
        let badge: HTML = """
             <span class="count">\(shown)<span class="unseen">\(t(" 条未读", " unread"))</span></span>
            """
        return "<a href=\"/notices\">\(t("通知", "Notices"))\(badge, if: count > 0)</a>"
    }
}
