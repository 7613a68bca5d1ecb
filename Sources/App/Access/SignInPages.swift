import Core
import HTTPTypes

/// The pages of signing in and of one's own account.
enum SignInPages {
    static func signIn(_ ask: Ask, name: String, problem: AccessRefusal?) -> Answer {
        let t = ask.language
        let needsCode = problem == .codeNeeded || problem == .codeWrong
        let back = ask.method == .get ? ask.query["back"] ?? "/" : ask.form["back"]
        let alert: HTML? = problem.map { "<p class=\"problem\" role=\"alert\">\(t($0.sentence))</p>" }
        let page = Page(
            ask: ask, title: t("登录", "Sign in"), status: problem == nil ? .ok : .unprocessableContent)
        return page.answer(
            """
            \(alert)
            <form class="card narrow" method="post" action="/sign-in">
            <input type="hidden" name="back" value="\(SafeAddress.back(back))">
            <p class="field"><label for="name">\(t("登录名", "Sign-in name"))</label>
            <input id="name" name="name" value="\(name)" autocomplete="username" autocapitalize="none" \
            required autofocus></p>
            <p class="field"><label for="password">\(t("密码", "Password"))</label>
            <input id="password" name="password" type="password" autocomplete="current-password" required></p>
            \(codeField(ask), if: needsCode)
            <p><button>\(t("登录", "Sign in"))</button></p>
            </form>
            """)
    }

    private static func codeField(_ ask: Ask) -> HTML {
        """
        <p class="field"><label for="code">\(ask.language("动态码", "One-time code"))</label>
        <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="6"></p>
        """
    }

    static func account(_ ask: Ask, sessions: [SessionStore.Stored], _ problem: (any Refusal)?) -> Answer {
        let t = ask.language
        let visitor = ask.person
        let roles = visitor.roles.sorted().map { t($0.name) }.joined(separator: t("、", ", "))
        let must: HTML? =
            visitor.mustChangePassword
            ? "<p class=\"note\">\(t("请先设置自己的密码，然后继续。", "Set a password of your own first."))</p>" : nil
        let alert: HTML? = problem.map { "<p class=\"problem\" role=\"alert\">\(t($0.sentence))</p>" }
        let page = Page(
            ask: ask, title: t("我的账户", "My account"), message: done(ask),
            status: problem == nil ? .ok : .unprocessableContent)
        return page.answer(
            """
            \(must)\(alert)
            <dl class="facts">
            <dt>\(t("登录名", "Sign-in name"))</dt><dd>\(visitor.name)</dd>
            <dt>\(t("机构", "Organisation"))</dt><dd>\(visitor.organisation.name) · \(
                t(visitor.organisation.kind.name))</dd>
            <dt>\(t("角色", "Roles"))</dt><dd>\(roles)</dd>
            </dl>
            <section><h2>\(t("修改密码", "Change the password"))</h2>
            <form class="card narrow" method="post" action="/account/password">\(Forms.word(ask))
            <p class="field"><label for="old">\(t("当前密码", "Current password"))</label>
            <input id="old" name="old" type="password" autocomplete="current-password" required></p>
            <p class="field"><label for="new">\(t("新密码", "New password"))</label>
            <input id="new" name="new" type="password" autocomplete="new-password" \
            aria-describedby="new-hint" required>
            <span class="hint" id="new-hint">\(t(
                "至少 \(PasswordRule.leastCharacters) 个字符，可用一句话。",
                "At least \(PasswordRule.leastCharacters) characters; a sentence will do."))</span></p>
            <p><button>\(t("修改", "Change"))</button></p></form></section>
            <section><h2>\(t("动态码", "Authenticator"))</h2>
            <p><a href="/account/code">\(t("设置或取消身份验证器", "Set up an authenticator, or take it off"))</a></p>
            </section>
            <section><h2>\(t("登录中的设备", "Signed-in devices"))</h2>\(table(of: sessions, ask))</section>
            """)
    }

    private static func done(_ ask: Ask) -> String? {
        switch ask.query["done"] {
        case "password":
            ask.language("密码已修改，其他设备已退出。", "The password is changed; other devices were signed out.")
        case "code_on": ask.language("动态码已生效，下次登录时要输入。", "The authenticator counts from the next sign-in.")
        case "code_off": ask.language("动态码已取消。", "The authenticator was taken off.")
        case "session": ask.language("该设备已退出。", "That device was signed out.")
        default: nil
        }
    }

    private static func table(of sessions: [SessionStore.Stored], _ ask: Ask) -> HTML {
        let t = ask.language
        let rows = sessions.map { session -> HTML in
            let end: HTML = """
                <form method="post" action="/account/sessions/\(session.id)/end">\(Forms.word(ask))
                <button class="small">\(t("退出", "Sign out"))</button></form>
                """
            return Tables.row([
                Tables.cell(Times.text(session.createdAt)), Tables.cell(Times.text(session.expiresAt)),
                Tables.cell(session.agent),
                Tables.cell(markup: session.id == ask.person.session ? HTML(t("本设备", "this device")) : end),
            ])
        }
        return Tables.wide(
            t("登录中的设备", "Signed-in devices"),
            [
                .init(t("登录时间", "Since")), .init(t("有效至", "Until")), .init(t("浏览器", "Browser")),
                .init(t("操作", "Action")),
            ], rows)
    }
}

/// Times for people: in the region's zone.
enum Times {
    /// `2017-07-19 09:05`.
    static func text(_ milliseconds: Int64) -> String {
        let minutes = (milliseconds / 60_000 + 480) % 1_440
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(Day(atShanghai: milliseconds)) \(two(minutes / 60)):\(two(minutes % 60))"
    }
}
