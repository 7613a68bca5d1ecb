import Core
import HTTPTypes
import Storage

/// Single records through the API, each with its version as ETag, and who is asking.
enum RecordAPI {
    /// A kind of record, declared once.
    struct Source: Sendable {
        /// The first part of the addresses of its records.
        let collection: String
        let title: Sentence
        let access: Route.Access
        let schema: JSON
        /// The record and its version, 0 for none; throws what an address that is not there throws when it
        /// does not concern the visitor.
        let load: @Sendable (_ key: String, Visitor, _ today: Day, Connection) throws -> (JSON, Int64)
    }

    static let sources: [Source] = [
        GuaranteeJSON.source, ApplicationAPI.source, NoticeAPI.source, AgreementJSON.source,
        InstitutionJSON.source,
    ]

    static let keyText = Sentence(zh: "记录的编号", en: "The record's number")

    static let all: [Route] = sources.map(record) + [me]

    private static func record(_ source: Source) -> Route {
        .get("/api/v1/\(source.collection)/:key", source.access) { ask, connection in
            let (record, version) = try source.load(ask.part("key"), ask.person, ask.today, connection)
            return .json(record).tagged(version)
        }.described(
            RouteDescription(
                id: "\(source.collection)_record", summary: source.title, tag: source.collection,
                parameters: [.path("key", keyText)], answers: [.ok(source.schema, headers: ["ETag"])]))
    }

    private static let me = Route.get("/api/v1/me", .signedIn) { ask, _ in
        let visitor = ask.person
        return .json(
            .members([
                "name": .string(visitor.name), "display_name": .string(visitor.displayName),
                "organisation": .members([
                    "code": .string(visitor.organisation.code), "name": .string(visitor.organisation.name),
                    "kind": .string(visitor.organisation.kind.rawValue),
                ]),
                "roles": .array(visitor.roles.sorted().map { .string($0.rawValue) }),
                "permissions": .array(visitor.permissions.map(\.rawValue).sorted().map(JSON.string)),
                "today": .day(ask.today),
            ]))
    }.described(
        RouteDescription(
            id: "me", summary: Sentence(zh: "我是谁，能做什么", en: "Who I am and what I may do"), tag: "me",
            answers: [
                .ok(
                    .schemaObject([
                        ("name", .schema("string")), ("display_name", .schema("string")),
                        (
                            "organisation",
                            .schemaObject([
                                ("code", .schema("string")), ("name", .schema("string")),
                                ("kind", .schemaWords(OrganisationKind.allCases.map(\.rawValue))),
                            ])
                        ),
                        ("roles", .schemaList(.schemaWords(Role.allCases.map(\.rawValue)))),
                        ("permissions", .schemaList(.schemaWords(Permission.allCases.map(\.rawValue)))),
                        ("today", .schemaDay),
                    ]))
            ]))
}
