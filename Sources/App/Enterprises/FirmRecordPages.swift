import Core
import HTTPTypes
import Storage

/// One record of a firm told by hand: the form, and the same for machines. What was entered stays in the
/// fields when something is refused.
enum FirmRecordPages {
    static let routes: [Route] =
        [
            .get("/enterprises/:code/enter/:table", .permission(.tellFacts)) { ask, connection in
                let (firm, form) = try find(ask, connection)
                return page(ask, firm, form, nil)
            },
            .post("/enterprises/:code/enter/:table", .permission(.tellFacts), take),
            Route(
                method: .get, path: "/api/v1/enterprises/:code/contacts", access: .permission(.readBook),
                work: .acting { ask in
                    try await EnterpriseAccess.read(ask, .interface) { firm, connection in
                        .json(try EnterpriseContactPart.json(ask, firm, connection))
                    }
                }
            ).described(EnterpriseContactPart.description),
        ] + FirmRecordForm.tables.map(interface)

    static func address(_ table: FirmRecordImport.Table, _ firm: EnterpriseAccess.Firm) -> String {
        "/enterprises/\(firm.creditCode)/enter/\(table.rawValue)"
    }

    /// To the form, for those who may use it.
    static func link(
        _ table: FirmRecordImport.Table, _ ask: Ask, _ firm: EnterpriseAccess.Firm
    ) -> HTML? {
        guard FirmRecordForm.may(ask.person, tell: table, of: firm) else { return nil }
        let title = ask.language(FirmRecordForm(table: table).title)
        return "<p>\(Parts.link(address(table, firm), title))</p>"
    }

    /// The firm and the form, for those who may use it.
    private static func find(
        _ ask: Ask, _ connection: Connection
    ) throws -> (EnterpriseAccess.Firm, FirmRecordForm) {
        guard let table = FirmRecordImport.Table(rawValue: ask.part("table")), table != .platforms else {
            throw RequestRefusal.notFound
        }
        let firm = try EnterpriseAccess.find(ask.part("code"), for: ask.person, connection)
        guard FirmRecordForm.may(ask.person, tell: table, of: firm) else { throw RequestRefusal.forbidden }
        let names =
            table == .hosting
            ? try connection.all("SELECT name FROM support_platform ORDER BY division, id") { $0.text(0) }
            : []
        return (firm, FirmRecordForm(table: table, platforms: names))
    }

    private static func page(
        _ ask: Ask, _ firm: EnterpriseAccess.Firm, _ form: FirmRecordForm, _ refusal: (any Refusal)?,
        done: Sentence? = nil
    ) -> Answer {
        let t = ask.language
        let own = "/enterprises/\(firm.creditCode)"
        let page = Page(
            ask: ask, title: t(form.title),
            path: [(t("企业名录", "Enterprises"), "/enterprises"), (firm.name, own)],
            message: done.map { t($0) }, status: refusal == nil ? .ok : .unprocessableContent)
        let entered: ((String) -> String)? = refusal == nil ? nil : { ask.form[$0] }
        let source = ask.person.organisation.name
        let words = t(
            "以“\(source)”为来源、按 \(ask.today) 登记；登记簿中已有的内容不会被覆盖。",
            "Told by \(source) for \(ask.today); what the register has already is not overwritten.")
        return page.answer(
            """
            \(Forms.summary(refusal, t))<p class="hint">\(words)</p>
            <form class="card" method="post" action="\(address(form.table, firm))">\(Forms.word(ask))
            \(Forms.fields(form.fields, entered: entered, refusal as? FormRefusal, t))
            <p class="buttons"><button>\(t("登记", "Register"))</button>
            <a href="\(own)">\(t("返回企业页面", "Back to the firm"))</a></p></form>
            """)
    }

    // MARK: What is sent

    @Sendable private static func take(_ ask: Ask) async throws -> Answer {
        let (firm, form) = try await ask.site.book.database.read { try find(ask, $0) }
        do {
            let inputs = try form.read { ask.form[$0] }
            let isNew = try await enter(inputs, form, firm, ask)
            let done =
                isNew
                ? Sentence(zh: "已登记。", en: "Registered.")
                : Sentence(zh: "登记簿中已有相同内容，未作改动。", en: "It is there already; nothing has changed.")
            return page(ask, firm, form, nil, done: done)
        } catch let refusal as any Refusal where !(refusal is RequestRefusal) {
            return page(ask, firm, form, refusal)
        }
    }

    /// Enters it as an import would, and matches the firm with the policies in force.
    private static func enter(
        _ inputs: Inputs, _ form: FirmRecordForm, _ firm: EnterpriseAccess.Firm, _ ask: Ask
    ) async throws -> Bool {
        let entry = try form.entry(inputs, today: ask.today)
        let organisation = ask.person.organisation
        let (day, book) = (ask.today, ask.site.book)
        let last = try await EntitlementMatching.lastRecord(in: book)
        let isNew = try await ask.write("enterprise.record") { writing in
            let source = try FactSourceStore.findOrAdd(
                organisation.name, organisation.kind == .enterprise ? .firm : .agency, writing)
            return try entry.enter(
                of: firm.number, from: FirmRecordEntry.Origin(source: source, day: day), writing)
        }
        if isNew, form.table != .contacts, form.table != .related {
            try await EntitlementMatching(ask.site.policies.library, on: day).run(.toldAfter(last), in: book)
        }
        return isNew
    }

    // MARK: For machines

    private static func interface(_ table: FirmRecordImport.Table) -> Route {
        let form = FirmRecordForm(table: table)
        return Route.post("/api/v1/enterprises/:code/\(table.rawValue)", .permission(.tellFacts)) { ask in
            let firm = try await ask.site.book.database.read { connection in
                try EnterpriseAccess.find(ask.part("code"), for: ask.person, connection)
            }
            guard FirmRecordForm.may(ask.person, tell: table, of: firm) else {
                throw RequestRefusal.forbidden
            }
            let names = try await ask.site.book.database.read { connection in
                try connection.all("SELECT name FROM support_platform ORDER BY division, id") { $0.text(0) }
            }
            let form = FirmRecordForm(table: table, platforms: names)
            let inputs = try form.fields.read(ask.body)
            return .json(.members(["new": .bool(try await enter(inputs, form, firm, ask))]))
        }.described(
            RouteDescription(
                id: "enterprises_\(table.rawValue)_tell", summary: form.title, tag: "enterprises",
                parameters: [.path("code", Sentence(zh: "统一社会信用代码", en: "The firm's credit code"))],
                body: form.fields.schema, answers: [.ok(.schemaObject([("new", .schema("boolean"))]))]))
    }
}
