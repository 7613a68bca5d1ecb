import Core
import HTTPTypes
import Storage

/// Adding organisations, which the operator does.
enum OrganisationRoutes {
    static let all: [Route] = [
        .get("/add-organisation", .permission(.keepPlatform)) { ask, _ in page(ask, entered: nil, nil) },
        .post("/add-organisation", .permission(.keepPlatform), add),
    ]

    static let fields = [
        FormField(
            name: "kind", title: Sentence(zh: "类别", en: "Kind"),
            kind: .choice(
                [
                    .init(
                        value: "book",
                        title: Sentence(zh: "账簿中已有的机构或企业", en: "an institution or firm of the book"))
                ]
                    + [OrganisationKind.enterprise, .platform, .supervisor, .platformOperator].map {
                        .init(value: $0.rawValue, title: $0.name)
                    }), value: "book"),
        FormField(
            name: "code", title: Sentence(zh: "编号", en: "Code"), kind: .text(64),
            hint: Sentence(
                zh: "机构编号；企业为统一社会信用代码。",
                en: "The institution's code; of a firm its unified social credit code.")),
        FormField(
            name: "name", title: Sentence(zh: "名称", en: "Name"), kind: .text(300),
            hint: Sentence(
                zh: "账簿中已有的不必填写；支撑平台须与名录中的名称一致。",
                en: "Not needed for those of the book; of a support platform as the register has it."),
            isRequired: false),
    ]

    @Sendable private static func add(_ ask: Ask) async throws -> Answer {
        let form = ask.form
        do {
            let inputs = try fields.read { form[$0] }
            let added = try await ask.write("organisation.add") { try add(inputs, $0) }
            return .redirect(to: "/add-person" + Query().setting("organisation", added.code).text)
        } catch let refusal as any Refusal {
            return page(ask, entered: { form[$0] }, refusal)
        }
    }

    /// Adds what the fields name.
    static func add(_ inputs: Inputs, _ writing: Writing) throws -> Organisation {
        let (code, name) = (inputs.text("code"), inputs.text("name"))
        if let kind = OrganisationKind(rawValue: inputs.text("kind")) {
            if kind == .enterprise { try checkFirm(code) }
            return try OrganisationStore.add(code: code, name: name, kind: kind, writing)
        }
        guard try OrganisationStore.find(code: code, writing.connection) == nil else {
            throw AccessRefusal.organisationTaken(code)
        }
        return try OrganisationStore.findOrAdd(code: code, writing)
    }

    private static func checkFirm(_ code: String) throws { _ = try CreditCode(code) }

    private static func page(
        _ ask: Ask, entered: ((String) -> String)?, _ refusal: (any Refusal)?
    ) -> Answer {
        let t = ask.language
        let page = Page(
            ask: ask, title: t("添加机构", "Add an organisation"),
            path: [(t("用户机构", "Organisations"), "/organisations")],
            status: refusal == nil ? .ok : .unprocessableContent)
        return page.answer(
            """
            \(Forms.summary(refusal, t))
            <form class="card" method="post" action="/add-organisation">\(Forms.word(ask))
            \(Forms.fields(fields, entered: entered, refusal as? FormRefusal, t))
            <p class="buttons"><button>\(t("添加，然后添加其管理员", "Add, then its administrator"))</button>
            <a href="/organisations">\(t("取消", "Cancel"))</a></p></form>
            """)
    }
}
