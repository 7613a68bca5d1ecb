import Core
import HTTPTypes

/// The description of the API (OpenAPI 3.1), drawn from the routes themselves.
enum OpenAPI {
    static let route = Route(
        method: .get, path: "/api/openapi.json", access: .everyone,
        work: .acting { _ in
            Answer(
                headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-cache"],
                body: bytes)
        })

    private static let bytes = document(of: Site.routes).bytes

    static func document(of routes: [Route]) -> JSON {
        let described = routes.compactMap { route in route.description.map { (route, $0) } }
        var paths: [JSON.Member] = []
        var places: [String: Int] = [:]
        for (route, description) in described {
            let path = template(route.path)
            let operation = JSON.Member(
                name: route.method.rawValue.lowercased(), value: self.operation(route, description))
            if let place = places[path], case .object(let operations) = paths[place].value {
                paths[place] = JSON.Member(name: path, value: .object(operations + [operation]))
            } else {
                places[path] = paths.count
                paths.append(JSON.Member(name: path, value: .object([operation])))
            }
        }
        return .members([
            "openapi": .string("3.1.0"),
            "info": .members([
                "title": .string("Cassia 桂枝"), "version": .string(Version.text),
                "description": .string(
                    """
                    Loan guarantees and the sharing of their losses. Amounts are yuan in strings, days are \
                    YYYY-MM-DD, times are milliseconds since 1970 UTC. 金额为以元为单位的字符串，时间为 1970 年以来的毫秒数。
                    """),
                "license": .members(["name": .string("See LICENSE")]),
            ]),
            "servers": .array([.members(["url": .string("/")])]),
            "security": .array([.members(["token": .array([])])]),
            "paths": .object(paths),
            "components": .members([
                "securitySchemes": .members([
                    "token": .members(["type": .string("http"), "scheme": .string("bearer")])
                ]),
                "schemas": .object(schemas), "responses": .object(problems.map(\.member)),
            ]),
        ])
    }

    /// `/a/:key` as `/a/{key}`.
    private static func template(_ path: String) -> String {
        path.split(separator: "/").map { $0.hasPrefix(":") ? "/{\($0.dropFirst())}" : "/\($0)" }.joined()
    }

    private static func operation(_ route: Route, _ description: RouteDescription) -> JSON {
        let body: JSON? = description.body.map {
            .members([
                "required": .bool(description.isBodyRequired),
                "content": .object([.init(name: description.bodyType, value: .members(["schema": $0]))]),
            ])
        }
        let answers = description.answers.map { JSON.Member(name: String($0.status), value: answer($0)) }
        let refused = problems.filter { $0.isPossible(route) }.map {
            JSON.Member(
                name: $0.status, value: .members(["$ref": .string("#/components/responses/\($0.name)")]))
        }
        return .members([
            "operationId": .string(description.id), "summary": .string(description.summary.en),
            "description": .string(description.summary.zh), "tags": .array([.string(description.tag)]),
            "parameters": description.parameters.isEmpty
                ? nil : .array(description.parameters.map(parameter)),
            "requestBody": body, "responses": .object(answers + refused),
        ])
    }

    private static func parameter(_ parameter: RouteDescription.Parameter) -> JSON {
        .members([
            "name": .string(parameter.name), "in": .string(parameter.place.rawValue),
            "required": .bool(parameter.isRequired),
            "description": .string("\(parameter.text.en) \(parameter.text.zh)"), "schema": parameter.schema,
        ])
    }

    private static func answer(_ answer: RouteDescription.Answer) -> JSON {
        let headers: JSON? =
            answer.headers.isEmpty
            ? nil
            : .object(
                answer.headers.map {
                    JSON.Member(name: $0, value: .members(["schema": .schema("string")]))
                })
        let content = answer.mediaTypes.map {
            JSON.Member(name: $0, value: .members(["schema": answer.schema]))
        }
        return .members([
            "description": .string("\(answer.text.en) \(answer.text.zh)"), "headers": headers,
            "content": .object(content),
        ])
    }

    // MARK: Parts

    private static let schemas: [JSON.Member] = [
        ("Sentence", .schemaObject([("zh", .schema("string")), ("en", .schema("string"))])),
        ("Money", .schemaPattern("^-?[0-9]+[.][0-9]{2}$")),
        ("Day", .schema("string", ["format": .string("date")])),
        ("Rate", .schemaPattern("^[0-9]+([.][0-9]+)?%?$")),
        ("Proposal", ProposalJSON.schema), ("Preview", PreviewJSON.schema),
        (
            "Action",
            .schemaObject([
                ("name", .schema("string")), ("title", .schemaSentence),
                ("needs_second_person", .schema("boolean")),
                (
                    "fields",
                    .schemaList(
                        .schemaObject(
                            [
                                ("name", .schema("string")), ("title", .schemaSentence),
                                ("hint", .schemaSentence), ("required", .schema("boolean")),
                                ("value", .schema("string")), ("schema", .schema("object")),
                            ], optional: ["hint"]))
                ),
            ])
        ),
        (
            "Problem",
            .schemaObject(
                [
                    ("type", .schema("string")), ("title", .schema("string")),
                    ("status", .schema("integer")), ("detail", .schema("string")),
                    ("code", .schema("string")), ("sentence", .schemaSentence),
                    (
                        "problems",
                        .schemaList(
                            .schemaObject([("field", .schema("string")), ("sentence", .schemaSentence)]))
                    ),
                ], optional: ["problems"])
        ),
    ].map { JSON.Member(name: $0.0, value: $0.1) }

    /// An answer that is a problem (RFC 9457).
    private struct Problem: Sendable {
        let status: String
        let name: String
        let text: String
        var isPossible: @Sendable (Route) -> Bool = { _ in true }

        var member: JSON.Member {
            JSON.Member(
                name: name,
                value: .members([
                    "description": .string(text),
                    "content": .members([
                        "application/problem+json": .members(["schema": .schemaReference("Problem")])
                    ]),
                ]))
        }
    }

    private static let problems: [Problem] = [
        Problem(status: "400", name: "BadRequest", text: "The request can't be understood. 无法理解请求。"),
        Problem(status: "401", name: "Unauthorized", text: "No token, or a wrong one. 没有令牌或令牌无效。"),
        Problem(status: "403", name: "Forbidden", text: "The token does not allow this. 令牌无权进行。"),
        Problem(status: "404", name: "NotFound", text: "Not there, or not yours. 不存在或与您无关。") {
            $0.path.contains(":")
        },
        Problem(
            status: "412", name: "Changed", text: "Someone has changed the record. 记录已被他人改动。",
            isPossible: isChange),
        Problem(status: "413", name: "TooLarge", text: "The body is too large. 内容过大。", isPossible: isChange),
        Problem(
            status: "415", name: "Unsupported", text: "The body is not JSON. 请求体不是 JSON。",
            isPossible: isChange),
        Problem(status: "422", name: "Refused", text: "Refused, with what would mend it. 未办理，附原因。"),
        Problem(
            status: "428", name: "NeedsVersion", text: "If-Match is missing. 缺少 If-Match。",
            isPossible: isChange),
        Problem(status: "503", name: "Busy", text: "Try again in a moment. 请稍后再试。"),
        Problem(status: "default", name: "Failed", text: "Something went wrong. 出错。"),
    ]

    @Sendable private static func isChange(_ route: Route) -> Bool { route.method != .get }
}
