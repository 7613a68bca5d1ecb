import Core
import HTTPTypes

/// The frame of every page: heading, navigation, language, and the content in the middle.
struct Page {
    let ask: Ask
    let title: String
    /// The pages above this one, from the top.
    var path: [(title: String, address: String)] = []
    /// What was done just now, told once.
    var message: String?
    var status = HTTPResponse.Status.ok

    func answer(_ content: HTML) -> Answer { .page(markup(content), status: status) }

    private func markup(_ content: HTML) -> HTML {
        let t = ask.language
        return """
            <!doctype html>
            <html lang="\(t.rawValue)"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title) · \(t("桂枝", "Cassia"))</title>
            <link rel="stylesheet" href="\(Assets.style.address)">
            <link rel="icon" href="\(Assets.icon.address)">
            <script src="\(Assets.script.address)" defer></script>
            </head><body>
            <a class="skip" href="#content">\(t("跳到正文", "Skip to content"))</a>
            \(header)
            <main id="content" tabindex="-1">
            \(trail)
            <h1>\(title)</h1>
            \(message.map { "<p class=\"done\" role=\"status\">\($0)</p>" as HTML })
            \(content)
            </main>
            <footer><p>\(t("科技型中小企业融资担保与风险分担平台", "Loan guarantees for technology SMEs, with shared losses"))
            · \(t("业务日", "Day")) \(ask.today)</p></footer>
            </body></html>
            """
    }

    private var header: HTML {
        let t = ask.language
        return """
            <header class="bar">
            <a class="brand" href="/"><b>\(t("桂枝", "Cassia"))</b></a>
            <nav aria-label="\(t("主导航", "Main"))">\(Navigation.links(for: ask))</nav>
            <div class="who">\(visitor)\(languageSwitch)</div>
            </header>
            """
    }

    private var visitor: HTML? {
        guard let visitor = ask.visitor else { return nil }
        let t = ask.language
        return """
            \(NoticePages.link(ask))
            <a href="/account">
            <span class="org">\(visitor.organisation.name)</span> \(visitor.displayName)</a>
            <form method="post" action="/sign-out">\(Forms.word(ask))<button class="plain">\(
                t("退出", "Sign out"))</button></form>
            """
    }

    /// A link to the same page in the other language.
    private var languageSwitch: HTML {
        let other: Language = ask.language == .chinese ? .english : .chinese
        let here = ask.method == .get ? ask.path + ask.query.text : "/"
        let query = Query().setting("to", other.rawValue).setting("back", here)
        return """
            <a href="/language\(query.text)" lang="\(other.rawValue)" hreflang="\(other.rawValue)">\(
                other == .chinese ? "中文" : "English")</a>
            """
    }

    private var trail: HTML? {
        guard !path.isEmpty else { return nil }
        let links = path.map { "<li><a href=\"\($0.address)\">\($0.title)</a></li>" as HTML }
        return """
            <nav class="trail" aria-label="\(ask.language("当前位置", "Where you are"))"><ol>\(links)</ol></nav>
            """
    }
}

/// The links at the top of every page, as far as the visitor may follow them.
enum Navigation {
    struct Item: Sendable {
        let address: String
        let title: Sentence
        let permission: Permission
        /// Only for these kinds of organisation; for all when nil.
        var kinds: Set<OrganisationKind>?

        func isFor(_ visitor: Visitor) -> Bool {
            visitor.may(permission) && kinds?.contains(visitor.organisation.kind) ?? true
        }
    }

    /// Those whom guarantees may concern.
    private static let ofBook = Set(OrganisationKind.allCases).subtracting([.platform])

    static let items: [Item] = [
        Item(address: "/proposals", title: Sentence(zh: "待复核", en: "Approvals"), permission: .approve),
        Item(
            address: "/guarantees", title: Sentence(zh: "担保", en: "Guarantees"), permission: .readBook,
            kinds: ofBook),
        Item(address: "/figures", title: Sentence(zh: "监管指标", en: "Figures"), permission: .readFigures),
        Item(
            address: "/reports/monthly", title: Sentence(zh: "月报表", en: "Monthly forms"),
            permission: .readFigures, kinds: [.guarantor, .supervisor]),
        Item(
            address: "/applications", title: Sentence(zh: "申请", en: "Applications"),
            permission: .readBook, kinds: [.enterprise]),
        Item(address: "/claims", title: Sentence(zh: "应收应付", en: "Claims"), permission: .readLedger),
        Item(address: "/settlements", title: Sentence(zh: "对账", en: "Settlements"), permission: .readLedger),
        Item(
            address: "/funds", title: Sentence(zh: "风险资金", en: "Funds"), permission: .readLedger,
            kinds: [.treasury, .supervisor]),
        Item(
            address: "/limits", title: Sentence(zh: "限额", en: "Limits"), permission: .readFigures,
            kinds: [.guarantor, .supervisor]),
        Item(address: "/ledger", title: Sentence(zh: "账簿", en: "Ledger"), permission: .readLedger),
        Item(
            address: "/agreements", title: Sentence(zh: "协议", en: "Agreements"), permission: .readBook,
            kinds: ofBook),
        Item(
            address: "/institutions", title: Sentence(zh: "机构", en: "Institutions"), permission: .readBook,
            kinds: ofBook),
        Item(
            address: "/hosted", title: Sentence(zh: "在驻企业", en: "Hosted firms"), permission: .readBook,
            kinds: [.platform]),
        Item(address: "/enterprises", title: Sentence(zh: "企业", en: "Enterprises"), permission: .readBook),
        Item(
            address: "/platforms", title: Sentence(zh: "支撑平台", en: "Platforms"), permission: .readBook,
            kinds: [.supervisor]),
        Item(
            address: "/entitlements", title: Sentence(zh: "免申即享", en: "Benefits"), permission: .readBook,
            kinds: [.supervisor, .enterprise, .platform]),
        Item(address: "/policies", title: Sentence(zh: "政策", en: "Policies"), permission: .readBook),
        Item(
            address: "/readings", title: Sentence(zh: "查看记录", en: "Readings"), permission: .readBook,
            kinds: [.enterprise]),
        Item(address: "/people", title: Sentence(zh: "用户", en: "People"), permission: .keepPeople),
        Item(
            address: "/organisations", title: Sentence(zh: "用户机构", en: "Organisations"),
            permission: .keepPlatform),
        Item(address: "/tokens", title: Sentence(zh: "接口令牌", en: "API tokens"), permission: .keepPeople),
        Item(address: "/audit", title: Sentence(zh: "审计日志", en: "Audit log"), permission: .readAudit),
        Item(address: "/health", title: Sentence(zh: "运行状况", en: "Health"), permission: .readHealth),
    ]

    static func links(for ask: Ask) -> HTML? {
        guard let visitor = ask.visitor, !visitor.mustChangePassword else { return nil }
        let shown = items.filter {
            $0.isFor(visitor)
        }
        let links = shown.map { item -> HTML in
            let isHere = ask.path == item.address || ask.path.hasPrefix(item.address + "/")
            let mark: HTML = isHere ? " aria-current=\"page\"" : ""
            return "<li><a href=\"\(item.address)\"\(mark)>\(ask.language(item.title))</a></li>"
        }
        return "<ul>\(links)</ul>"
    }
}
