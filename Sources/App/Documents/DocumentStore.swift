import Core
import Storage

/// Documents of guarantees in the database: added, replaced by a newer one, never removed.
enum DocumentStore {
    struct Stored: Sendable {
        let id: Int64
        let organisation: Int64
        let organisationName: String
        let personName: String
        let personRoles: Set<Role>
        let addedAt: Int64
        let purpose: DocumentPurpose
        let name: String
        let kind: DocumentKind
        let byteCount: Int64
        let sha256: [UInt8]
        /// The document that it replaces.
        let supersedes: Int64?
        let isSuperseded: Bool

        var digest: String { Hexadecimal.text(sha256) }
    }

    /// Of one guarantee on its page; more are a sign of something else.
    static let limit = 200

    /// Newest first, without their content.
    static func all(of guarantee: ID<Guarantee>, _ connection: Connection) throws -> [Stored] {
        let sql = SQL(
            """
            SELECT d.id, d.organisation_id, o.name, p.display_name, d.added_at, d.purpose, d.name, d.kind,
                d.byte_count, d.sha256, d.supersedes,
                (SELECT COUNT(*) FROM document n WHERE n.supersedes = d.id), p.roles
            FROM document d JOIN organisation o ON o.id = d.organisation_id
                JOIN person p ON p.id = d.person_id
            WHERE d.guarantee_id = ? ORDER BY d.id DESC LIMIT ?
            """, [.int(guarantee.number), .int(Int64(limit))])
        return try connection.all(sql) { row in
            Stored(
                id: row.int(0), organisation: row.int(1), organisationName: row.text(2),
                personName: row.text(3), personRoles: Role.set(row.text(12)) ?? [], addedAt: row.int(4),
                purpose: DocumentPurpose(rawValue: row.text(5)) ?? .other, name: row.text(6),
                kind: DocumentKind(rawValue: row.text(7)) ?? .text, byteCount: row.int(8),
                sha256: row.bytes(9), supersedes: row.optionalInt(10), isSuperseded: row.int(11) > 0)
        }
    }

    struct Content: Sendable {
        let name: String
        let kind: DocumentKind
        let bytes: [UInt8]
    }

    /// One document of a guarantee with its content.
    static func content(
        _ number: String, of guarantee: ID<Guarantee>, _ connection: Connection
    ) throws -> Content {
        let sql = SQL(
            "SELECT name, kind, content FROM document WHERE id = ? AND guarantee_id = ?",
            [.int(Int64(number) ?? 0), .int(guarantee.number)])
        let found = try connection.first(sql) {
            Content(
                name: $0.text(0), kind: DocumentKind(rawValue: $0.text(1)) ?? .text, bytes: $0.bytes(2))
        }
        guard let found else { throw RequestRefusal.notFound }
        return found
    }

    /// Keeps a file and returns its number. The same one sent twice by an organisation is kept once.
    static func add(
        _ file: Form.File, _ kind: DocumentKind, purpose: DocumentPurpose, supersedes: Int64?,
        to guarantee: ID<Guarantee>, by visitor: Visitor, _ writing: Writing
    ) throws -> Int64 {
        let hash = Digest.of(file.bytes)
        let documents = try all(of: guarantee, writing.connection)
        guard documents.count < limit else { throw DocumentStoreRefusal.tooMany }
        let own = documents.filter { $0.organisation == visitor.organisation.id }
        let known = own.first {
            $0.sha256 == hash && $0.name == file.name && $0.purpose == purpose && $0.supersedes == supersedes
        }
        if let known { return known.id }
        if let supersedes, !own.contains(where: { $0.id == supersedes && !$0.isSuperseded }) {
            throw DocumentRefusal.notOwn
        }
        let number = try writing.scope.nextNumber(of: .document)
        writing.scope.took(number, of: .document)
        try writing.connection.run(
            SQL(
                "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    .int(number), .int(guarantee.number), .int(visitor.organisation.id),
                    .int(visitor.person), .int(writing.at), .text(purpose.rawValue), .text(file.name),
                    .text(kind.rawValue), .int(Int64(file.bytes.count)), .blob(hash), Value(supersedes),
                    .blob(file.bytes),
                ]))
        let after = audited(
            guarantee: guarantee.number, name: file.name, kind: kind.rawValue, purpose: purpose.rawValue,
            hash, supersedes: supersedes)
        try writing.record("document/\(number)", action: "document.add", after: after.text)
        return number
    }

    /// What the audit log says of a document.
    static func audited(
        guarantee: Int64, name: String, kind: String, purpose: String, _ hash: [UInt8], supersedes: Int64?
    ) -> JSONText {
        var after = JSONText()
        after.add("guarantee", guarantee)
        after.add("name", name)
        after.add("kind", kind)
        after.add("purpose", purpose)
        after.add("sha256", Hexadecimal.text(hash))
        if let supersedes { after.add("supersedes", supersedes) }
        return after
    }
}

/// Why no further document is kept.
enum DocumentStoreRefusal: Refusal {
    case tooMany

    var code: String { "too_many_documents" }

    var sentence: Sentence {
        Sentence(
            zh: "一笔担保最多保存 \(DocumentStore.limit) 份材料；请合并后上传。",
            en: "A guarantee keeps at most \(DocumentStore.limit) documents; put several into one.")
    }
}
