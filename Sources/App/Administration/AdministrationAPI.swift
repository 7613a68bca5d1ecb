import Core
import HTTPTypes
import Storage

/// The rest of administration through the API: organisations, tokens, one record of the log, health.
enum AdministrationAPI {
    static let all: [Route] = [
        .post("/api/v1/organisations", .permission(.keepPlatform), addOrganisation).described(
            RouteDescription(
                id: "organisations_add", summary: Sentence(zh: "添加机构", en: "Add an organisation"),
                tag: "organisations", parameters: [.idempotencyKey], body: OrganisationRoutes.fields.schema,
                answers: [
                    .init(
                        status: 201, text: Sentence(zh: "已添加", en: "Added"), schema: organisationSchema)
                ])),
        .get("/api/v1/tokens", TokenRoutes.access) { ask, connection in
            try ask.checkNames(PageOfItems<TokenStore.Stored>.names)
            let tokens = try TokenStore.all(of: ask.person.organisation.id, connection)
            let page = try PageOfItems(tokens, ask)
            return .json(
                .members([
                    "items": .array(page.items.map { .object(members($0, ask.now)) }), "next": page.nextJSON,
                ]))
        }.described(
            RouteDescription(
                id: "tokens_list", summary: Sentence(zh: "本机构的接口令牌", en: "The organisation's tokens"),
                tag: "tokens", parameters: RouteDescription.Parameter.pageOfItems,
                answers: [.ok(.schemaPage(.schemaObject(properties)))])),
        .post("/api/v1/tokens", TokenRoutes.access, makeToken).described(
            RouteDescription(
                id: "tokens_make",
                summary: Sentence(
                    zh: "生成令牌，权限和期限不超过所用令牌；令牌只在第一次回答中出现",
                    en: "Make a token that may no more and lasts no longer than this one; shown once"),
                tag: "tokens", parameters: [.idempotencyKey], body: TokenPages.described.schema,
                answers: [
                    .init(
                        status: 201, text: Sentence(zh: "已生成", en: "Made"),
                        schema: .schemaObject(properties + [("token", JSON.schema("string").orNull())]))
                ])),
        .post("/api/v1/tokens/:id/revoke", TokenRoutes.access, revoke).described(
            RouteDescription(
                id: "tokens_revoke",
                summary: Sentence(
                    zh: "撤销令牌及由它生成的令牌；重复发送无妨", en: "Revoke a token and those made with it; again does nothing"
                ),
                tag: "tokens", parameters: [.path("id", Sentence(zh: "令牌编号", en: "The token's number"))],
                answers: [.ok(.schemaObject(properties))])),
        .get("/api/v1/audit/:id", .permission(.readAudit)) { ask, connection in
            guard let number = Int64(ask.part("id")), let record = try AuditStore.find(number, connection)
            else { throw RequestRefusal.notFound }
            return .json(json(record))
        }.described(
            RouteDescription(
                id: "audit_record", summary: Sentence(zh: "一条审计记录", en: "One record of the audit log"),
                tag: "audit", parameters: [.path("id", RecordAPI.keyText)], answers: [.ok(recordSchema)])),
        .get("/api/v1/health", .permission(.readHealth)) { ask, connection in
            let health = try HealthStore.read(connection)
            return .json(json(health, connection.engine, waiting: ask.site.book.database.waitingWrites))
        }.described(
            RouteDescription(
                id: "health", summary: Sentence(zh: "运行状况", en: "Whether the platform is well"),
                tag: "health", answers: [.ok(healthSchema)])),
    ]

    // MARK: Organisations

    @Sendable private static func addOrganisation(_ ask: Ask) async throws -> Answer {
        let (once, inputs) = (try ask.idempotencyKey, try OrganisationRoutes.fields.read(ask.body))
        let code = inputs.text("code")
        let organisation = try await ask.write("organisation.add") { writing in
            _ = try ProposalStore.doOnce(
                "add", on: "organisations/\(code)", inputs, once: once, by: ask.person, writing
            ) { _ = try OrganisationRoutes.add(inputs, writing) }
            guard let found = try OrganisationStore.find(code: code, writing.connection) else {
                throw NotFound.organisation(code)
            }
            return found
        }
        return .json(
            .members([
                "code": .string(organisation.code), "name": .string(organisation.name),
                "kind": .string(organisation.kind.rawValue),
            ]), status: .created)
    }

    private static let organisationSchema = JSON.schemaObject([
        ("code", .schema("string")), ("name", .schema("string")),
        ("kind", .schemaWords(OrganisationKind.allCases.map(\.rawValue))),
    ])

