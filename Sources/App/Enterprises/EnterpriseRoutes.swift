import Core
import HTTPTypes
import Storage

/// The addresses of one firm, its place in the API, and the table that is told.
enum EnterpriseRoutes {
    static let all: [Route] = main + templates

    /// An empty table of each kind of record.
    private static let templates = FirmRecordImport.Table.allCases.flatMap { table in
        [TableFormat.csv, .xlsx].map { format in
            let name = "template-\(table.rawValue).\(format.ending)"
            return Route.get("/enterprises/\(name)", .permission(.tellFacts)) { _, _ in
                .file(
                    try FirmTemplate.bytes(of: table, format), name: "\(table.rawValue).\(format.ending)",
                    type: format.mediaType)
            }
        }
    }

    private static let main: [Route] = [
        .get("/enterprises/import", .permission(.tellFacts)) { ask, _ in
            EnterpriseImportPages.form(ask, nil)
        },
        .post(
            "/enterprises/import", .permission(.tellFacts), limit: EnterpriseImportPages.fileBytes + 65_536,
            EnterpriseImportPages.take),
        .get("/enterprises/template.csv", .permission(.tellFacts)) { _, _ in
            .file(try FirmTemplate.bytes(.csv), name: "firms.csv", type: TableFormat.csv.mediaType)
        },
        .get("/enterprises/template.xlsx", .permission(.tellFacts)) { _, _ in
            .file(try FirmTemplate.bytes(.xlsx), name: "firms.xlsx", type: TableFormat.xlsx.mediaType)
        },
        // It leaves a record of the reading, so it acts.
        Route(
            method: .get, path: "/enterprises/:code", access: .permission(.readBook),
            work: .acting { ask in
                try await EnterpriseAccess.read(ask, .page) { firm, connection in
                    try EnterprisePages.detail(ask, firm, connection)
                }
            }),
        Route(
            method: .get, path: "/api/v1/enterprises/:code", access: .permission(.readBook),
            work: .acting { ask in
                try await EnterpriseAccess.read(ask, .interface) { firm, connection in
                    let facts = try EnterpriseFacts.read(firm.number, on: ask.today, connection)
                    return .json(EnterpriseJSON.record(firm, facts))
                }
            }
        ).described(EnterpriseJSON.description),
    ]
}

/// One firm as machines read it.
enum EnterpriseJSON {
    static func record(_ firm: EnterpriseAccess.Firm, _ facts: EnterpriseFacts) -> JSON {
        .members([
            "credit_code": .string(firm.creditCode), "name": .string(firm.name),
            "division": .string(firm.profile.division), "industry": .string(firm.profile.industry),
            "size": firm.profile.size.map { .string($0.rawValue) } ?? .null, "day": .day(facts.day),
            "facts": .array(
                FirmFact.all.compactMap { facts.facts[$0.name] }.map { known in
                    .members([
                        "name": .string(known.fact.name), "value": .string(text(known.value, known.fact)),
                        "source": .string(known.source.name), "told_for": .day(known.day),
                        "disputed": .bool(known.isDisputed),
                        "others": .array(
                            known.told.dropFirst().map { other in
                                .members([
                                    "value": .string(text(other.value, known.fact)),
                                    "source": .string(other.source.name), "told_for": .day(other.day),
                                ])
                            }),
                    ])
                }),
        ])
    }

    /// As tables have it.
    static func text(_ value: FirmFactValue, _ fact: FirmFact) -> String {
        guard let number = value.number else { return value.text ?? "" }
        switch fact.kind {
        case .money, .points: return Fen(number).description
        case .day: return Day(number: Int32(clamping: number)).description
        case .flag: return number == 1 ? "true" : "false"
        default: return String(number)
        }
    }

    static let description: RouteDescription = {
        let told: [(String, JSON)] = [
            ("value", .schema("string")), ("source", .schema("string")), ("told_for", .schemaDay),
        ]
        let fact: [(String, JSON)] =
            [("name", .schemaWords(FirmFact.all.map(\.name)))] + told
            + [
                ("disputed", .schema("boolean")), ("others", .schemaList(.schemaObject(told))),
            ]
        let record = JSON.schemaObject([
            ("credit_code", .schema("string")), ("name", .schema("string")),
            ("division", .schema("string")), ("industry", .schema("string")),
            ("size", .schema("string").orNull()), ("day", .schemaDay),
            ("facts", .schemaList(.schemaObject(fact))),
        ])
        return RouteDescription(
            id: "enterprises_record",
            summary: Sentence(
                zh: "一家企业的全部事实；每次读取都会留下企业可见的记录",
                en: "All facts of a firm; each reading leaves a record that the firm sees"),
            tag: "enterprises",
            parameters: [.path("code", Sentence(zh: "统一社会信用代码", en: "The firm's credit code"))],
            answers: [.ok(record)])
    }()
}
