import Core
import HTTPTypes

/// The pages of tokens.
enum TokenPages {
    static func fields(for kind: OrganisationKind) -> [FormField] { fields(offered(kind)) }

    /// The same with all permissions that there are, for the description of the API.
    static let described = fields(Permission.allCases)

    private static func fields(_ permissions: [Permission]) -> [FormField] {
        [
            FormField(
                name: "name", title: Sentence(zh: "系统的登录名", en: "Name of the machine"), kind: .text(40),
                hint: Sentence(
                    zh: "审计日志中显示的名称，例如 erp.sync。", en: "What the audit log will say, such as erp.sync.")),
            FormField(
                name: "display_name", title: Sentence(zh: "用途", en: "What it is for"), kind: .text(120),
                isRequired: false),
            FormField(
                name: "days", title: Sentence(zh: "有效天数", en: "Days that it is good for"),
                kind: .number(1...Int64(TokenStore.longestDays)), value: "90"),
        ]
            + permissions.map {
                FormField(
                    name: "may_\($0.rawValue)",
                    title: Sentence(zh: "权限：\($0.name.zh)", en: "May: \($0.name.en)"), kind: .yes,
                    isRequired: false)
            }
    }

    private static func offered(_ kind: OrganisationKind) -> [Permission] {
        let all = Permission.granted(to: Set(Role.allCases), in: kind)
        return Permission.allCases.filter(all.contains)
    }

    static func permissions(_ inputs: Inputs, _ kind: OrganisationKind) -> Set<Permission> {
        Set(offered(kind).filter { inputs.isYes("may_\($0.rawValue)") })
    }

    static func list(
        _ ask: Ask, _ tokens: [TokenStore.Stored], entered: ((String) -> String)?, _ refusal: (any Refusal)?
    ) -> Answer {
        let t = ask.language
        let page = Page(
            ask: ask, title: t("接口令牌", "API tokens"),
            message: ask.query["done"] == "revoke" ? t("令牌已撤销。", "The token is revoked.") : nil,
            status: refusal == nil ? .ok : .unprocessableContent)
        let fields = fields(for: ask.person.organisation.kind)
        return page.answer(
            """
            \(Forms.summary(refusal, t))
            \(tokens.isEmpty ? nothing(t) : table(ask, tokens))
            <section><h2>\(t("生成令牌", "Make a token"))</h2>
            <form class="card" method="post" action="/tokens">\(Forms.word(ask))
            \(Forms.fields(fields, entered: entered, refusal as? FormRefusal, t))
            <p class="buttons"><button>\(t("生成", "Make"))</button></p></form></section>
            """)
    }

    private static func nothing(_ t: Language) -> HTML {
        Parts.empty(
            t("还没有令牌；本机构的系统接入时在下面生成。", "No token yet; make one below for a system of your own."))
    }

    private static func table(_ ask: Ask, _ tokens: [TokenStore.Stored]) -> HTML {
        let t = ask.language
        let rows = tokens.map { token -> HTML in
            let names = Permission.allCases.filter(token.permissions.contains).map { t($0.name) }
            let state: HTML =
                if token.isRevoked {
                    Parts.tag("rejected", t("已撤销", "revoked"))
                } else if token.expiresAt <= ask.now {
                    Parts.tag("late", t("已到期", "expired"))
                } else {
                    """
                    <form method="post" action="/tokens/\(token.id)/revoke">\(Forms.word(ask))
                    <button class="small">\(t("撤销", "Revoke"))</button></form>
                    """
                }
            return Tables.row([
                Tables.cell(token.name), Tables.cell(token.displayName),
                Tables.cell(names.joined(separator: t("、", ", "))), Tables.cell(Times.text(token.createdAt)),
                Tables.cell(Times.text(token.expiresAt)), Tables.cell(markup: state),
            ])
        }
        return Tables.wide(
            t("接口令牌", "API tokens"),
            [
                .init(t("名称", "Name")), .init(t("用途", "For")), .init(t("权限", "May")),
                .init(t("生成时间", "Made")), .init(t("有效至", "Until")), .init(t("操作", "Action")),
            ], rows)
    }

    /// The token, shown this once.
    static func made(_ ask: Ask, _ token: String) -> Answer {
        let t = ask.language
        let page = Page(
            ask: ask, title: t("新令牌", "The new token"), path: [(t("接口令牌", "API tokens"), "/tokens")])
        return page.answer(
            """
            <p class="note">\(t(
                "请立即存入贵方系统；离开本页后不再显示。", "Put it into your system now; it is not shown again."))</p>
            <p><code>\(token)</code></p>
            <p>\(t("用法：请求头", "Send the header")) <code>Authorization: Bearer …</code>\(t(
                "，接口说明：", "; what there is:")) <a href="/api/openapi.json">/api/openapi.json</a></p>
            """)
    }
}
