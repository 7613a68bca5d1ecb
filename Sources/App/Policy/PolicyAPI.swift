import Core
import HTTPTypes
import Storage

/// Policies and decisions for machines.
enum PolicyAPI {
    static let all: [Route] = [
        Route.get("/api/v1/policies", .signedIn) { ask, _ in
            .json(.members(["policies": .array(ask.site.policies.newest.map(head))]))
        }.described(listDescription),
        Route.get("/api/v1/policies/:policy", .signedIn) { ask, _ in
            let day = try PolicyListPages.day(ask)
            return .json(record(try ask.site.policies.readable(ask.part("policy"), on: day), ask))
        }.described(recordDescription),
        Route.post("/api/v1/policies/:policy/decide", .signedIn, decide).described(decideDescription),
        Route(
            method: .get, path: "/api/v1/enterprises/:code/policies/:policy", access: .permission(.readBook),
            work: .acting { ask in
                try await EnterpriseAccess.read(ask, .interface) { firm, connection in
                    let day = try PolicyListPages.day(ask)
                    let facts = try EnterpriseFacts.read(firm.number, on: day, connection)
                    return json(try ask.site.policies.explain(ask.part("policy"), facts).json)
                }
            }
        ).described(firmDescription),
    ]

    private static func json(_ value: PolicyJSON) -> Answer {
        var answer = Answer.json(.null)
        answer.body = value.bytes
        return answer
    }

    // MARK: Deciding

    /// Decides by the facts that are sent; nothing is stored.
    @Sendable private static func decide(_ ask: Ask) async throws -> Answer {
        guard case .json(let body) = ask.body, case .object(let members) = body else {
            throw RequestRefusal.badRequest
        }
        var problems: [FormRefusal.Problem] = []
        for member in members where !["facts", "as_of"].contains(member.name) {
            problems.append(.init(field: member.name, sentence: unknownMember(member.name)))
        }
        let day = self.day(body["as_of"], ask, &problems)
        let shelf = ask.site.policies
        var values = shelf.library.facts.unknown
        do throws(FactRefusals) {
            if let facts = body["facts"] { values = try FactJSON.read(facts.bytes, shelf.library.facts) }
        } catch {
            problems += error.refusals.map { refusal in
                let field = refusal.fact.isEmpty ? "facts" : "facts.\(refusal.fact)"
                return .init(field: field, sentence: refusal.sentence)
            }
        }
        guard problems.isEmpty else { throw FormRefusal(problems: problems) }
        return json(try shelf.program(ask.part("policy"), on: day).explain(values).json)
    }

    private static func day(_ value: JSON?, _ ask: Ask, _ problems: inout [FormRefusal.Problem]) -> Day {
        switch value {
        case nil: return ask.today
        case .string(let text):
            if let day = Day(text) { return day }
            fallthrough
        default:
            let sentence = Sentence(zh: "日期应写作 2017-07-19。", en: "Write the day as 2017-07-19.")
            problems.append(.init(field: "as_of", sentence: sentence))
            return ask.today
        }
    }

    private static func unknownMember(_ name: String) -> Sentence {
        let nearest = nearestName(to: name, among: ["facts", "as_of"])
        return Sentence(
            zh: "没有“\(name)”这一项\(nearest.map { "；最接近的是“\($0)”" } ?? "")；可用的是 facts 和 as_of。",
            en: """
                There is no member '\(name)'\(nearest.map { "; the nearest is '\($0)'" } ?? ""); \
                there are facts and as_of.
                """)
    }

    // MARK: Reading

    private static func head(_ policy: Policy) -> JSON {
        .members([
            "id": .string(policy.id), "title": .text(policy.title),
            "documents": .array(
                policy.documents.map { document in
                    .members([
                        "id": .string(document.id), "number": .string(document.number),
                        "title": .text(document.title),
                    ])
                }),
            "in_force_from": .day(policy.inForce.from), "in_force_until": .day(policy.inForce.until),
            "outcomes": .array(PolicyListPages.outcomes(policy).map { .string($0.rawValue) }),
        ])
    }

    private static func cites(_ citations: [Citation]) -> JSON {
        .array(
            citations.map {
                .members(["document": .string($0.document), "article": .string($0.article)])
            })
    }

    private static func record(_ policy: Policy, _ ask: Ask) -> JSON {
        let text = String(decoding: ask.site.policies.library.texts[policy.file] ?? [], as: UTF8.self)
        return .members([
            "policy": head(policy),
            "parameters": .array(
                policy.parameters.map { parameter in
                    .members([
                        "name": .string(parameter.name), "title": .text(parameter.title),
                        "values": .array(
                            parameter.values.map { value in
                                .members([
                                    "from": .day(value.from), "value": .string(value.text),
                                    "cite": cites(value.citations),
                                ])
                            }),
                    ])
                }),
            "conditions": .array(
                policy.conditions.map { condition in
                    .members([
                        "id": .string(condition.id), "title": .text(condition.title),
                        "holds": .string(condition.text), "cite": cites(condition.citations),
                    ])
                }),
            "text": .string(text), "sha256": .string(Digest.text(of: text)),
        ])
    }
}
