import Core
import Crypto
import Storage

/// Documents of guarantees in the database: added, replaced by a newer one, never removed.
enum DocumentStore {
    struct Stored: Sendable {
        let id: Int64
        let organisation: Int64
        let organisationName: String
        let personName: String
        let addedAt: Int64
        let purpose: DocumentPurpose
        let name: String
        let kind: DocumentKind
        let byteCount: Int64
        let sha256: [UInt8]
        /// The document that it replaces.
        let supersedes: Int64?
        let isSuperseded: Bool

        var digest: String { hexadecimal(sha256) }
    }

    /// Of one guarantee on its page; more are a sign of something else.
    static let limit = 200

    /// Newest first, without their content.
    static func all(of guarantee: ID<Guarantee>, _ connection: Connection) throws -> [Stored] {
        let sql = SQL(
            """
            SELECT d.id, d.organisation_id, o.name, p.display_name, d.added_at, d.purpose, d.name, d.kind,
                d.byte_count, d.sha256, d.supersedes,
                (SELECT COUNT(*) FROM document n WHERE n.supersedes = d.id)
            FROM document d JOIN organisation o ON o.id = d.organisation_id
                JOIN person p ON p.id = d.person_id
            WHERE d.guarantee_id = ? ORDER BY d.id DESC LIMIT ?
            """, [.int(guarantee.number), .int(Int64(limit))])
        return try connection.all(sql) { row in
            Stored(
                id: row.int(0), organisation: row.int(1), organisationName: row.text(2),
                personName: row.text(3), addedAt: row.int(4),
                purpose: DocumentPurpose(rawValue: row.text(5)) ?? .other, name: row.text(6),
                kind: DocumentKind(rawValue: row.text(7)) ?? .text, byteCount: row.int(8),
                sha256: row.bytes(9), supersedes: row.optionalInt(10), isSuperseded: row.int(11) > 0)
        }
    }

    /// One document of a guarantee with its content.
    static func content(
        _ number: String, of guarantee: ID<Guarantee>, _ connection: Connection
    ) throws -> (name: String, kind: DocumentKind, bytes: [UInt8]) {
        let sql = SQL(
            "SELECT name, kind, content FROM document WHERE id = ? AND guarantee_id = ?",
            [.int(Int64(number) ?? 0), .int(guarantee.number)])
        let found = try connection.first(sql) {
            ($0.text(0), DocumentKind(rawValue: $0.text(1)) ?? .text, $0.bytes(2))
        }
        guard let found else { throw RequestRefusal.notFound }
        return found
    }

    /// Keeps a file. The same one sent twice by an organisation is kept once.
    static func add(
        _ file: Form.File, _ kind: DocumentKind, purpose: DocumentPurpose, supersedes: Int64?,
        to guarantee: ID<Guarantee>, by visitor: Visitor, _ writing: Writing
    ) throws {
        let hash = Array(SHA256.hash(data: file.bytes))
        let documents = try all(of: guarantee, writing.connection)
        guard documents.count < limit else { throw DocumentStoreRefusal.tooMany }
        let own = documents.filter { $0.organisation == visitor.organisation.id }
        if own.contains(where: {
            $0.sha256 == hash && $0.name == file.name && $0.purpose == purpose && $0.supersedes == supersedes
        }) {
            return
        }
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
        var after = JSONText()
        after.add("guarantee", guarantee.number)
        after.add("name", file.name)
        after.add("kind", kind.rawValue)
        after.add("purpose", purpose.rawValue)
        after.add("sha256", hexadecimal(hash))
        if let supersedes { after.add("supersedes", supersedes) }
        try writing.record("document/\(number)", action: "document.add", after: after.text)
    }

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
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
