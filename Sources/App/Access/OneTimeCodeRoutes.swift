import Core
import HTTPTypes
import Storage

/// Setting up an authenticator and taking it off, on one's own account.
enum OneTimeCodeRoutes {
    static let all: [Route] = [
        .get("/account/code", .signedIn) { ask, connection in
            let person = try PersonStore.load(ask.person.person, connection)
            return person.hasOneTimeCode
                ? OneTimeCodePages.off(ask, nil) : OneTimeCodePages.on(ask, OneTimeCode.newSecret(), nil)
        },
        .post("/account/code/on", .signedIn, on),
        .post("/account/code/off", .signedIn, off),
    ]

    /// Counts only once a code shows that the authenticator has the secret.
    @Sendable private static func on(_ ask: Ask) async throws -> Answer {
        guard let secret = OneTimeCode.secret(base32: ask.form["secret"]),
            secret.count == OneTimeCode.secretBytes
        else { throw RequestRefusal.badRequest }
        let code = ask.form["code"].trimmingSpaces()
        guard let step = OneTimeCode.step(of: code, secret, at: ask.now) else {
            return OneTimeCodePages.on(ask, secret, AccessRefusal.codeWrong)
        }
        let person = ask.person.person
        try await ask.write("person.code_on") { writing in
            guard try !PersonStore.load(person, writing.connection).hasOneTimeCode else {
                throw RequestRefusal.changedMeanwhile
            }
            try OneTimeCodeStore.set(secret, of: person, used: step, writing)
        }
        return .redirect(to: "/account?done=code_on")
    }

    @Sendable private static func off(_ ask: Ask) async throws -> Answer {
        let (person, code) = (ask.person.person, ask.form["code"].trimmingSpaces())
        let isRight = try await ask.write("person.code_off") { writing in
            let stored = try PersonStore.load(person, writing.connection)
            guard stored.lockedUntil <= writing.at else {
                throw AccessRefusal.locked(seconds: (stored.lockedUntil - writing.at + 999) / 1_000)
            }
            guard try OneTimeCodeStore.use(code, of: person, writing) else { return false }
            try OneTimeCodeStore.set(nil, of: person, writing)
            return true
        }
        guard isRight else { return OneTimeCodePages.off(ask, AccessRefusal.codeWrong) }
        return .redirect(to: "/account?done=code_off")
    }
}

/// The pages of an authenticator.
enum OneTimeCodePages {
    static func on(_ ask: Ask, _ secret: [UInt8], _ problem: AccessRefusal?) -> Answer {
        let t = ask.language
        let text = OneTimeCode.base32(secret)
        let label = PercentText.encode("Cassia:\(ask.person.name)")
        let address = "otpauth://totp/\(label)?secret=\(text)&issuer=Cassia&digits=6&period=30"
        return page(ask, problem).answer(
            """
            \(Forms.summary(problem, t))
            <ol><li>\(t("在身份验证器中添加账户，手工输入密钥，或打开下面的链接。",
                "Add an account to your authenticator: type the secret, or open the link."))
            \(Parts.facts([
                Parts.fact(t("密钥", "Secret"), markup: "<code>\(text)</code>"),
                Parts.fact(t("链接", "Link"), markup: "<a href=\"\(address)\">\(address)</a>"),
            ]))</li>
            <li>\(t(
                "输入验证器显示的六位数字，确认后生效。",
                "Enter the six digits that it shows; only then does it count."))</li></ol>
            <form class="card narrow" method="post" action="/account/code/on">\(Forms.word(ask))
            \(Forms.hidden("secret", text))\(code(t))
            <p class="buttons"><button>\(t("确认", "Confirm"))</button>
            <a href="/account">\(t("取消", "Cancel"))</a></p></form>
            """)
    }

    static func off(_ ask: Ask, _ problem: AccessRefusal?) -> Answer {
        let t = ask.language
        return page(ask, problem).answer(
            """
            \(Forms.summary(problem, t))
            <p>\(t("已设置身份验证器，登录时要输入动态码。", "An authenticator is set up; signing in asks for its code."))</p>
            <form class="card narrow" method="post" action="/account/code/off">\(Forms.word(ask))\(code(t))
            <p class="buttons"><button class="second">\(t("取消动态码", "Take it off"))</button>
            <a href="/account">\(t("返回", "Back"))</a></p></form>
            """)
    }

    private static func page(_ ask: Ask, _ problem: AccessRefusal?) -> Page {
        let t = ask.language
        return Page(
            ask: ask, title: t("动态码", "Authenticator"), path: [(t("我的账户", "My account"), "/account")],
            status: problem == nil ? .ok : .unprocessableContent)
    }

    private static func code(_ t: Language) -> HTML {
        """
        <p class="field"><label for="code">\(t("动态码", "One-time code"))</label>
        <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" \
        maxlength="6" required></p>
        """
    }
}
