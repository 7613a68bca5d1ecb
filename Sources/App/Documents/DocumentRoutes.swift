import Core
import HTTPTypes
import Storage

/// The addresses of a guarantee's documents: adding one, and taking it away as a file.
enum DocumentRoutes {
    /// The other fields of the form and what stands between the parts.
    private static let formBytes = 64 * 1024
    static let limit = DocumentKind.byteLimit + formBytes

    static let all: [Route] = [
        .get("/guarantees/:key/documents/new", .permission(.enter)) { ask, connection in
            try DocumentPages.form(ask, try seen(ask, connection), nil, connection)
        },
        .post("/guarantees/:key/documents", .permission(.enter), limit: limit, add),
        .get("/guarantees/:key/documents/:id", .permission(.readBook)) { ask, connection in
            let guarantee = try seen(ask, connection).guarantee.id
            return file(try DocumentStore.content(ask.part("id"), of: guarantee, connection))
        },
    ]

    static func address(of guarantee: String) -> String {
        "/guarantees/\(PercentText.encode(guarantee))/documents"
    }

    static func file(_ document: DocumentStore.Content) -> Answer {
        .file(document.bytes, name: document.name, type: document.kind.mediaType)
    }

    static func seen(_ ask: Ask, _ connection: Connection) throws -> GuaranteeSight.Seen {
        try GuaranteeSight.load(number: ask.part("key"), ask.person, connection)
    }

    /// Keeps the file of a form; returns the document's number.
    static func keep(_ ask: Ask) async throws -> Int64 {
        let form = ask.form
        let file = form.files.first { $0.field == "file" } ?? Form.File(field: "", name: "", bytes: [])
        let kind = try DocumentKind.of(file.bytes, name: file.name, zipParts: ZipNames.of(file.bytes))
        guard let purpose = DocumentPurpose(rawValue: form["purpose"]) else { throw DocumentRefusal.purpose }
        return try await ask.write("document.add") { writing in
            let guarantee = try seen(ask, writing.connection).guarantee.id
            return try DocumentStore.add(
                file, kind, purpose: purpose, supersedes: Int64(form["supersedes"]), to: guarantee,
                by: ask.person, writing)
        }
    }

    @Sendable private static func add(_ ask: Ask) async throws -> Answer {
        do {
            _ = try await keep(ask)
        } catch let refusal as any Refusal where !(refusal is NotFound) {
            return try await ask.site.book.database.read { connection in
                try DocumentPages.form(ask, try seen(ask, connection), refusal, connection)
            }
        }
        return .redirect(to: ActionSources.address(of: "guarantees/\(ask.part("key"))") + "?done=document")
    }
}