    // MARK: Tokens

    private static func members(_ token: TokenStore.Stored, _ now: Int64) -> [JSON.Member] {
        let state = token.isRevoked ? "revoked" : token.expiresAt <= now ? "expired" : "valid"
        return [
            .init(name: "id", value: .number(token.id)), .init(name: "name", value: .string(token.name)),
            .init(name: "display_name", value: .string(token.displayName)),
            .init(
                name: "permissions",
                value: .array(token.permissions.map(\.rawValue).sorted().map(JSON.string))),
            .init(name: "created_at", value: .number(token.createdAt)),
            .init(name: "expires_at", value: .number(token.expiresAt)),
            .init(name: "state", value: .string(state)),
        ]
    }

    private static let properties: [(String, JSON)] = [
        ("id", .schemaTime), ("name", .schema("string")), ("display_name", .schema("string")),
        ("permissions", .schemaList(.schemaWords(Permission.allCases.map(\.rawValue)))),
        ("created_at", .schemaTime), ("expires_at", .schemaTime),
        ("state", .schemaWords(["valid", "expired", "revoked"])),
    ]

    @Sendable private static func makeToken(_ ask: Ask) async throws -> Answer {
        let (visitor, once) = (ask.person, try ask.idempotencyKey)
        let inputs = try TokenPages.fields(for: visitor.organisation.kind).read(ask.body)
        let name = inputs.text("name").lowercased()
        let (secret, stored) = try await ask.write("token.add") { writing in
            // Kept nowhere: asked again, the answer has none.
            var secret: String?
            _ = try ProposalStore.doOnce(
                "make", on: "tokens/\(name)", inputs, once: once, by: visitor, writing
            ) { secret = try TokenRoutes.make(inputs, by: visitor, writing) }
            let tokens = try TokenStore.all(of: visitor.organisation.id, writing.connection)
            guard let stored = tokens.first(where: { $0.name == name }) else { throw NotFound.person(name) }
            return (secret, stored)
        }
        let shown = JSON.Member(name: "token", value: secret.map(JSON.string) ?? .null)
        return .json(.object(members(stored, ask.now) + [shown]), status: .created)
    }

    @Sendable private static func revoke(_ ask: Ask) async throws -> Answer {
        guard let number = Int64(ask.part("id")) else { throw RequestRefusal.notFound }
        let organisation = ask.person.organisation.id
        let stored = try await ask.write("token.revoke") { writing in
            func find() throws -> TokenStore.Stored {
                let all = try TokenStore.all(of: organisation, writing.connection)
                guard let found = all.first(where: { $0.id == number }) else { throw RequestRefusal.notFound }
                return found
            }
            if try !find().isRevoked { _ = try TokenStore.revoke(number, of: organisation, writing) }
            return try find()
        }
        return .json(.object(members(stored, ask.now)))
    }

    // MARK: The log and health

    private static func json(_ record: AuditStore.Stored) -> JSON {
        .members([
            "number": .number(record.number), "at": .number(record.at), "actor": .string(record.actor),
            "action": .string(record.action), "subject": .string(record.subject),
            "reason": .string(record.reason), "before": .string(record.before),
            "after": .string(record.after), "hash": .string(record.hashText),
        ])
    }

    private static let recordSchema = JSON.schemaObject(
        [("number", .schemaTime), ("at", .schemaTime)]
            + ["actor", "action", "subject", "reason", "before", "after", "hash"].map {
                ($0, .schema("string"))
            })

    private static func json(_ health: HealthStore.Health, _ engine: Engine, waiting: Int) -> JSON {
        .members([
            "version": .string(Version.text),
            "database": .string(engine == .sqlite ? "sqlite" : "postgresql"),
            "schema": .number(health.schema),
            "head": health.head.map { .string("\($0.number):\($0.hashText)") } ?? .null,
            "last_change_at": health.head.map { .number($0.at) } ?? .null,
            "changes_waiting": .number(Int64(waiting)), "proposals_waiting": .number(health.proposals),
            "sessions": .number(health.sessions),
        ])
    }

    private static let healthSchema = JSON.schemaObject([
        ("version", .schema("string")), ("database", .schemaWords(["sqlite", "postgresql"])),
        ("schema", .schemaTime), ("head", JSON.schema("string").orNull()),
        ("last_change_at", JSON.schemaTime.orNull()), ("changes_waiting", .schemaTime),
        ("proposals_waiting", .schemaTime), ("sessions", .schemaTime),
    ])
}
