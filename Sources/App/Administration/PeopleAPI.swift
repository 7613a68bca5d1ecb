import Core
import HTTPTypes
import Storage

/// People and organisations through the API: as the administrator's pages keep them.
enum PeopleAPI {
    static let all: [Route] = [
        .get("/api/v1/people/:name", PeopleRecords.access) { ask, connection in
            let person = try PeopleRoutes.find(ask, connection)
            return .json(.object(members(person))).tagged(version(person))
        }.described(
            RouteDescription(
                id: "people_record", summary: Sentence(zh: "一位用户", en: "One person"), tag: "people",
                parameters: [name], answers: [.ok(schema, headers: ["ETag"])])),
        .post("/api/v1/people", PeopleRecords.access, add).described(
            RouteDescription(
                id: "people_add",
                summary: Sentence(
                    zh: "添加用户；首次密码只在第一次回答中出现", en: "Add a person; the first answer alone has the password"),
                tag: "people", parameters: [.idempotencyKey], body: described.schema,
                answers: [
                    .init(
                        status: 201, text: Sentence(zh: "已添加", en: "Added"), schema: schemaWithPassword,
                        headers: ["Location", "ETag"])
                ])),
        .post("/api/v1/people/:name/change", PeopleRecords.access, change).described(
            RouteDescription(
                id: "people_change",
                summary: Sentence(
                    zh: "变更角色，停用或恢复；未写的角色即取消",
                    en: "Other roles, disabled or not; a role left out is taken away"),
                tag: "people", parameters: [name, .ifMatch(isRequired: true)],
                body: PeoplePages.changeFields(nil).schema, isBodyRequired: false,
                answers: [.ok(schema, headers: ["ETag"])])),
        .post("/api/v1/people/:name/password", PeopleRecords.access, resetPassword).described(
            RouteDescription(
                id: "people_password",
                summary: Sentence(
                    zh: "重置密码并结束其会话；新密码只在第一次回答中出现",
                    en: "Reset the password and end the sessions; the first answer alone has the password"),
                tag: "people", parameters: [name, .idempotencyKey],
                answers: [.ok(schemaWithPassword, headers: ["ETag"])])),
        .post("/api/v1/people/:name/code-off", PeopleRecords.access, takeCodeOff).described(
            RouteDescription(
                id: "people_code_off",
                summary: Sentence(zh: "取消动态码（验证器丢失）", en: "Take the authenticator off (it was lost)"),
                tag: "people", parameters: [name], answers: [.ok(schema, headers: ["ETag"])])),
    ]

    private static let name = RouteDescription.Parameter.path(
        "name", Sentence(zh: "登录名", en: "The sign-in name"))

    /// The organisation is named by those who keep all.
    private static let described = PeoplePages.addFields(keepsPlatform: true).map { field in
        var field = field
        if field.name == "organisation" { field.isRequired = false }
        return field
    }

    // MARK: A person

    private static func members(_ person: PersonStore.Stored) -> [JSON.Member] {
        let state = person.isDisabled ? "disabled" : person.isMachine ? "machine" : "active"
        return [
            .init(name: "name", value: .string(person.name)),
            .init(name: "display_name", value: .string(person.displayName)),
            .init(name: "organisation", value: .string(person.organisation.code)),
            .init(name: "roles", value: .array(person.roles.sorted().map { .string($0.rawValue) })),
            .init(name: "state", value: .string(state)),
            .init(name: "has_one_time_code", value: .bool(person.hasOneTimeCode)),
        ]
    }

    private static func version(_ person: PersonStore.Stored) -> Int64 {
        ContentVersion.of(String(decoding: JSON.object(members(person)).bytes, as: UTF8.self))
    }

    private static let properties: [(String, JSON)] = [
        ("name", .schema("string")), ("display_name", .schema("string")), ("organisation", .schema("string")),
        ("roles", .schemaList(.schemaWords(Role.allCases.map(\.rawValue)))),
        ("state", .schemaWords(["active", "disabled", "machine"])),
        ("has_one_time_code", .schema("boolean")),
    ]
    private static let schema = JSON.schemaObject(properties)
    private static let schemaWithPassword = JSON.schemaObject(
        properties + [("password", JSON.schema("string").orNull())])

    /// - Parameter password: nil where it was shown before: it is kept nowhere.
    private static func answer(
        _ person: PersonStore.Stored, password: String?, status: HTTPResponse.Status = .ok
    ) -> Answer {
        let shown = JSON.Member(name: "password", value: password.map(JSON.string) ?? .null)
        return .json(.object(members(person) + [shown]), status: status).tagged(version(person))
    }

    // MARK: Changes

    @Sendable private static func add(_ ask: Ask) async throws -> Answer {
        let fields = PeoplePages.addFields(keepsPlatform: ask.person.may(.keepPlatform))
        let (once, inputs) = (try ask.idempotencyKey, try fields.read(ask.body))
        let name = inputs.text("name").lowercased()
        let (password, hash) = try await PeopleRoutes.newPassword(for: name, ask)
        let (isNew, person) = try await ask.write("person.add") { writing in
            let isNew = try ProposalStore.doOnce(
                "add", on: "people/\(name)", inputs, once: once, by: ask.person, writing
            ) { try PeopleRoutes.add(inputs, hash, ask, writing) }
            guard let person = try PersonStore.find(name: name, writing.connection) else {
                throw NotFound.person(name)
            }
            return (isNew, person)
        }
        return answer(person, password: isNew ? password : nil, status: .created)
            .setting(.location, "/api/v1/people/\(PercentText.encode(name))")
    }

    @Sendable private static func change(_ ask: Ask) async throws -> Answer {
        let person = try await ask.write("person.change") { writing in
            let person = try PeopleRoutes.find(ask, writing.connection)
            guard let seen = try ask.seenVersion else { throw RequestRefusal.needsVersion }
            guard seen == version(person) else { throw RequestRefusal.changedMeanwhile }
            let inputs = try PeoplePages.changeFields(nil).read(ask.body)
            try PersonStore.change(
                person, roles: PeoplePages.roles(inputs), isDisabled: inputs.isYes("disabled"), writing)
            return try PeopleRoutes.find(ask, writing.connection)
        }
        return .json(.object(members(person))).tagged(version(person))
    }

    @Sendable private static func resetPassword(_ ask: Ask) async throws -> Answer {
        let person = try await ask.site.book.database.read { try PeopleRoutes.otherPerson(ask, $0) }
        let once = try ask.idempotencyKey
        let (password, hash) = try await PeopleRoutes.newPassword(for: person.name, ask)
        let isNew = try await ask.write("person.password") { writing in
            try ProposalStore.doOnce(
                "password", on: "people/\(person.name)", Inputs(texts: [:]), once: once, by: ask.person,
                writing
            ) { try PersonStore.setPassword(hash, of: person, mustChange: true, writing) }
        }
        return answer(person, password: isNew ? password : nil)
    }

    @Sendable private static func takeCodeOff(_ ask: Ask) async throws -> Answer {
        let person = try await ask.write("person.code_off") { writing in
            let person = try PeopleRoutes.other(ask, writing.connection)
            if person.hasOneTimeCode { try OneTimeCodeStore.set(nil, of: person.id, writing) }
            return try PeopleRoutes.find(ask, writing.connection)
        }
        return .json(.object(members(person))).tagged(version(person))
    }
}
