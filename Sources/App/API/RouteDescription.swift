import Core

/// What the description of the API says of a route: its name, what it takes, and what it answers.
struct RouteDescription: Sendable {
    /// Unique among all routes.
    let id: String
    let summary: Sentence
    /// The group in which it is shown.
    let tag: String
    var parameters: [Parameter] = []
    /// The JSON that is sent; nil where nothing is.
    var body: JSON?
    var isBodyRequired = true
    var bodyType = RouteDescription.json
    var answers: [Answer]

    static let json = "application/json"

    struct Parameter: Sendable {
        let name: String
        let place: Place
        let schema: JSON
        let text: Sentence
        var isRequired = false

        enum Place: String, Sendable {
            case path, query, header
        }
    }

    struct Answer: Sendable {
        let status: Int
        let text: Sentence
        /// Nil for a file, of which only the media type is known.
        let schema: JSON?
        var headers: [String] = []
        var mediaTypes = [RouteDescription.json]

        /// A file of any of these media types.
        static func file(_ mediaTypes: [String]) -> Answer {
            Answer(
                status: 200, text: Sentence(zh: "文件", en: "The file"), schema: nil,
                headers: ["Content-Disposition"], mediaTypes: mediaTypes)
        }

        static func ok(_ schema: JSON, headers: [String] = []) -> Answer {
            Answer(status: 200, text: Sentence(zh: "成功", en: "Success"), schema: schema, headers: headers)
        }
    }
}

extension RouteDescription.Parameter {
    /// Part of the path.
    static func path(_ name: String, _ text: Sentence, _ schema: JSON = .schemaText(most: 64)) -> Self {
        Self(name: name, place: .path, schema: schema, text: text, isRequired: true)
    }

    static func query(_ name: String, _ text: Sentence, _ schema: JSON) -> Self {
        Self(name: name, place: .query, schema: schema, text: text)
    }

    static func dryRun(_ text: Sentence) -> Self { query("dry_run", text, .schema("boolean")) }

    static func ifMatch(isRequired: Bool) -> Self {
        Self(
            name: "If-Match", place: .header, schema: .schemaPattern("^\"[0-9]{1,18}\"$"),
            text: Sentence(
                zh: "您所见记录的 ETag；记录已被他人改动时不办理（412）。",
                en: "The ETag of the record that you saw; nothing is done if it has changed since (412)."
            ), isRequired: isRequired)
    }

    static let idempotencyKey = Self(
        name: "Idempotency-Key", place: .header, schema: .schemaPattern("^[A-Za-z0-9._-]{8,64}$"),
        text: Sentence(
            zh: "由您编定的编号；同一编号只办理一次，重复发送得到同样的结果。",
            en: "A key of your own: what is sent again under it is done once and answered the same."),
        isRequired: true)
}

/// Pieces of JSON Schema (2020-12).
extension JSON {
    static func schema(_ type: String, _ more: KeyValuePairs<String, JSON?> = [:]) -> JSON {
        guard case .object(let rest) = members(more) else { return .null }
        return .object([Member(name: "type", value: .string(type))] + rest)
    }

    /// A text without zero bytes, which no address and no field may hold.
    static func schemaText(least: Int64 = 1, most: Int64) -> JSON {
        schema(
            "string",
            [
                "minLength": .number(least), "maxLength": .number(most),
                "pattern": .string("^[^\\u0000]*$"),
            ])
    }

    static func schemaPattern(_ pattern: String) -> JSON { schema("string", ["pattern": .string(pattern)]) }

    static func schemaWords(_ words: [String]) -> JSON {
        schema("string", ["enum": .array(words.map(JSON.string))])
    }

    static func schemaList(_ items: JSON) -> JSON { schema("array", ["items": items]) }

    static func schemaReference(_ name: String) -> JSON {
        members(["$ref": .string("#/components/schemas/\(name)")])
    }

    /// An object; members that are not named in `optional` are required.
    static func schemaObject(
        _ properties: [(String, JSON)], optional: Set<String> = [], isClosed: Bool = false
    ) -> JSON {
        let required = properties.map(\.0).filter { !optional.contains($0) }
        return schema(
            "object",
            [
                "properties": .object(properties.map { Member(name: $0.0, value: $0.1) }),
                "required": required.isEmpty ? nil : .array(required.map(JSON.string)),
                "additionalProperties": isClosed ? .bool(false) : nil,
            ])
    }

    /// The same, or null.
    func orNull() -> JSON {
        guard case .object(let members) = self, case .string(let type)? = self["type"] else {
            return .members(["anyOf": .array([self, .schema("null")])])
        }
        return .object(
            members.map { member in
                member.name == "type"
                    ? Member(name: "type", value: .array([.string(type), .string("null")])) : member
            })
    }

    /// The same with what it means.
    func described(_ text: Sentence) -> JSON {
        guard case .object(let members) = self else { return self }
        return .object(members + [Member(name: "description", value: .string("\(text.en) \(text.zh)"))])
    }

    static let schemaSentence = schemaReference("Sentence")
    static let schemaMoney = schemaReference("Money")
    static let schemaDay = schemaReference("Day")
    static let schemaRate = schemaReference("Rate")
    static let schemaTime = schema("integer", ["format": .string("int64")])
}
