import Core
import HTTPTypes
import Storage

/// The documents of a guarantee through the API: listed, taken away as files, added.
enum DocumentAPI {
    static let all: [Route] = [list, content, add]

    private static let path = "/api/v1/guarantees/:key/documents"
    private static let key = RouteDescription.Parameter.path("key", RecordAPI.keyText)

    private static let list = Route.get(path, .permission(.readBook)) { ask, connection in
        let guarantee = try DocumentRoutes.seen(ask, connection).guarantee.id
        let documents = try DocumentStore.all(of: guarantee, connection)
        return .json(.members(["items": .array(documents.map { json($0, for: ask.person) })]))
    }.described(
        RouteDescription(
            id: "documents",
            summary: Sentence(zh: "一笔担保的材料，最新的在前", en: "The documents of a guarantee, newest first"),
            tag: "documents", parameters: [key],
            answers: [.ok(.schemaObject([("items", .schemaList(schema))]))]))

    private static let content = Route.get(path + "/:id", .permission(.readBook)) { ask, connection in
        let guarantee = try DocumentRoutes.seen(ask, connection).guarantee.id
        return DocumentRoutes.file(try DocumentStore.content(ask.part("id"), of: guarantee, connection))
    }.described(
        RouteDescription(
            id: "document", summary: Sentence(zh: "一份材料的文件", en: "The file of a document"), tag: "documents",
            parameters: [
                key,
                .path(
                    "id", Sentence(zh: "材料编号", en: "The document's number"),
                    .schema("integer", ["minimum": .number(1), "format": .string("int64")])),
            ],
            answers: [.file(DocumentKind.allCases.map(\.mediaType))]))

    private static let add = Route.post(path, .permission(.enter), limit: DocumentRoutes.limit) { ask in
        _ = try await ask.site.book.database.read { try DocumentRoutes.seen(ask, $0) }
        guard case .form = ask.body else { throw RequestRefusal.unsupported }
        let number = try await DocumentRoutes.keep(ask)
        let document = try await ask.site.book.database.read { connection in
            try DocumentStore.all(of: try DocumentRoutes.seen(ask, connection).guarantee.id, connection)
                .first { $0.id == number }
        }
        guard let document else { throw RequestRefusal.notFound }
        return .json(json(document, for: ask.person), status: .created)
            .setting(
                .location, "/api/v1\(DocumentRoutes.address(of: ask.part("key")))/\(document.id)")
    }.described(
        RouteDescription(
            id: "document_add",
            summary: Sentence(zh: "上传材料；同一份文件只保存一次", en: "Add a document; the same file is kept once"),
            tag: "documents", parameters: [key], body: upload, bodyType: "multipart/form-data",
            answers: [
                .init(
                    status: 201, text: Sentence(zh: "已保存", en: "Kept"), schema: schema,
                    headers: ["Location"])
            ]))

    private static let upload = JSON.schemaObject(
        [
            ("purpose", .schemaWords(DocumentPurpose.allCases.map(\.rawValue))),
            ("supersedes", .schema("integer", ["minimum": .number(1), "format": .string("int64")])),
            ("file", .schema("string", ["format": .string("binary")])),
        ], optional: ["supersedes"])

    // MARK: A document

    private static func json(_ document: DocumentStore.Stored, for visitor: Visitor) -> JSON {
        let isColleague = document.organisation == visitor.organisation.id
        return .members([
            "document": .number(document.id), "name": .string(document.name),
            "kind": .string(document.kind.rawValue), "purpose": .string(document.purpose.rawValue),
            "bytes": .number(document.byteCount), "sha256": .string(document.digest),
            "organisation": .string(document.organisationName),
            "person": isColleague ? .string(document.personName) : .null,
            "added_at": .number(document.addedAt),
            "supersedes": document.supersedes.map(JSON.number) ?? .null,
            "is_superseded": .bool(document.isSuperseded),
        ])
    }

    private static let schema = JSON.schemaObject([
        ("document", .schemaTime), ("name", .schema("string")),
        ("kind", .schemaWords(DocumentKind.allCases.map(\.rawValue))),
        ("purpose", .schemaWords(DocumentPurpose.allCases.map(\.rawValue))), ("bytes", .schemaTime),
        ("sha256", .schemaPattern("^[0-9a-f]{64}$")), ("organisation", .schema("string")),
        ("person", JSON.schema("string").orNull()), ("added_at", .schemaTime),
        ("supersedes", JSON.schemaTime.orNull()), ("is_superseded", .schema("boolean")),
    ])
}
