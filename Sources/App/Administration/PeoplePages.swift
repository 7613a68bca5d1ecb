import Core
import HTTPTypes

/// The pages of keeping people.
enum PeoplePages {
    /// - Parameter keepsPlatform: whether the organisation is to be named, since all can be kept.
    static func addFields(keepsPlatform: Bool) -> [FormField] {
        var fields = [
            FormField(
                name: "name", title: Sentence(zh: "登录名", en: "Sign-in name"), kind: .text(40),
                hint: Sentence(
                    zh: "小写字母开头，可用数字、点、横线，例如 wang.li。",
                    en: "Lower-case letters, digits, dots and hyphens, such as wang.li.")),
            FormField(
                name: "display_name", title: Sentence(zh: "姓名", en: "Name"), kind: .text(120),
                isRequired: false),
        ]
        if keepsPlatform {
            fields.append(
                FormField(
                    name: "organisation", title: Sentence(zh: "机构编号", en: "Code of the organisation"),
                    kind: .text(64)))
        }
        return fields + roleFields([])
    }

    /// What an administrator changes, filled with how it is.
    static func changeFields(_ person: PersonStore.Stored?) -> [FormField] {
        roleFields(person?.roles ?? []) + [
            FormField(
                name: "disabled", title: Sentence(zh: "停用", en: "Disabled"), kind: .yes,
                hint: Sentence(zh: "停用后立即退出，不能再登录。", en: "Signed out at once, and can't sign in again."),
                isRequired: false, value: person?.isDisabled == true ? "yes" : "")
        ]
    }

    private static func roleFields(_ roles: Set<Role>) -> [FormField] {
        Role.allCases.map {
            FormField(
                name: "role_\($0.rawValue)",
                title: Sentence(zh: "角色：\($0.name.zh)", en: "Role: \($0.name.en)"), kind: .yes,
                isRequired: false, value: roles.contains($0) ? "yes" : "")
        }
    }

    static func roles(_ inputs: Inputs) -> Set<Role> {
        Set(Role.allCases.filter { inputs.isYes("role_\($0.rawValue)") })
    }

    static func add(_ ask: Ask, entered: ((String) -> String)?, _ refusal: (any Refusal)?) -> Answer {
        let t = ask.language
        let page = Page(
            ask: ask, title: t("添加用户", "Add a person"), path: [(t("用户", "People"), "/people")],
            status: refusal == nil ? .ok : .unprocessableContent)
        let fields = addFields(keepsPlatform: ask.person.may(.keepPlatform))
        return page.answer(
            """
            \(Forms.summary(refusal, t))
            <form class="card" method="post" action="/add-person">\(Forms.word(ask))
            \(Forms.fields(fields, entered: entered, refusal as? FormRefusal, t))
            <p class="buttons"><button>\(t("添加", "Add"))</button>
            <a href="/people">\(t("取消", "Cancel"))</a></p></form>
            """)
    }

    /// A made password, shown this once.
    static func password(_ ask: Ask, name: String, password: String) -> Answer {
        let t = ask.language
        let page = Page(
            ask: ask, title: t("首次密码", "First password"), path: [(t("用户", "People"), "/people")])
        return page.answer(
            """
            <p class="note">\(t(
                "请把密码亲手交给本人；离开本页后不再显示。首次登录时必须修改。",
                "Hand it over in person; it is not shown again. It must be changed at first sign-in."))</p>
            \(Parts.facts([
                Parts.fact(t("登录名", "Sign-in name"), name),
                Parts.fact(t("密码", "Password"), markup: "<code>\(password)</code>"),
            ]))
            <p><a href="/people/\(PercentText.encode(name))">\(t("查看用户", "See the person"))</a></p>
            """)
    }

    static func person(_ ask: Ask, _ person: PersonStore.Stored, _ refusal: (any Refusal)?) -> Answer {
        let t = ask.language
        let page = Page(
            ask: ask, title: person.displayName, path: [(t("用户", "People"), "/people")], message: done(ask),
            status: refusal == nil ? .ok : .unprocessableContent)
        let address = "/people/\(PercentText.encode(person.name))"
        let form = ask.form
        let entered: ((String) -> String)? = refusal == nil ? nil : { form[$0] }
        let change: HTML = """
            <form class="card" method="post" action="\(address)/change">\(Forms.word(ask))
            \(Forms.fields(changeFields(person), entered: entered, refusal as? FormRefusal, t))
            <p class="buttons"><button>\(t("保存", "Save"))</button></p></form>
            """
        return page.answer(
            """
            \(Forms.summary(refusal, t))
            \(Parts.facts([
                Parts.fact(t("登录名", "Sign-in name"), person.name),
                Parts.fact(
                    t("机构", "Organisation"),
                    "\(person.organisation.name) · \(t(person.organisation.kind.name))"),
                Parts.fact(
                    t("动态码", "Authenticator"),
                    person.hasOneTimeCode ? t("已设置", "set up") : t("未设置", "not set up")),
            ]))
            \(Parts.section(t("角色与状态", "Roles and access"), change))
            \(resets(ask, person, address), if: person.id != ask.person.person)
            """)
    }

    private static func resets(_ ask: Ask, _ person: PersonStore.Stored, _ address: String) -> HTML {
        let t = ask.language
        let password: HTML = """
            <form method="post" action="\(address)/password">\(Forms.word(ask))
            <p class="buttons"><button class="second">\(t("重置密码", "Reset the password"))</button></p></form>
            """
        let code: HTML = """
            <form method="post" action="\(address)/code">\(Forms.word(ask))
            <p class="buttons"><button class="second">\(t(
                "取消动态码（验证器丢失）", "Take the authenticator off (it was lost)"))</button></p></form>
            """
        return Parts.section(
            t("密码与动态码", "Password and authenticator"),
            """
            \(password, if: !person.isMachine)\(code, if: person.hasOneTimeCode)
            \(machine(t), if: person.isMachine)
            """)
    }

    private static func machine(_ t: Language) -> HTML {
        Parts.empty(t("这是系统账户，用令牌进入。", "This is a machine; it comes with a token."))
    }

    private static func done(_ ask: Ask) -> String? {
        switch ask.query["done"] {
        case "change": ask.language("已保存。", "Saved.")
        case "code": ask.language("已取消动态码。", "The authenticator was taken off.")
        default: nil
        }
    }
}
